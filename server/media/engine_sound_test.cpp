#include <gtest/gtest.h>

#include <set>

#include "media/engine_fixture_fake.h"
#include "media/recording.h"
#include "media/rtcp.h"
#include "media/sdp.h"
#include "media/tone.h"

// What the parties of a call hear, through real sockets.
namespace yh::media {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Telephones of one call, each with a tone of its own.
class SoundTest : public EngineTest {
  protected:
    static constexpr double hz_a = 440;
    static constexpr double hz_b = 1000;
    static constexpr double hz_c = 1900;

    void answer_two() {
        answer(leg_a, a);
        answer(leg_b, b);
    }
    void answer_three() {
        answer_two();
        answer(leg_c, c);
    }
    /// Two hear each other, and the worker knows.
    void connect() {
        answer_two();
        engine->arrange(bridge(leg_a, leg_b));
        settle();
    }
    /// Everybody who was answered speaks, so many frames.
    void all_talk(int frames) {
        talk(
            [&] {
                a.send_tone(hz_a);
                b.send_tone(hz_b);
                if (c.target_port() != 0) {
                    c.send_tone(hz_c);
                }
            },
            frames);
    }
    bool wait_heard(FakePhone& phone, std::size_t packets) {
        return wait_for([&] {
            phone.collect();
            return phone.heard.size() >= packets;
        });
    }
    static calls::MediaPlan play(std::int64_t program, const char* item, bool loop) {
        return {.call = call,
                .legs = {{.leg = leg_a,
                          .from = {},
                          .program = calls::Program{.id = program, .items = {item}, .loop = loop}}},
                .recording = {}};
    }
    static calls::MediaPlan recorded_bridge(std::int64_t id, const char* path, model::LegId left, model::LegId right) {
        auto plan = bridge(left, right);
        plan.recording =
            calls::RecordingPlan{.id = {id}, .path = path, .left = {left}, .right = {right}, .paused = false};
        return plan;
    }

