#include "media/prompt.h"

#include <gtest/gtest.h>
#include <sndfile.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "media/player.h"
#include "media/resample.h"
#include "media/tone.h"

namespace yh::media {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class PromptFiles : public testing::Test {
  protected:
    PromptFiles() {
        std::string pattern = (std::filesystem::temp_directory_path() / "prompt_test_XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~PromptFiles() override { std::filesystem::remove_all(folder_); }

    /// Two channels: a sine on the left, nothing on the right.
    std::string write_file(const std::string& name, int format, int rate, double hz, double length_s) {
        SF_INFO info{};
        info.channels = 2;
        info.samplerate = rate;
        info.format = format;
        const auto path = (folder_ / name).string();
        SNDFILE* file = ::sf_open(path.c_str(), SFM_WRITE, &info);
        EXPECT_NE(file, nullptr) << ::sf_strerror(nullptr);
        std::vector<float> frames(static_cast<std::size_t>(length_s * rate) * 2);
        for (std::size_t i = 0; i < frames.size(); i += 2) {
            frames[i] = static_cast<float>(0.5 * std::sin(6.283185307 * hz * static_cast<double>(i / 2) / rate));
        }
        ::sf_writef_float(file, frames.data(), static_cast<sf_count_t>(frames.size() / 2));
        ::sf_close(file);
        return path;
    }

    std::filesystem::path folder_;
};

TEST_F(PromptFiles, WavOfAnotherRateBecomesEightKilohertzMono) {
    const auto path = write_file("a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 1000, 2);
    const auto prompt = load_prompt(path, "hello");
    ASSERT_TRUE(prompt.ok()) << prompt.error().detail;
    EXPECT_EQ((*prompt)->name(), "hello");
    EXPECT_NEAR(static_cast<double>(to_ms((*prompt)->length())), 2000, 5);
    const auto middle = (*prompt)->pcm().subspan(800, 8000);
    EXPECT_NEAR(tone_level_dbfs(middle, 1000), -12, 0.3);
    std::vector<std::int16_t> decoded(8000);
    for (const auto law : {Law::A, Law::Mu}) {
        ASSERT_EQ((*prompt)->payload(law).size(), (*prompt)->samples());
        decode_g711(law, (*prompt)->payload(law).subspan(800, 8000), decoded);
        EXPECT_NEAR(tone_level_dbfs(decoded, 1000), -12, 0.3);
    }
}

TEST_F(PromptFiles, Mp3IsRead) {
    const auto path = write_file("a.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100, 700, 2);
    const auto prompt = load_prompt(path);
    ASSERT_TRUE(prompt.ok()) << prompt.error().detail;
    EXPECT_NEAR(static_cast<double>(to_ms((*prompt)->length())), 2000, 100);
    EXPECT_NEAR(tone_level_dbfs((*prompt)->pcm().subspan(4000, 8000), 700), -12, 1);
}

TEST_F(PromptFiles, WhatIsNoSoundIsRefused) {
    EXPECT_EQ(load_prompt((folder_ / "none.wav").string()).error().code, "prompt.unreadable");
    const auto path = (folder_ / "text.wav").string();
    std::ofstream{path} << "RIFF but not really";
    EXPECT_EQ(load_prompt(path).error().code, "prompt.unreadable");
    EXPECT_EQ(load_prompt_bytes({}, "x").error().code, "prompt.unreadable");
    EXPECT_EQ(load_prompt(write_file("empty.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, 0)).error().code,
              "prompt.empty");
}

TEST(Speech, MissingProgramIsSaidClearly) {
    const auto prompt = speak_prompt("你好", {.program = "no-such-speech-program"});
    ASSERT_FALSE(prompt.ok());
    EXPECT_EQ(prompt.error().code, "speech.missing");
}

TEST_F(PromptFiles, SpeechProgramThatFailsOrHangs) {
    EXPECT_EQ(speak_prompt("x", {.program = "false"}).error().code, "speech.failed");
    EXPECT_EQ(speak_prompt("x", {.program = "true"}).error().code, "speech.failed") << "no sound";
    EXPECT_EQ(speak_prompt("", {}).error().code, "speech.bad_text");
    const auto hanging = (folder_ / "hang").string();
    std::ofstream{hanging} << "#!/bin/sh\nexec sleep 600\n";
    std::filesystem::permissions(hanging, std::filesystem::perms::owner_all);
    EXPECT_EQ(speak_prompt("x", {.program = hanging, .give_up_after = milliseconds{30}}).error().code,
              "speech.timeout");
}

TEST(Speech, SpeaksMandarin) {
    const auto prompt = speak_prompt("-您好,欢迎致电。");
    if (!prompt.ok() && prompt.error().code == "speech.missing") {
        GTEST_SKIP() << "espeak-ng is not installed";
    }
    ASSERT_TRUE(prompt.ok()) << prompt.error().code << " " << prompt.error().detail;
    EXPECT_GT(to_ms((*prompt)->length()), 700);
    EXPECT_LT(to_ms((*prompt)->length()), 8000);
    EXPECT_GT(rms_dbfs((*prompt)->pcm()), -40);
}

TEST(Tone, CadenceAndFrequencyOfTheChineseRingback) {
    const auto prompt = ringback_prompt();
    EXPECT_EQ(to_ms(prompt->length()), 5000);
    EXPECT_NEAR(tone_level_dbfs(prompt->pcm().first(8000), 450), -16, 0.3);
    EXPECT_LT(rms_dbfs(prompt->pcm().subspan(8000)), -90);
    EXPECT_EQ(to_ms(busy_prompt()->length()), 700);
}

TEST(Tone, HoldMusicIsQuietAndLoops) {
    const auto music = make_hold_music();
    EXPECT_NEAR(static_cast<double>(music.size()) / mix_rate_hz, 20, 2);
    EXPECT_NEAR(rms_dbfs(music), -20, 1);
    int biggest_step = 0;
    for (std::size_t i = 1; i < music.size(); ++i) {
        biggest_step = std::max(biggest_step, std::abs(music[i] - music[i - 1]));
    }
    EXPECT_LE(std::abs(music.front() - music.back()), biggest_step) << "the seam must not click";
    for (std::size_t at = 0; at + 8000 <= music.size(); at += 8000) {
        EXPECT_GT(rms_dbfs(std::span{music}.subspan(at, 8000)), -30) << "no second of silence";
    }
}

TEST(Resample, KeepsTheBandAndCutsWhatWouldFold) {
    std::vector<std::int16_t> high(48000);
    std::vector<std::int16_t> low(48000);
    for (std::size_t i = 0; i < high.size(); ++i) {
        high[i] = static_cast<std::int16_t>(16000 * std::sin(6.283185307 * 5000 * static_cast<double>(i) / 48000));
        low[i] = static_cast<std::int16_t>(16000 * std::sin(6.283185307 * 3000 * static_cast<double>(i) / 48000));
    }
    const auto folded = resample(high, 48000, 8000);
    EXPECT_EQ(folded.size(), 8000U);
    EXPECT_LT(rms_dbfs(std::span{folded}.subspan(500, 7000)), -60);
    const auto kept = resample(low, 48000, 8000);
    EXPECT_NEAR(tone_level_dbfs(std::span{kept}.subspan(400, 7200), 3000), -6.2, 0.3);
    EXPECT_EQ(resample(low, 8000, 8000), low);
    EXPECT_EQ(resample(std::span{low}.first(80), 8000, 48000).size(), 480U);
}

TEST(PromptLibrary, HoldsWhatItWasGiven) {
    PromptLibrary library;
    EXPECT_NE(library.find("builtin.hold_music"), nullptr);
    EXPECT_EQ(library.find("welcome"), nullptr);
    library.set("welcome", beep_prompt());
    const auto playing = library.find("welcome");
    library.set("welcome", busy_prompt());
    EXPECT_EQ(playing->name(), "beep") << "what plays goes on";
    EXPECT_EQ(library.find("welcome")->name(), "busy");
    library.remove("welcome");
    EXPECT_EQ(library.find("welcome"), nullptr);
}

PromptPtr numbered(std::int16_t value, std::size_t samples) {
    return make_prompt(std::to_string(value), std::vector<std::int16_t>(samples, value));
}

TEST(Player, PlaysAListAndSaysWhenItEnds) {
    Player player;
    std::vector<std::int16_t> frame(160);
    EXPECT_EQ(player.next_pcm(frame), PlayStep::Idle);
    player.play({numbered(1, 200), nullptr, numbered(2, 160)});
    EXPECT_EQ(player.next_pcm(frame), PlayStep::Playing);
    EXPECT_EQ(frame, std::vector<std::int16_t>(160, 1));
    EXPECT_EQ(player.next_pcm(frame), PlayStep::Playing);
    EXPECT_EQ(frame[39], 1);
    EXPECT_EQ(frame[40], 2);
    EXPECT_EQ(player.next_pcm(frame), PlayStep::Finished);
    EXPECT_EQ(frame[39], 2);
    EXPECT_EQ(frame[40], 0) << "the rest of the last frame is silence";
    EXPECT_EQ(to_ms(player.played()), 45);
    EXPECT_EQ(player.next_pcm(frame), PlayStep::Idle);
    EXPECT_FALSE(player.playing());
}

TEST(Player, LoopsWithoutASeamInPayload) {
    Player player;
    player.play({numbered(1000, 100), numbered(-1000, 30)}, PlayMode::Loop);
    std::vector<std::uint8_t> frame(160);
    for (int tick = 0; tick < 13; ++tick) {
        ASSERT_EQ(player.next_payload(Law::Mu, frame), PlayStep::Playing);
        for (std::size_t i = 0; i < frame.size(); ++i) {
            const auto at = (static_cast<std::size_t>(tick) * 160 + i) % 130;
            ASSERT_EQ(frame[i], ulaw_of(at < 100 ? 1000 : -1000));
        }
    }
    player.stop();
    EXPECT_EQ(player.next_payload(Law::A, frame), PlayStep::Idle);
    EXPECT_EQ(frame, std::vector<std::uint8_t>(160, silence_byte(Law::A)));
}

TEST(Player, AnEmptyListFinishesOnce) {
    Player player;
    player.play({nullptr, numbered(1, 0)}, PlayMode::Loop);
    std::vector<std::uint8_t> frame(160);
    EXPECT_EQ(player.next_payload(Law::A, frame), PlayStep::Finished);
    EXPECT_EQ(player.next_payload(Law::A, frame), PlayStep::Idle);
}

}  // namespace
}  // namespace yh::media
