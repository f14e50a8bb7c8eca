#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "media/browser_fake.h"
#include "media/engine_fixture_fake.h"
#include "media/rtcp.h"
#include "media/sdp.h"
#include "media/wav.h"

// Browser legs through the whole engine: real checks, handshakes and SRTP over loopback.
namespace yh::media {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr calls::MediaProfile to_browser{.like = {}, .security = calls::MediaSecurity::WebRtc};

class EngineBrowserTest : public EngineTest {
  protected:
    EngineBrowserTest() : identity{DtlsIdentity::create().value()} {}

    void answer_browser(model::LegId leg, FakeBrowser& browser, calls::MediaProfile profile = {}) {
        const auto answered = engine->answer(call, leg, browser.offer(), profile);
        ASSERT_TRUE(answered) << answered.error().code << " " << answered.error().detail;
        ASSERT_TRUE(browser.learn(answered->sdp)) << answered->sdp;
    }
    bool step_until(FakeBrowser& browser, const std::function<bool()>& done, Duration at_most = seconds{5}) {
        return wait_for(
            [&] {
                browser.step(loop.clock().now());
                return done();
            },
            at_most);
    }
    bool secure(FakeBrowser& browser) {
        return step_until(browser, [&] { return browser.secured(); });
    }
    /// Frames that differ from each other and from silence.
    static std::array<std::uint8_t, 160> frame(std::uint8_t number) {
        std::array<std::uint8_t, 160> out;
        out.fill(number);
        return out;
    }
    /// Each sends `count` frames; true when each heard the other's.
    bool talk_both_ways(FakeBrowser& browser, FakePhone& phone, int count = 10) {
        const auto browser_before = browser.heard.size();
        phone.collect();
        const auto phone_before = phone.heard.size();
        talk(
            [&] {
                browser.send(8, frame(0x11));
                phone.send(8, frame(0x22));
                browser.step(loop.clock().now());
            },
            count);
        return step_until(browser, [&] {
            phone.collect();
            return browser.heard.size() >= browser_before + static_cast<std::size_t>(count) &&
                   phone.heard.size() >= phone_before + static_cast<std::size_t>(count);
        });
    }