    FakePhone a;
    FakePhone b;
    FakePhone c;
};

// Nothing is decoded for a plain call; a supervised one says twice a second how loud everybody is.
TEST_F(SoundTest, B13MetersOfACallThatIsMetered) {
    connect();
    all_talk(60);
    EXPECT_TRUE(events.metered.empty()) << "nobody asked for it";
    auto plan = bridge(leg_a, leg_b);
    plan.metered = true;
    engine->arrange(plan);
    settle();
    all_talk(150);
    ASSERT_GE(events.metered.size(), 4U);
    EXPECT_LE(events.metered.size(), 8U) << "twice a second, and no storm";
    const auto& last = events.metered.back();
    ASSERT_EQ(last.size(), 2U);
    for (const auto& leg : last) {
        EXPECT_NEAR(leg.level, 80, 8) << "twelve decibels below full scale";
        EXPECT_GT(leg.mos, 4);
    }
    ASSERT_TRUE(wait_for([&] { return events.metered.back()[0].level == 0; })) << "both are silent now";
    engine->arrange(bridge(leg_a, leg_b));
    settle();
    const auto told = events.metered.size();
    all_talk(60);
    EXPECT_EQ(events.metered.size(), told);
    close_all({leg_a, leg_b});
}

TEST_F(SoundTest, TwoPhonesHearEachOther) {
    answer(leg_a, a);
    const auto offered = engine->offer(call, leg_b, {.like = leg_a});
    ASSERT_TRUE(offered);
    b.learn(*offered);
    ASSERT_TRUE(engine->accept(leg_b, b.sdp()));
    engine->arrange(bridge(leg_a, leg_b));
    settle();
    all_talk(50);
    ASSERT_TRUE(wait_heard(a, 49) && wait_heard(b, 49));
    EXPECT_GT(tone_level_dbfs(b.heard_pcm(Law::A), 440), -14);
    EXPECT_LT(tone_level_dbfs(b.heard_pcm(Law::A), 1000), -40);
    EXPECT_GT(tone_level_dbfs(a.heard_pcm(Law::A), 1000), -14);
    EXPECT_NE(a.heard[0].ssrc, b.ssrc);

    close_all({leg_a, leg_b});
    ASSERT_EQ(events.measured.size(), 2U);
    EXPECT_EQ(events.measured[0].second.packets_received, 50);
    EXPECT_EQ(events.measured[0].second.codec, "PCMA");
    EXPECT_GT(events.measured[0].second.mos, 4.0);
    EXPECT_FALSE(events.measured[0].second.one_way);
}

TEST_F(SoundTest, MusicThenPromptThenItsEnd) {
    answer(leg_a, a);
    engine->arrange(play(1, "music:default", true));
    ASSERT_TRUE(wait_heard(a, 50));
    EXPECT_GT(rms_dbfs(a.heard_pcm(Law::A)), -35);
    EXPECT_LT(rms_dbfs(a.heard_pcm(Law::A)), -10);
    EXPECT_TRUE(events.finished.empty());

    engine->arrange(play(2, "tone:beep", false));
    ASSERT_TRUE(wait_for([&] { return !events.finished.empty(); }));
    EXPECT_EQ(events.finished[0], std::make_pair(leg_a, std::int64_t{2}));

    engine->arrange(play(3, "prompt:missing", false));
    ASSERT_TRUE(wait_for([&] { return events.finished.size() == 2; }));
    EXPECT_EQ(events.finished[1].second, 3);
    close_all({leg_a});
}

TEST_F(SoundTest, RecordingHoldsBothSides) {
    answer(leg_a, a);
    answer(leg_b, b, {.like = leg_a});
    const auto began = loop.clock().now();
    engine->arrange(recorded_bridge(77, "2025/call.wav", leg_a, leg_b));
    all_talk(100);
    const auto talked_ms = ms_since(began);
    close_all({leg_a, leg_b});
    ASSERT_EQ(events.recordings.size(), 1U);
    EXPECT_EQ(events.recordings[0].recording.value, 77);
    EXPECT_EQ(events.recordings[0].failure, "");
    // What comes first may have come late; it is moved once it drifts by more than 200 ms.
    EXPECT_GE(events.recordings[0].duration_ms, talked_ms - 150);
    EXPECT_LE(events.recordings[0].duration_ms, ms_since(began) + 250);

    const auto recorded = load_prompt((folder / "2025/call.wav").string(), "mixed");
    ASSERT_TRUE(recorded);
    // Loaded as mono: both tones are in it; check_recording says that they were two channels.
    EXPECT_GT(tone_level_dbfs((*recorded)->pcm(), 440), -22);
    EXPECT_GT(tone_level_dbfs((*recorded)->pcm(), 1000), -22);
    const auto check = check_recording((folder / "2025/call.wav").string());
    ASSERT_TRUE(check);
    EXPECT_TRUE(check->playable);
    EXPECT_EQ(check->channels, 2);
}

TEST_F(EngineTest, LawIsChangedInBetween) {
    FakePhone a{"8"};
    FakePhone b{"0"};
    answer(leg_a, a);
    answer(leg_b, b);
    engine->arrange(bridge(leg_a, leg_b));
    settle();
    talk(
        [&] {
            a.send_tone(440, Law::A);
            b.send_tone(1000, Law::Mu);
        },
        30);
    ASSERT_TRUE(wait_for([&] {
        a.collect();
        b.collect();
        return a.heard.size() >= 30 && b.heard.size() >= 30;
    }));
    EXPECT_EQ(a.heard[5].payload_type, 8);
    EXPECT_EQ(b.heard[5].payload_type, 0);
    EXPECT_GT(tone_level_dbfs(b.heard_pcm(Law::Mu), 440), -14);
    EXPECT_GT(tone_level_dbfs(a.heard_pcm(Law::A), 1000), -14);
    close_all({leg_a, leg_b});
}

TEST_F(EngineTest, OtherCodecsAreTranscoded) {
    for (const auto& [formats, kind, type] :
         {std::tuple{"9", CodecKind::G722, 9}, std::tuple{"96", CodecKind::Opus, 96}}) {
        FakePhone a{"8"};
        FakePhone b{formats};
        answer(leg_a, a);
        answer(leg_b, b);
        auto plan = bridge(leg_a, leg_b);
        plan.recording = calls::RecordingPlan{
            .id = {type}, .path = std::string{formats} + ".wav", .left = {leg_a}, .right = {leg_b}, .paused = false};
        engine->arrange(plan);
        const auto encoder = std::move(make_encoder(kind)).value();
        std::array<std::int16_t, frame_samples> tone{};
        const auto samples = make_tone({.first_hz = 1000, .level_dbfs = -10, .on = seconds{3}});
        std::size_t at = 0;
        talk(
            [&] {
                a.send_tone(440);
                std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(at), frame_samples, tone.begin());
                at += frame_samples;
                std::array<std::uint8_t, max_payload_bytes> payload;
                const auto bytes = encoder->encode(tone, payload);
                b.send(static_cast<std::uint8_t>(type), std::span{payload}.first(bytes),
                       codec_info(kind).frame_timestamp_step);
            },
            60);
        ASSERT_TRUE(wait_for([&] {
            a.collect();
            b.collect();
            return a.heard.size() > 40 && b.heard.size() > 40;
        })) << formats;
        const auto heard_by_a = a.heard_pcm(Law::A);
        EXPECT_GT(tone_level_dbfs(std::span{heard_by_a}.subspan(4000), 1000), -16) << formats;
        EXPECT_EQ(b.heard[10].timestamp - b.heard[9].timestamp, codec_info(kind).frame_timestamp_step);
        const auto decoder = std::move(make_decoder(kind)).value();
        std::vector<std::int16_t> pcm;
        for (const auto& packet : b.heard) {
            std::array<std::int16_t, 960> part;
            const auto got = decoder->decode(packet.payload, part);
            pcm.insert(pcm.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(got));
        }
        ASSERT_GT(pcm.size(), 8000U * 40 / 50);
        EXPECT_GT(tone_level_dbfs(std::span{pcm}.subspan(pcm.size() / 2), 440), -20) << formats;
        close_all({leg_a, leg_b});
        const auto recorded = load_prompt((folder / (std::string{formats} + ".wav")).string(), "t");
        ASSERT_TRUE(recorded);
        EXPECT_GT(tone_level_dbfs((*recorded)->pcm(), 440), -25) << formats;
        EXPECT_GT(tone_level_dbfs((*recorded)->pcm(), 1000), -25) << formats;
    }
}

