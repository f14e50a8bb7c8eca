#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "media/engine_fixture_fake.h"
#include "media/rtcp.h"

// What a leg is measured as in the end: the part of model::Quality that the peer's reports, or their absence, decide.
namespace yh::media {
namespace {

using std::chrono::milliseconds;

const model::Quality& quality_of(const RecordedMediaEvents& events, model::LegId leg) {
    const auto at = std::ranges::find(events.measured, leg, [](const auto& measured) { return measured.first; });
    return at->second;
}

TEST_F(EngineTest, ThePeersReportsReachTheQuality) {
    FakePhone a;
    FakePhone mute;
    answer(leg_a, a);
    answer(leg_b, mute);
    const calls::Program music{.id = 1, .items = {"music:default"}, .loop = true};
    engine->arrange(
        {.call = call,
         .legs = {{.leg = leg_a, .from = {}, .program = music}, {.leg = leg_b, .from = {leg_a}, .program = {}}},
         .recording = {}});
    settle();
    // The first report goes out five seconds after the leg was agreed on.
    talk(
        [&] {
            a.send_tone(440);
            a.collect();
        },
        310);
    ASSERT_TRUE(wait_for([&] {
        a.collect();
        return !a.rtcp_heard.empty();
    }));
    const auto report = parse_rtcp(a.rtcp_heard[0], 0);
    ASSERT_TRUE(report && report->sender_ntp);
    ASSERT_FALSE(a.heard.empty());
    // The report was some time on its way, and the phone says that it kept it for none of it.
    wait_for([] { return false; }, milliseconds{50});
    const ReportBlock block{.ssrc = a.heard[0].ssrc,
                            .fraction_lost = 10,
                            .cumulative_lost = 31,
                            .highest_sequence = a.heard.back().sequence,
                            .jitter = 96,
                            .last_sr = ntp_middle(*report->sender_ntp),
                            .delay_since_last_sr = 0};
    std::array<std::uint8_t, max_rtcp_bytes> packet{};
    a.send_rtcp(std::span{packet}.first(write_rtcp(packet, a.ssrc, {}, block, "phone", Goodbye::No)));
    wait_for([] { return false; }, milliseconds{50});
    const auto sent = static_cast<double>(a.heard.size());  // a busy machine plays a little less in six seconds
    close_all({leg_a, leg_b});

    const auto& quality = quality_of(events, leg_a);
    EXPECT_GE(quality.round_trip_ms, 50 - ntp_unit_ms);  // both stamps are rounded down
    EXPECT_LT(quality.round_trip_ms, 3'000);
    EXPECT_NEAR(quality.peer_loss_percent, 100 * 31 / sent, 0.5);  // of about 310
    EXPECT_NEAR(quality.peer_jitter_ms, 12, 0.01);                 // 96 of 8000 Hz
    EXPECT_FALSE(quality.one_way);
    EXPECT_GT(quality.mos, 1);

    const auto& unheard = quality_of(events, leg_b);
    EXPECT_TRUE(unheard.one_way);  // six seconds of sound went out, nothing ever came
    EXPECT_EQ(unheard.packets_received, 0);
    EXPECT_EQ(unheard.mos, 0);
}

TEST_F(EngineTest, NobodyIsOneWayWhoWasNeverSpokenTo) {
    FakePhone a;
    answer(leg_a, a);
    settle();
    close_all({leg_a});
    EXPECT_FALSE(quality_of(events, leg_a).one_way);
}

}  // namespace
}  // namespace yh::media
