#include "media/receive_stats.h"

#include <gtest/gtest.h>

namespace yh::media {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

struct Stream {
    ReceiveStats stats{8000};
    ManualClock clock;
    void packet(std::uint16_t sequence, Duration extra_delay = {}, std::uint32_t ssrc = 1) {
        stats.on_packet(ssrc, sequence, sequence * 160U, clock.now() + extra_delay);
        clock.advance(milliseconds{20});
    }
};

TEST(ReceiveStats, LossAndFraction) {
    Stream stream;
    for (std::uint16_t i = 0; i < 100; ++i) {
        if (i % 4 != 3) {
            stream.packet(i);
        } else {
            stream.clock.advance(milliseconds{20});
        }
    }
    stream.packet(100);
    const auto block = stream.stats.report(stream.clock.now());
    EXPECT_EQ(stream.stats.expected(), 101U);
    EXPECT_EQ(stream.stats.lost(), 25U);
    EXPECT_EQ(block.cumulative_lost, 25);
    EXPECT_EQ(block.fraction_lost, 25 * 256 / 101);
    EXPECT_EQ(block.highest_sequence, 100U);
    EXPECT_LT(stream.stats.jitter_ms(), 0.5);
    stream.packet(101);
    EXPECT_EQ(stream.stats.report(stream.clock.now()).fraction_lost, 0);
}

TEST(ReceiveStats, SequenceWrapsAndReorders) {
    Stream stream;
    for (const int sequence : {65533, 65534, 0, 65535, 1, 2}) {
        stream.packet(static_cast<std::uint16_t>(sequence));
    }
    EXPECT_EQ(stream.stats.expected(), 6U);
    EXPECT_EQ(stream.stats.lost(), 0U);
    EXPECT_EQ(stream.stats.out_of_order(), 1U);
    EXPECT_EQ(stream.stats.report(stream.clock.now()).highest_sequence, 0x10002U);
}

TEST(ReceiveStats, JitterFollowsTheDelay) {
    Stream stream;
    for (std::uint16_t i = 0; i < 500; ++i) {
        stream.packet(i, i % 2 == 0 ? Duration{} : milliseconds{10});
    }
    EXPECT_NEAR(stream.stats.jitter_ms(), 10, 0.5);
    EXPECT_GE(stream.stats.max_jitter_ms(), stream.stats.jitter_ms());
    EXPECT_NEAR(stream.stats.report(stream.clock.now()).jitter, 80, 4);
}

TEST(ReceiveStats, NewSourceOrJumpKeepsTheTotals) {
    Stream stream;
    for (std::uint16_t i = 0; i < 10; ++i) {
        stream.packet(i);
    }
    stream.packet(5000, {}, 2);
    stream.packet(5002, {}, 2);
    EXPECT_EQ(stream.stats.received(), 12U);
    EXPECT_EQ(stream.stats.expected(), 13U);
    stream.packet(30000, {}, 2);
    EXPECT_EQ(stream.stats.expected(), 13U) << "one packet from far away is not believed";
    stream.packet(30001, {}, 2);
    EXPECT_EQ(stream.stats.expected(), 14U);
    EXPECT_EQ(stream.stats.lost(), 1U);
}

TEST(ReceiveStats, SenderReportIsEchoed) {
    Stream stream;
    stream.packet(1);
    EXPECT_EQ(stream.stats.report(stream.clock.now()).last_sr, 0U);
    stream.stats.on_sender_report(0x11112222'33334444, stream.clock.now());
    const auto block = stream.stats.report(stream.clock.now() + milliseconds{500});
    EXPECT_EQ(block.last_sr, 0x22223333U);
    EXPECT_EQ(block.delay_since_last_sr, 32768U);
}

}  // namespace
}  // namespace yh::media