TEST_F(SoundTest, ThreeInAConference) {
    answer_three();
    engine->arrange({.call = call,
                     .legs = {{.leg = leg_a, .from = {leg_b, leg_c}, .program = {}},
                              {.leg = leg_b, .from = {leg_a, leg_c}, .program = {}},
                              {.leg = leg_c, .from = {leg_b}, .program = {}}},
                     .recording = {}});
    all_talk(60);
    ASSERT_TRUE(wait_heard(a, 41) && wait_heard(c, 41));
    const auto heard_by_a = a.heard_pcm(Law::A);
    EXPECT_GT(tone_level_dbfs(heard_by_a, 1000), -18);
    EXPECT_GT(tone_level_dbfs(heard_by_a, 1900), -18);
    EXPECT_LT(tone_level_dbfs(heard_by_a, 440), -40);
    // A listener to one leg gets its packets as they are, also while others have that leg in a mix.
    EXPECT_GT(tone_level_dbfs(c.heard_pcm(Law::A), 1000), -14);
    EXPECT_LT(tone_level_dbfs(c.heard_pcm(Law::A), 440), -40);
    close_all({leg_a, leg_b, leg_c});
}

TEST_F(EngineTest, KeysAreReportedOnceAndPassedOn) {
    FakePhone a;
    FakePhone b{"8 97", "a=rtpmap:97 telephone-event/8000\r\n"};
    answer(leg_a, a);
    answer(leg_b, b);
    engine->arrange(bridge(leg_a, leg_b));
    settle();
    talk([&] { a.send_tone(440); }, 3);
    for (const char digit : {'1', '#'}) {
        for (int i = 0; i < 6; ++i) {
            a.send_event(digit, i >= 3, static_cast<std::uint16_t>(160 * (i + 1)));
        }
        a.timestamp += 960;
    }
    ASSERT_TRUE(wait_for([&] {
        b.collect();
        return b.heard.size() == 15 && events.digits.size() >= 2;  // what is reported takes its own way here
    }));
    EXPECT_EQ(events.digits, (std::vector<std::pair<model::LegId, char>>{{leg_a, '1'}, {leg_a, '#'}}));
    EXPECT_EQ(b.heard[5].payload_type, 97);
    EXPECT_EQ(b.heard[3].timestamp, b.heard[8].timestamp);
    EXPECT_EQ(static_cast<std::uint16_t>(b.heard[14].sequence - b.heard[0].sequence), 14);
    close_all({leg_a, leg_b});
}

TEST_F(SoundTest, SendsKeysInsteadOfSound) {
    answer_two();
    engine->arrange(bridge(leg_a, leg_b));
    engine->send_dtmf(leg_b, "42");
    talk([&] { a.send_tone(440); }, 40);
    b.collect();
    std::set<std::pair<std::uint32_t, int>> keys;
    for (const auto& packet : b.heard) {
        if (packet.payload_type == 101) {
            keys.emplace(packet.timestamp, packet.payload[0]);
        }
    }
    ASSERT_EQ(keys.size(), 2U);
    EXPECT_EQ(keys.begin()->second, 4);
    EXPECT_EQ(keys.rbegin()->second, 2);
    EXPECT_EQ(b.heard.back().payload_type, 8);  // sound goes on afterwards
    close_all({leg_a, leg_b});
}