    std::unique_ptr<DtlsIdentity> identity;
};

TEST_F(EngineBrowserTest, AnswersABrowserAndBridgesItUntouched) {
    FakeBrowser browser{*identity};
    FakePhone phone;
    answer_browser(leg_a, browser);
    answer(leg_b, phone);
    auto plan = bridge(leg_a, leg_b);
    plan.recording =
        calls::RecordingPlan{.id = {5}, .path = "w.wav", .left = {leg_a}, .right = {leg_b}, .paused = false};
    engine->arrange(plan);
    ASSERT_TRUE(secure(browser));
    EXPECT_EQ(browser.profile, SrtpProfile::AeadAes128Gcm);
    ASSERT_TRUE(talk_both_ways(browser, phone, 25));
    for (const auto& packet : browser.heard) {
        EXPECT_EQ(packet.payload_type, 8);
        EXPECT_TRUE(std::ranges::equal(packet.payload, frame(0x22)));
    }
    EXPECT_TRUE(std::ranges::equal(phone.heard.back().payload, frame(0x11)));
    EXPECT_EQ(browser.packets_refused, 0U);
    close_all({leg_a, leg_b});
    ASSERT_EQ(events.recordings.size(), 1U);
    EXPECT_EQ(events.recordings[0].failure, "");
    EXPECT_GE(events.recordings[0].duration_ms, 400);
    const auto& quality = events.measured[0].second;
    EXPECT_EQ(quality.codec, "PCMA");
    EXPECT_GE(quality.packets_received, 25);
    EXPECT_EQ(quality.packets_lost, 0);
}

TEST_F(EngineBrowserTest, OffersToABrowser) {
    FakeBrowser browser{*identity};
    const auto offer = engine->offer(call, leg_a, to_browser);
    ASSERT_TRUE(offer);
    const auto sdp = parse_sdp(*offer);
    ASSERT_TRUE(sdp);
    EXPECT_TRUE(sdp->ice_lite);
    EXPECT_EQ(sdp->media[0].protocol, "UDP/TLS/RTP/SAVPF");
    EXPECT_EQ(sdp->media[0].ice.setup, "actpass");
    EXPECT_EQ(sdp->media[0].ice.candidates.size(), 1U);
    const auto accepted = engine->accept(leg_a, browser.answer(*offer));
    ASSERT_TRUE(accepted) << accepted.error().code;
    const calls::Program music{.id = 1, .items = {"music:default"}, .loop = true};
    engine->arrange({.call = call, .legs = {{.leg = leg_a, .from = {}, .program = music}}, .recording = {}});
    ASSERT_TRUE(secure(browser));
    EXPECT_TRUE(step_until(browser, [&] { return browser.heard.size() > 20; }));
    close_all({leg_a});
}

TEST_F(EngineBrowserTest, SpeaksFirstToABrowserThatAnswersPassively) {
    FakeBrowser browser{*identity};
    browser.setup = "passive";
    const auto offer = engine->offer(call, leg_a, to_browser);
    ASSERT_TRUE(offer);
    ASSERT_TRUE(engine->accept(leg_a, browser.answer(*offer)));
    EXPECT_TRUE(secure(browser));
    close_all({leg_a});
}

TEST_F(EngineBrowserTest, ManyShareOnePort) {
    std::vector<std::unique_ptr<FakeBrowser>> browsers;
    std::vector<model::LegId> legs;
    for (std::int64_t i = 1; i <= 20; ++i) {
        browsers.push_back(std::make_unique<FakeBrowser>(*identity));
        legs.push_back({i});
        const auto answered = engine->answer({i}, {i}, browsers.back()->offer(), {});
        ASSERT_TRUE(answered);
        ASSERT_TRUE(browsers.back()->learn(answered->sdp));
        EXPECT_EQ(browsers.back()->target_port(), browsers.front()->target_port());
    }
    EXPECT_EQ(engine->stats().ports_in_use, 1U);
    for (auto& browser : browsers) {
        EXPECT_TRUE(secure(*browser));
    }
    for (const auto leg : legs) {
        engine->close(leg);
    }
    EXPECT_TRUE(wait_for([&] { return engine->stats().idle(); }));
    EXPECT_EQ(events.measured.size(), 20U);
}

TEST_F(EngineBrowserTest, AWrongCertificateGetsNoKeys) {
    FakeBrowser browser{*identity};
    auto wrong = identity->fingerprint();
    wrong.value[3] ^= 1;
    browser.fingerprint = format_fingerprint(wrong);
    FakePhone phone;
    answer_browser(leg_a, browser);
    answer(leg_b, phone);
    engine->arrange(bridge(leg_a, leg_b));
    // The browser itself finishes: that we do not believe it shows in that nothing goes through.
    ASSERT_TRUE(secure(browser));
    EXPECT_FALSE(talk_both_ways(browser, phone, 3));
    EXPECT_TRUE(phone.heard.empty());
    EXPECT_TRUE(browser.heard.empty());
    close_all({leg_a, leg_b});
}

TEST_F(EngineBrowserTest, ANetworkChangeWithinTheCall) {
    FakeBrowser browser{*identity};
    FakePhone phone;
    answer_browser(leg_a, browser);
    answer(leg_b, phone);
    engine->arrange(bridge(leg_a, leg_b));
    ASSERT_TRUE(secure(browser));
    ASSERT_TRUE(talk_both_ways(browser, phone));
    const auto ssrc = browser.heard.back().ssrc;
    browser.change_network();
    const auto answered = browser.checks_answered;
    ASSERT_TRUE(step_until(browser, [&] { return browser.checks_answered > answered + 1; }));
    EXPECT_TRUE(talk_both_ways(browser, phone));
    EXPECT_EQ(browser.heard.back().ssrc, ssrc);
    close_all({leg_a, leg_b});
}

TEST_F(EngineBrowserTest, HoldAndIceRestartKeepTheKeys) {
    FakeBrowser browser{*identity};
    FakePhone phone;
    answer_browser(leg_a, browser);
    answer(leg_b, phone);
    engine->arrange(bridge(leg_a, leg_b));
    ASSERT_TRUE(secure(browser));
    ASSERT_TRUE(talk_both_ways(browser, phone));

    const auto held = engine->answer(call, leg_a, browser.offer("sendonly"), {});
    ASSERT_TRUE(held) << held.error().code;
    EXPECT_EQ(held->flow, calls::MediaFlow::ReceiveOnly);
    browser.restart_ice();
    const auto restarted = engine->answer(call, leg_a, browser.offer(), {});
    ASSERT_TRUE(restarted);
    const auto before = parse_sdp(held->sdp)->media[0].ice;
    const auto after = parse_sdp(restarted->sdp)->media[0].ice;
    EXPECT_NE(before.ufrag, after.ufrag);
    EXPECT_NE(before.password, after.password);
    EXPECT_EQ(before.fingerprints, after.fingerprints);
    EXPECT_EQ(after.setup, "passive");
    settle();
    // The old pair works until the new one is nominated.
    EXPECT_TRUE(talk_both_ways(browser, phone));
    ASSERT_TRUE(browser.learn(restarted->sdp));
    const auto answered = browser.checks_answered;
    ASSERT_TRUE(step_until(browser, [&] { return browser.checks_answered > answered + 1; }));
    EXPECT_TRUE(talk_both_ways(browser, phone));
    EXPECT_TRUE(browser.errors.empty());
    close_all({leg_a, leg_b});
}

TEST_F(EngineBrowserTest, AnotherCertificateBeginsAnew) {
    FakeBrowser browser{*identity};
    answer_browser(leg_a, browser);
    ASSERT_TRUE(secure(browser));
    const auto other_identity = DtlsIdentity::create().value();
    FakeBrowser reloaded{*other_identity};
    answer_browser(leg_a, reloaded);
    ASSERT_TRUE(secure(reloaded));
    FakePhone phone;
    answer(leg_b, phone);
    engine->arrange(bridge(leg_a, leg_b));
    settle();
    EXPECT_TRUE(talk_both_ways(reloaded, phone));
    close_all({leg_a, leg_b});
}

TEST_F(EngineBrowserTest, RolesAndPasswordsAreChecked) {
    FakeBrowser browser{*identity};
    answer_browser(leg_a, browser);
    browser.controlled_role = true;
    ASSERT_TRUE(step_until(browser, [&] { return !browser.errors.empty(); }));
    EXPECT_EQ(browser.errors[0], 487);
    browser.errors.clear();
    browser.controlled_role = false;
    browser.password_to_check = "not the right one at all";
    ASSERT_TRUE(step_until(browser, [&] { return !browser.errors.empty(); }));
    EXPECT_EQ(browser.errors[0], 401);
    EXPECT_EQ(browser.checks_answered, 0U);
    browser.password_to_check.clear();
    EXPECT_TRUE(secure(browser));
    EXPECT_EQ(browser.mapped.ip_text(), "127.0.0.1");
    close_all({leg_a});
}

TEST_F(EngineBrowserTest, AVanishedBrowserIsNoticedSoonATelephoneIsNot) {
    config.silence.browser = seconds{1};
    start();
    FakeBrowser browser{*identity};
    FakePhone phone;
    answer_browser(leg_a, browser);
    answer(leg_b, phone);
    engine->arrange(bridge(leg_a, leg_b));
    ASSERT_TRUE(secure(browser));
    ASSERT_TRUE(talk_both_ways(browser, phone));
    ASSERT_TRUE(wait_for([&] { return !events.silent.empty(); }));
    wait_for([] { return false; }, milliseconds{1500});
    EXPECT_EQ(events.silent, std::vector<model::LegId>{leg_a});
    close_all({leg_a, leg_b});
}

TEST_F(EngineBrowserTest, AMutedBrowserIsNotGone) {
    config.silence.browser = seconds{1};
    start();
    FakeBrowser browser{*identity};
    answer_browser(leg_a, browser);
    ASSERT_TRUE(secure(browser));
    // It sends no sound at all (DTX, a track that was taken away), but its checks go on.
    talk(
        [&] {
            browser.send_check(true);
            browser.step(loop.clock().now());
        },
        150);
    EXPECT_TRUE(events.silent.empty());
    EXPECT_TRUE(wait_for([&] { return !events.silent.empty(); }));
    close_all({leg_a});
}

TEST_F(EngineBrowserTest, ABrowserThatOnlyChecksFallsSilentLikeATelephone) {
    config.silence.sound = seconds{1};
    start();
    FakeBrowser browser{*identity};
    answer_browser(leg_a, browser);
    ASSERT_TRUE(secure(browser));
    EXPECT_TRUE(step_until(browser, [&] { return !events.silent.empty(); }));
    close_all({leg_a});
}

TEST_F(EngineBrowserTest, ReportsTravelBothWaysOnTheOnePort) {
    FakeBrowser browser{*identity};
    answer_browser(leg_a, browser);
    const calls::Program music{.id = 1, .items = {"music:default"}, .loop = true};
    engine->arrange({.call = call, .legs = {{.leg = leg_a, .from = {}, .program = music}}, .recording = {}});
    ASSERT_TRUE(secure(browser));
    // The first report goes out five seconds after the leg was agreed on, and 250 packets make one way of it.
    ASSERT_TRUE(step_until(
        browser, [&] { return !browser.rtcp_heard.empty() && browser.heard.size() >= 260; }, seconds{20}));
    const auto report = parse_rtcp(browser.rtcp_heard[0], 0);
    ASSERT_TRUE(report && report->sender_ntp);
    wait_for([] { return false; }, milliseconds{40});
    const ReportBlock block{.ssrc = browser.heard[0].ssrc,
                            .fraction_lost = 0,
                            .cumulative_lost = 13,
                            .highest_sequence = 0,
                            .jitter = 80,
                            .last_sr = ntp_middle(*report->sender_ntp),
                            .delay_since_last_sr = 0};
    std::array<std::uint8_t, max_rtcp_bytes> packet{};
    browser.send_rtcp(std::span{packet}.first(write_rtcp(packet, browser.ssrc, {}, block, "page", Goodbye::No)));
    wait_for([] { return false; }, milliseconds{50});
    close_all({leg_a});
    const auto& quality = events.measured[0].second;
    EXPECT_GE(quality.round_trip_ms, 40 - ntp_unit_ms);  // both stamps are rounded down
    EXPECT_NEAR(quality.peer_jitter_ms, 10, 0.01);
    EXPECT_NEAR(quality.peer_loss_percent, 100.0 * 13 / static_cast<double>(browser.heard.size()), 0.5);
    EXPECT_TRUE(quality.one_way);  // it never said anything itself
}

TEST_F(EngineBrowserTest, OpusWhenTheProfileAsks) {
    FakeBrowser browser{*identity};
    const calls::MediaProfile opus{.like = {}, .security = calls::MediaSecurity::None, .prefer_opus = true};
    const auto answered = engine->answer(call, leg_a, browser.offer(), opus);
    ASSERT_TRUE(answered);
    const auto line = parse_sdp(answered->sdp)->media[0];
    ASSERT_EQ(line.formats.size(), 2U);
    EXPECT_EQ(line.formats[0].name, "opus");
    EXPECT_EQ(line.formats[1].payload_type, 110);  // keys at the same clock
    const calls::MediaProfile offered{.like = {}, .security = calls::MediaSecurity::WebRtc, .prefer_opus = true};
    EXPECT_EQ(parse_sdp(*engine->offer(call, leg_b, offered))->media[0].formats[0].name, "opus");
    close_all({leg_a, leg_b});
}

TEST_F(EngineBrowserTest, APortOfItsOwnWhenConfigured) {
    config.first_browser_port = 30500;
    start();
    FakeBrowser browser{*identity};
    answer_browser(leg_a, browser);
    EXPECT_EQ(browser.target_port(), 30500);
    EXPECT_EQ(engine->stats().ports_in_use, 0U);
    EXPECT_TRUE(secure(browser));
    close_all({leg_a});
}

TEST_F(EngineBrowserTest, AChosenPortThatIsTakenIsToldAtOnce) {
    config.first_browser_port = 30500;
    const auto taken = open_udp(*SocketAddress::parse("127.0.0.1", 30500));
    ASSERT_TRUE(taken);
    const auto failed = Engine::create(loop, config, events);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, "media.port_taken");
    EXPECT_NE(failed.error().detail.find("30500"), std::string::npos);
}

}  // namespace
}  // namespace yh::media
