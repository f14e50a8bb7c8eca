#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "media/engine_fixture_fake.h"
#include "media/recording.h"
#include "media/tone.h"
#include "media/wav.h"

// Companies' own voices, texts read aloud, and messages, through real sockets.
namespace yh::media {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class VoicesTest : public EngineTest {
  protected:
    calls::MediaPlan play(std::int64_t program, const std::string& item, const std::string& company = {}) {
        return {.call = call,
                .legs = {{.leg = leg_a, .from = {}, .program = calls::Program{.id = program, .items = {item}}}},
                .recording = {},
                .voices = company};
    }
    /// What `a` hears of a program from its first packet until its end.
    std::vector<std::int16_t> hear(const std::string& item, const std::string& company = {}) {
        const auto program = ++programs;
        a.collect();
        a.heard.clear();
        engine->arrange(play(program, item, company));
        EXPECT_TRUE(wait_for([&] { return !events.finished.empty() && events.finished.back().second == program; },
                             seconds{15}));
        a.collect();
        return a.heard_pcm(Law::A);
    }
    static std::vector<std::int16_t> tone(double hz) {
        return make_tone({.first_hz = hz, .second_hz = 0, .level_dbfs = -12, .on = milliseconds{400}, .off = {}});
    }
    /// A program that "reads" every text aloud as one and the same tone, after a moment.
    std::string fake_speech() {
        const auto sound = folder / "speech.wav";
        const auto script = folder / "speech.sh";
        std::filesystem::create_directories(folder);
        write_wav(sound, tone(1900));
        std::ofstream{script} << "#!/bin/sh\ncat > /dev/null\necho once >> " << said().string() << "\nsleep 0.2\ncat "
                              << sound.string() << "\n";
        std::filesystem::permissions(script, std::filesystem::perms::owner_all);
        return script.string();
    }
    std::filesystem::path said() const { return folder / "said"; }
    /// How often the fake has read something aloud.
    std::ptrdiff_t times_said() const {
        std::ifstream file{said()};
        return std::count(std::istreambuf_iterator<char>{file}, {}, '\n');
    }
    static void write_wav(const std::filesystem::path& path, const std::vector<std::int16_t>& pcm) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream file{path, std::ios::binary};
        const auto u32 = [&](std::uint32_t value) { file.write(reinterpret_cast<const char*>(&value), 4); };
        const auto u16 = [&](std::uint16_t value) { file.write(reinterpret_cast<const char*>(&value), 2); };
        const auto bytes = static_cast<std::uint32_t>(pcm.size() * 2);
        file << "RIFF";
        u32(36 + bytes);
        file << "WAVEfmt ";
        u32(16);
        u16(1);
        u16(1);
        u32(8000);
        u32(16000);
        u16(2);
        u16(16);
        file << "data";
        u32(bytes);
        file.write(reinterpret_cast<const char*>(pcm.data()), bytes);
    }
    FakePhone a;
    std::int64_t programs = 0;
};

TEST_F(VoicesTest, CompanyHearsItsOwnVoiceAndOthersThatOfEverybody) {
    const auto voices = folder / "voices";
    write_wav(voices / "demo/hello.wav", tone(1000));
    config.voices_folder = voices.string();
    start();
    engine->set_prompt("prompt:hello", make_prompt("hello", tone(440)));
    ASSERT_TRUE(wait_for([&] { return engine->stats().prompts >= 7; }));
    answer(leg_a, a);
    EXPECT_GT(tone_level_dbfs(hear("prompt:hello", "demo"), 1000), -20);
    EXPECT_GT(tone_level_dbfs(hear("prompt:hello", "other"), 440), -20);

    // Replaced, and then deleted: the next call hears what there is.
    write_wav(voices / "demo/hello.wav", tone(1900));
    std::filesystem::last_write_time(voices / "demo/hello.wav",
                                     std::filesystem::file_time_type::clock::now() + seconds{5});
    engine->reload_prompts();
    ASSERT_TRUE(wait_for([&] { return tone_level_dbfs(hear("prompt:hello", "demo"), 1900) > -20; }));
    std::filesystem::remove(voices / "demo/hello.wav");
    engine->reload_prompts();
    ASSERT_TRUE(wait_for([&] { return tone_level_dbfs(hear("prompt:hello", "demo"), 440) > -20; }));
    close_all({leg_a});
}

