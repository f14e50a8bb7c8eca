#include "media/dtmf.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "media/tone.h"

namespace yh::media {
namespace {

using std::chrono::milliseconds;

struct Line {
    DtmfSender sender;
    DtmfReceiver receiver;
    ManualClock clock;
    std::uint32_t timestamp = 1000;
    std::string pressed;
    int released = 0;
    std::vector<DtmfPacket> packets;

    void note(const std::optional<DtmfNews>& news) {
        if (news && news->kind == DtmfNews::Kind::Pressed) {
            pressed += news->digit;
        }
        released += news && news->kind == DtmfNews::Kind::Released ? 1 : 0;
    }
    void hear(const DtmfPacket& packet) { note(receiver.on_packet(packet.payload, packet.rtp_timestamp, clock.now())); }
    /// `lost(n)` decides for the n-th packet.
    template <class Lost>
    void run(int ticks, Lost lost) {
        for (int i = 0; i < ticks; ++i) {
            clock.advance(milliseconds{20});
            timestamp += 160;
            if (const auto packet = sender.next(timestamp)) {
                packets.push_back(*packet);
                if (!lost(packets.size() - 1)) {
                    hear(*packet);
                }
            }
            note(receiver.tick(clock.now()));
        }
    }
    void run(int ticks) {
        run(ticks, [](std::size_t) { return false; });
    }
};

TEST(Dtmf, SentDigitsAreReceivedOnce) {
    Line line;
    EXPECT_EQ(line.sender.send("12 34#*0a"), 9U);
    line.run(120);
    EXPECT_EQ(line.pressed, "1234#*0A");
    EXPECT_EQ(line.released, 8);
    EXPECT_TRUE(line.sender.idle());
}

TEST(Dtmf, PacketsOfOneKeyAreAsTheRfcWants) {
    Line line;
    line.sender.send("5");
    line.run(20);
    ASSERT_EQ(line.packets.size(), 8U);  // 6 × 20 ms, the last is the first of three ends
    for (std::size_t i = 0; i < line.packets.size(); ++i) {
        const auto& packet = line.packets[i];
        EXPECT_EQ(packet.rtp_timestamp, 1160U) << "all packets of a key share its timestamp";
        EXPECT_EQ(packet.marker, i == 0);
        EXPECT_EQ(packet.payload[0], 5);
        EXPECT_EQ((packet.payload[1] & 0x80) != 0, i >= 5);
        EXPECT_EQ(packet.payload[2] << 8 | packet.payload[3], i < 5 ? 160 * static_cast<int>(i + 1) : 960);
    }
}

TEST(Dtmf, AnyLossShortOfTheWholeKeyIsHealed) {
    for (std::size_t kept = 0; kept < 8; ++kept) {
        Line line;
        line.sender.send("7");
        line.run(40, [&](std::size_t n) { return n != kept; });
        EXPECT_EQ(line.pressed, "7") << "only packet " << kept;
        EXPECT_EQ(line.released, 1) << "only packet " << kept;
    }
}

TEST(Dtmf, SameDigitTwiceIsTwo) {
    Line line;
    line.sender.send("99");
    line.run(60, [](std::size_t n) { return n % 3 == 1; });
    EXPECT_EQ(line.pressed, "99");
    EXPECT_EQ(line.released, 2);
}

TEST(Dtmf, ReorderedPacketOfTheOldKeyIsNoNewPress) {
    Line line;
    line.sender.send("12");
    line.run(12);
    ASSERT_EQ(line.pressed, "12");
    line.hear(line.packets[1]);
    line.hear(line.packets[7]);
    EXPECT_EQ(line.pressed, "12");
}

TEST(Dtmf, LostEndsAreGivenUpOn) {
    Line line;
    line.sender.send("3");
    line.run(8, [](std::size_t n) { return n >= 3; });
    EXPECT_EQ(line.pressed, "3");
    EXPECT_EQ(line.released, 0);
    line.run(8);
    EXPECT_EQ(line.released, 1);
}

TEST(Dtmf, GarbageIsIgnored) {
    DtmfReceiver receiver;
    const ManualClock clock;
    EXPECT_FALSE(receiver.on_packet({}, 1, clock.now()));
    const std::vector<std::uint8_t> flash{16, 0, 0, 160};
    EXPECT_FALSE(receiver.on_packet(flash, 1, clock.now()));
    const std::vector<std::uint8_t> truncated{1, 0, 0};
    EXPECT_FALSE(receiver.on_packet(truncated, 1, clock.now()));
    EXPECT_FALSE(receiver.tick(clock.now()));
}

TEST(Dtmf, QueueOfDigitsIsBounded) {
    DtmfSender sender;
    EXPECT_EQ(sender.send(std::string(100, '1')), DtmfSender::max_waiting);
}

TEST(InbandDtmf, HearsKeysAndNotSpeech) {
    auto detector = InbandDtmf::create().value();
    const std::string keys = "0123456789*#ABCD";
    std::string heard;
    for (const char key : keys) {
        auto pcm = make_tone(dtmf_tone(key, milliseconds{80}));
        pcm.resize(pcm.size() + 640);
        for (std::size_t at = 0; at < pcm.size(); at += 160) {
            detector->feed(std::span{pcm}.subspan(at, std::min<std::size_t>(160, pcm.size() - at)));
            while (const auto digit = detector->take()) {
                heard += *digit;
            }
        }
    }
    EXPECT_EQ(heard, keys);
    detector->feed(make_hold_music());
    EXPECT_FALSE(detector->take());
}

}  // namespace
}  // namespace yh::media
