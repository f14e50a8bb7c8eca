#include "media/engine.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "media/engine_fixture_fake.h"
#include "media/rtcp.h"
#include "media/sdp.h"
#include "media/wav.h"

namespace yh::media {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::size_t open_descriptors() {
    namespace fs = std::filesystem;
    return static_cast<std::size_t>(std::distance(fs::directory_iterator{"/proc/self/fd"}, fs::directory_iterator{}));
}

TEST_F(EngineTest, PortsRunOut) {
    config.first_port = 30200;
    config.last_port = 30205;
    start();
    for (std::int64_t i = 1; i <= 3; ++i) {
        EXPECT_TRUE(engine->offer(call, {i}, {}));
    }
    EXPECT_EQ(engine->offer(call, {4}, {}).error().code, "media.ports_full");
    EXPECT_EQ(engine->stats().legs, 3U);
    close_all({{1}, {2}, {3}});
    EXPECT_EQ(engine->stats().ports_in_use, 0U);
    EXPECT_EQ(events.measured.size(), 3U);
}

TEST_F(EngineTest, APortOfAnotherProgramIsSkipped) {
    config.first_port = 30300;
    config.last_port = 30303;
    const auto other = open_udp(*SocketAddress::parse("127.0.0.1", 30300));
    ASSERT_TRUE(other);
    start();
    const auto offer = engine->offer(call, leg_a, {});
    ASSERT_TRUE(offer);
    EXPECT_EQ(parse_sdp(*offer)->media[0].port, 30302);
    EXPECT_FALSE(engine->offer(call, leg_b, {}));
    close_all({leg_a});
}

TEST_F(EngineTest, AFullMailboxRefusesLegsAndLosesNoClose) {
    config.max_waiting_commands = 4;
    start();
    FakePhone a;
    std::vector<model::LegId> open;
    std::size_t refused = 0;
    for (std::int64_t i = 1; i <= 80; ++i) {
        const auto answered = engine->answer({i}, {i}, a.sdp(), {});
        if (answered) {
            open.push_back({i});
            engine->arrange({.call = {i}, .legs = {}, .recording = {}});
            engine->arrange({.call = {i}, .legs = {}, .recording = {}});
        } else {
            EXPECT_EQ(answered.error().code, "media.busy");
            ++refused;
        }
    }
    for (const auto leg : open) {
        engine->close(leg);
    }
    EXPECT_TRUE(wait_for([&] { return engine->stats().idle(); }));
    EXPECT_EQ(events.measured.size(), open.size());
    EXPECT_EQ(open.size() + refused, 80U);
    EXPECT_EQ(engine->stats().ports_in_use, 0U);
    EXPECT_EQ(engine->stats().commands_kept, 0U);
}

TEST_F(EngineTest, PromptsComeFromTheirFolders) {
    std::filesystem::create_directories(folder / "prompts/welcome");
    const auto header = make_wav_header(Law::A, 1, mix_rate_hz, 4000);
    std::ofstream file{folder / "prompts/welcome/half_a_second.wav", std::ios::binary};
    file.write(reinterpret_cast<const char*>(header.data()), header.size());
    file << std::string(4000, 0x55);
    file.close();
    config.prompt_folders = {(folder / "prompts").string()};
    start();
    const auto builtin = PromptLibrary{}.size();
    EXPECT_TRUE(wait_for([&] { return engine->stats().prompts == builtin + 1; }));
    FakePhone a;
    answer(leg_a, a);
    const calls::Program program{.id = 9, .items = {"prompt:welcome/half_a_second"}, .loop = false};
    engine->arrange({.call = call, .legs = {{.leg = leg_a, .from = {}, .program = program}}, .recording = {}});
    EXPECT_TRUE(wait_for([&] {
        a.collect();
        return !events.finished.empty();
    }));
    EXPECT_NEAR(static_cast<double>(a.heard.size()), 25, 1);
    close_all({leg_a});
}

TEST_F(EngineTest, SpeaksIpv6) {
    config.bind_address = "::1";
    start();
    const auto offer = engine->offer(call, leg_a, {});
    if (!offer) {
        GTEST_SKIP() << "no IPv6 here";
    }
    EXPECT_NE(offer->find("c=IN IP6 ::1"), std::string::npos);
    close_all({leg_a});
}

TEST_F(EngineTest, ABadOfferOpensNothing) {
    EXPECT_EQ(engine->answer(call, leg_a, "nonsense", {}).error().code, "sdp.malformed");
    EXPECT_EQ(engine->stats().legs, 0U);
    EXPECT_EQ(engine->stats().ports_in_use, 0U);
    EXPECT_TRUE(engine->stats().idle());
    FakePhone a;
    answer(leg_a, a);
    // A later one leaves the leg as it was.
    EXPECT_FALSE(engine->answer(call, leg_a, "nonsense", {}));
    EXPECT_EQ(engine->stats().legs, 1U);
    EXPECT_EQ(engine->accept({99}, a.sdp()).error().code, "media.leg_unknown");
    close_all({leg_a});
    EXPECT_EQ(events.measured.size(), 1U);
}

TEST_F(EngineTest, ClosesInAnyOrderAndTwice) {
    FakePhone a;
    FakePhone b;
    answer(leg_a, a);
    answer(leg_b, b);
    auto plan = bridge(leg_a, leg_b);
    plan.recording =
        calls::RecordingPlan{.id = {5}, .path = "x.wav", .left = {leg_a}, .right = {leg_b}, .paused = false};
    engine->arrange(plan);
    engine->close(leg_a);
    engine->close(leg_a);
    a.send_tone(440);
    b.send_tone(440);
    engine->arrange(plan);
    engine->send_dtmf(leg_a, "1");
    close_all({leg_b});
    engine->arrange(plan);
    EXPECT_EQ(events.measured.size(), 2U);
    EXPECT_EQ(events.recordings.size(), 1U);
}

TEST_F(EngineTest, DestroyedInMidCallWithoutUpcalls) {
    FakePhone a;
    answer(leg_a, a);
    engine->arrange(
        {.call = call,
         .legs = {{.leg = leg_a,
                   .from = {},
                   .program = calls::Program{.id = 1, .items = {"tone:beep"}, .loop = false}}},
         .recording = calls::RecordingPlan{.id = {5}, .path = "x.wav", .left = {leg_a}, .right = {}, .paused = false}});
    talk([&] { a.send_tone(440); }, 5);
    engine.reset();
    const auto finished = events.finished.size();
    loop.run_for(milliseconds{20});
    EXPECT_EQ(events.finished.size(), finished);
    EXPECT_TRUE(events.measured.empty());
    EXPECT_TRUE(std::filesystem::exists(folder / "x.wav"));
}

TEST_F(EngineTest, SilenceIsSaidOnceAndNotOnHold) {
    config.silence.sound = seconds{1};
    start();
    FakePhone a;
    FakePhone b;
    answer(leg_a, a);
    const auto held = engine->answer(call, leg_b, b.sdp("recvonly"), {});
    ASSERT_TRUE(held);
    EXPECT_EQ(held->flow, calls::MediaFlow::SendOnly);
    ASSERT_TRUE(wait_for([&] { return !events.silent.empty(); }));
    wait_for([] { return false; }, milliseconds{1500});
    EXPECT_EQ(events.silent, std::vector<model::LegId>{leg_a});
    close_all({leg_a, leg_b});
}

TEST_F(EngineTest, MutatedPacketsDoNoHarm) {
    FakePhone a;
    FakePhone b;
    answer(leg_a, a);
    answer(leg_b, b);
    auto plan = bridge(leg_a, leg_b);
    plan.recording =
        calls::RecordingPlan{.id = {5}, .path = "x.wav", .left = {leg_a}, .right = {leg_b}, .paused = false};
    engine->arrange(plan);
    std::mt19937 random{11};
    std::array<std::uint8_t, max_rtcp_bytes> rtcp{};
    const auto rtcp_bytes = write_rtcp(rtcp, 1, SenderInfo{}, ReportBlock{}, "phone", Goodbye::No);
    for (int i = 0; i < 20'000; ++i) {
        std::vector<std::uint8_t> packet(rtp_header_bytes + random() % 200, 0xD5);
        write_rtp_header(
            std::span{packet}.first<rtp_header_bytes>(),
            {.payload_type = 8, .marker = false, .sequence = static_cast<std::uint16_t>(i), .timestamp = 0, .ssrc = 1});
        if (i % 4 == 0) {
            packet.assign(rtcp.begin(), rtcp.begin() + static_cast<std::ptrdiff_t>(rtcp_bytes));
        }
        for (auto flips = random() % 5; flips > 0; --flips) {
            packet[random() % packet.size()] = static_cast<std::uint8_t>(random());
        }
        packet.resize(1 + random() % packet.size());
        (i % 2 == 0 ? a : b).send_raw(packet);
        if (i % 50 == 0) {
            loop.run_for(milliseconds{1});
            a.collect();
            b.collect();
        }
    }
    a.heard.clear();
    talk([&] { b.send_tone(440); }, 5);
    EXPECT_TRUE(wait_for([&] {
        a.collect();
        return !a.heard.empty();
    }));
    close_all({leg_a, leg_b});
}

TEST_F(EngineTest, StrangersAreNotHeard) {
    FakePhone a;
    FakePhone b;
    FakePhone stranger;
    answer(leg_a, a);
    answer(leg_b, b);
    engine->arrange(bridge(leg_a, leg_b));
    settle();
    talk([&] { a.send_tone(440); }, 3);
    stranger.learn(engine->answer(call, leg_a, a.sdp(), {})->sdp);
    settle();
    ASSERT_TRUE(wait_for([&] {
        b.collect();
        return b.heard.size() == 3;
    }));
    talk([&] { a.send_tone(440); }, 3);
    ASSERT_TRUE(wait_for([&] {
        b.collect();
        return b.heard.size() == 6;
    }));
    // Even from the right host: the source is known by now, and its port is not this one.
    talk([&] { stranger.send_tone(1000); }, 6);
    b.collect();
    EXPECT_EQ(b.heard.size(), 6U);
    close_all({leg_a, leg_b});
}

TEST_F(EngineTest, LeavesNoDescriptorBehind) {
    const auto before = open_descriptors();
    for (int round = 0; round < 3; ++round) {
        FakePhone a;
        answer(leg_a, a);
        ASSERT_TRUE(engine->offer(call, leg_b, {}));
        EXPECT_EQ(engine->stats().ports_in_use, 2U);
        close_all({leg_a, leg_b});
        EXPECT_EQ(engine->stats().ports_in_use, 0U);
    }
    EXPECT_EQ(open_descriptors(), before);
}

}  // namespace
}  // namespace yh::media