TEST_F(VoicesTest, TextIsReadAloudOnceAndThenKept) {
    config.speech.program = fake_speech();
    start();
    answer(leg_a, a);
    EXPECT_GT(tone_level_dbfs(hear("say:您好"), 1900), -20);
    EXPECT_EQ(times_said(), 1);
    EXPECT_GT(tone_level_dbfs(hear("say:您好"), 1900), -20);
    EXPECT_EQ(times_said(), 1) << "the second time nothing is made any more";
    // Digits are read one by one, each made once.
    EXPECT_NEAR(static_cast<double>(hear("digits:88").size()), 2 * 0.4 * 8000, 1600);
    EXPECT_EQ(times_said(), 2);
    close_all({leg_a});
}

TEST_F(VoicesTest, R106RecordingIsPlayedAndOneThatIsGoneIsSkipped) {
    start();
    write_wav(folder / "demo/message.wav", tone(1000));
    answer(leg_a, a);
    EXPECT_GT(tone_level_dbfs(hear("recording:demo/message.wav"), 1000), -20);
    EXPECT_GT(tone_level_dbfs(hear("recording:demo/message.wav"), 1000), -20) << "once more";
    for (const auto* other : {"1", "2", "3", "4"}) {
        write_wav(folder / "demo" / (std::string{other} + ".wav"), tone(440));
        EXPECT_GT(tone_level_dbfs(hear("recording:demo/" + std::string{other} + ".wav"), 440), -20);
    }
    std::filesystem::remove(folder / "demo/message.wav");
    EXPECT_LT(tone_level_dbfs(hear("recording:demo/message.wav"), 1000), -40) << "only the last few are kept";
    close_all({leg_a});
}

TEST_F(VoicesTest, TextThatCannotBeReadAloudIsSkipped) {
    config.speech.program = "no-such-speech-program";
    start();
    answer(leg_a, a);
    hear("say:您好");
    close_all({leg_a});
}

TEST_F(VoicesTest, NewPlanIsNotOvertakenByTheTextOfTheOldOne) {
    config.speech.program = fake_speech();
    start();
    answer(leg_a, a);
    engine->arrange(play(1, "say:太晚了"));
    engine->arrange(play(2, "tone:silence_1s"));
    ASSERT_TRUE(wait_for([&] { return !events.finished.empty(); }));
    EXPECT_EQ(events.finished.back().second, 2);
    a.collect();
    EXPECT_LT(tone_level_dbfs(a.heard_pcm(Law::A), 1900), -40);
    close_all({leg_a});
}

TEST_F(VoicesTest, MessageHasOneChannelAndSilenceIsToldOnce) {
    answer(leg_a, a);
    calls::MediaPlan plan = play(1, "tone:silence_1s");
    plan.legs[0].program->loop = true;
    plan.recording = calls::RecordingPlan{{5}, "demo/message.wav", {leg_a}, {}, false, true, milliseconds{600}};
    const auto began = loop.clock().now();
    engine->arrange(plan);
    talk([&] { a.send_tone(440); }, 50);
    EXPECT_TRUE(events.quiet.empty()) << "somebody speaks";
    talk([&] { a.send_tone(0); }, 60);
    ASSERT_EQ(events.quiet.size(), 1U);
    EXPECT_EQ(events.quiet[0].value, 5);
    const auto talked_ms = ms_since(began);
    plan.recording.reset();
    engine->arrange(plan);
    ASSERT_TRUE(wait_for([&] { return events.recordings.size() == 1; }));
    const auto file = folder / "demo/message.wav";
    const auto checked = check_recording(file.string());
    ASSERT_TRUE(checked.ok());
    EXPECT_EQ(checked->channels, 1);
    EXPECT_GE(checked->duration_ms, talked_ms - 250);
    EXPECT_LE(checked->duration_ms, ms_since(began) + 250);
    const auto loaded = load_prompt(file.string());
    ASSERT_TRUE(loaded.ok());
    EXPECT_GT(tone_level_dbfs((*loaded)->pcm().first(6400), 440), -20);

    engine->discard_recording("demo/message.wav");
    EXPECT_TRUE(wait_for([&] { return !std::filesystem::exists(file); }));
    close_all({leg_a});
}

}  // namespace
}  // namespace yh::media