TEST_F(EngineTest, KeysInTheSoundAreHeardInAMenu) {
    FakePhone a{"8"};
    answer(leg_a, a);
    engine->arrange({.call = call,
                     .legs = {{.leg = leg_a,
                               .from = {},
                               .program = calls::Program{.id = 1, .items = {"music:default"}, .loop = true}}},
                     .recording = {}});
    const auto key = make_tone(dtmf_tone('7'));
    std::size_t at = 0;
    talk(
        [&] {
            std::array<std::int16_t, frame_samples> pcm{};
            for (auto& sample : pcm) {
                sample = at < key.size() ? key[at] : std::int16_t{0};
                ++at;
            }
            std::array<std::uint8_t, frame_samples> payload;
            encode_g711(Law::A, pcm, payload);
            a.send(8, payload);
        },
        25);
    EXPECT_TRUE(wait_for([&] { return !events.digits.empty(); }));
    EXPECT_EQ(events.digits.size(), 1U);
    EXPECT_EQ(events.digits[0].second, '7');
    close_all({leg_a});
}

TEST_F(SoundTest, OneStreamWhateverIsPlayed) {
    answer_three();
    b.sequence = 60'000;
    c.sequence = 7;
    c.timestamp = 0x90000000;
    const auto music = play(1, "music:default", true);
    engine->arrange(music);
    all_talk(15);
    engine->arrange(bridge(leg_a, leg_b));
    settle();
    all_talk(15);
    engine->arrange(music);
    all_talk(15);
    engine->arrange(bridge(leg_a, leg_c));
    all_talk(15);
    ASSERT_TRUE(wait_heard(a, 51));
    int markers = 0;
    int pauses = 0;  // of a busy worker: after a tenth of a second what goes on is a new spurt, too
    for (std::size_t i = 1; i < a.heard.size(); ++i) {
        EXPECT_EQ(a.heard[i].ssrc, a.heard[0].ssrc);
        EXPECT_EQ(static_cast<std::uint16_t>(a.heard[i].sequence - a.heard[i - 1].sequence), 1) << i;
        const auto step = a.heard[i].timestamp - a.heard[i - 1].timestamp;
        EXPECT_GE(step, 160U) << i;
        EXPECT_LE(step, 160U * 12) << i;
        markers += a.heard[i].marker ? 1 : 0;
        pauses += step >= 160U * 5 ? 1 : 0;
    }
    EXPECT_TRUE(a.heard[0].marker);
    EXPECT_GE(markers, 3);
    EXPECT_LE(markers, 3 + pauses);
    close_all({leg_a, leg_b, leg_c});
}

TEST_F(EngineTest, ProtectedLegToPlainLeg) {
    const auto key = make_sdes_crypto(1, SrtpProfile::AesCm128HmacSha1_80);
    FakePhone a{"8 101", "a=crypto:" + format_sdes_crypto(key) + "\r\n"};
    FakePhone b;
    const auto answered = engine->answer(call, leg_a, a.sdp(), {.like = {}, .security = calls::MediaSecurity::Sdes});
    ASSERT_TRUE(answered) << answered.error().code;
    a.learn(answered->sdp);
    a.use_keys(key, parse_sdes_crypto(parse_sdp(answered->sdp)->media[0].crypto.at(0)).value());
    answer(leg_b, b);
    auto plan = bridge(leg_a, leg_b);
    plan.recording =
        calls::RecordingPlan{.id = {5}, .path = "s.wav", .left = {leg_a}, .right = {leg_b}, .paused = false};
    engine->arrange(plan);
    settle();
    talk(
        [&] {
            a.send_tone(440);
            b.send_tone(1000);
        },
        50);
    ASSERT_TRUE(wait_for([&] {
        a.collect();
        b.collect();
        return a.heard.size() >= 49 && b.heard.size() >= 50;
    }));
    EXPECT_GT(tone_level_dbfs(b.heard_pcm(Law::A), 440), -14);
    EXPECT_GT(tone_level_dbfs(a.heard_pcm(Law::A), 1000), -14);
    // A refresh keeps keys and stream.
    const auto again = engine->answer(call, leg_a, a.sdp(), {.like = {}, .security = calls::MediaSecurity::Sdes});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->sdp, answered->sdp);
    a.heard.clear();
    talk(
        [&] {
            a.send_tone(440);
            b.send_tone(1000);
        },
        5);
    EXPECT_TRUE(wait_for([&] {
        a.collect();
        return a.heard.size() >= 5;
    }));
    close_all({leg_a, leg_b});
    EXPECT_EQ(events.recordings.at(0).failure, "");
}

TEST_F(SoundTest, HoldStopsSendingAndUnholdGoesOn) {
    connect();
    all_talk(10);
    ASSERT_TRUE(wait_heard(a, 10) && wait_heard(b, 10));
    EXPECT_EQ(engine->answer(call, leg_a, a.sdp("inactive"), {})->flow, calls::MediaFlow::Nothing);
    settle();
    all_talk(10);
    settle();  // the last of them is read before the hold is over
    a.collect();
    b.collect();
    EXPECT_EQ(a.heard.size(), 10U);
    EXPECT_EQ(b.heard.size(), 10U);
    EXPECT_EQ(engine->answer(call, leg_a, a.sdp(), {})->flow, calls::MediaFlow::Both);
    settle();
    all_talk(10);
    ASSERT_TRUE(wait_for([&] {
        a.collect();
        return a.heard.size() == 20;
    }));
    // Time went on while nothing was sent, and nothing of it was lost.
    EXPECT_GE(a.heard[10].timestamp - a.heard[9].timestamp, 160U * 10);
    EXPECT_EQ(static_cast<std::uint16_t>(a.heard[10].sequence - a.heard[9].sequence), 1);
    close_all({leg_a, leg_b});
}

TEST_F(SoundTest, WhoHeardNothingForAWhileHasLostNothing) {
    connect();
    all_talk(10);
    ASSERT_TRUE(wait_heard(a, 10));
    engine->arrange({.call = call, .legs = {{.leg = leg_b, .from = {leg_a}, .program = {}}}, .recording = {}});
    settle();
    all_talk(10);
    settle();  // the last of them is read before the bridge is back
    engine->arrange(bridge(leg_a, leg_b));
    settle();
    all_talk(10);
    ASSERT_TRUE(wait_heard(a, 20));
    EXPECT_EQ(a.heard.size(), 20U);
    EXPECT_EQ(static_cast<std::uint16_t>(a.heard[10].sequence - a.heard[9].sequence), 1);
    EXPECT_TRUE(a.heard[10].marker);
    EXPECT_GE(a.heard[10].timestamp - a.heard[9].timestamp, 160U * 10);
    close_all({leg_a, leg_b});
}

TEST_F(SoundTest, RecordingPausesAndFollowsATransfer) {
    answer_three();
    auto plan = recorded_bridge(6, "t.wav", leg_a, leg_b);
    engine->arrange(plan);
    all_talk(50);
    plan.recording->paused = true;
    engine->arrange(plan);
    all_talk(25);
    plan = recorded_bridge(6, "t.wav", leg_a, leg_c);
    engine->arrange(plan);
    all_talk(50);
    plan.recording.reset();
    engine->arrange(plan);
    ASSERT_TRUE(wait_for([&] { return events.recordings.size() == 1; }));
    const auto recorded = load_prompt((folder / "t.wav").string(), "t");
    ASSERT_TRUE(recorded);
    const auto pcm = (*recorded)->pcm();
    ASSERT_NEAR(static_cast<double>(pcm.size()), 20000, 1600);
    EXPECT_GT(tone_level_dbfs(pcm.subspan(800, 6400), 1000), -22);
    EXPECT_LT(tone_level_dbfs(pcm.subspan(800, 6400), 1900), -40);
    EXPECT_LT(rms_dbfs(pcm.subspan(9000, 2400)), -50);
    EXPECT_GT(tone_level_dbfs(pcm.subspan(13000, 6000), 1900), -22);
    EXPECT_LT(tone_level_dbfs(pcm.subspan(13000, 6000), 1000), -40);
    close_all({leg_a, leg_b, leg_c});
    EXPECT_EQ(events.recordings.size(), 1U);
}

TEST_F(SoundTest, MeasuresByRtcp) {
    connect();
    all_talk(320);
    ASSERT_TRUE(wait_for([&] {
        a.collect();
        return !a.rtcp_heard.empty();
    }));
    EXPECT_EQ(a.rtcp_heard[0][1], 200);  // a sender report
    close_all({leg_a, leg_b});
    a.collect();
    const auto goodbye = parse_rtcp(a.rtcp_heard.back(), 0);
    ASSERT_TRUE(goodbye);
    EXPECT_TRUE(goodbye->goodbye);
    EXPECT_EQ(events.measured[0].second.packets_lost, 0);
}

}  // namespace
}  // namespace yh::media
