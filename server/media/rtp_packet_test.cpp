#include "media/rtp_packet.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <vector>

#include "media/rtcp.h"

namespace yh::media {
namespace {

std::vector<std::uint8_t> packet_of(std::size_t payload) {
    std::vector<std::uint8_t> packet(rtp_header_bytes + payload, 0xD5);
    write_rtp_header(
        std::span{packet}.first<rtp_header_bytes>(),
        {.payload_type = 8, .marker = true, .sequence = 65535, .timestamp = 0x01020304, .ssrc = 0xA0B0C0D0});
    return packet;
}

TEST(RtpPacket, ReadsWhatItWrites) {
    auto bytes = packet_of(160);
    const auto packet = parse_rtp(bytes);
    ASSERT_TRUE(packet);
    EXPECT_EQ(packet->payload_type, 8);
    EXPECT_TRUE(packet->marker);
    EXPECT_EQ(packet->sequence, 65535);
    EXPECT_EQ(packet->timestamp, 0x01020304U);
    EXPECT_EQ(packet->ssrc, 0xA0B0C0D0U);
    EXPECT_EQ(packet->payload.size(), 160U);
    EXPECT_EQ(rtp_ssrc(bytes), 0xA0B0C0D0U);
    EXPECT_EQ(rtp_sequence(bytes), 65535);
}

TEST(RtpPacket, SkipsCsrcExtensionAndPadding) {
    auto bytes = packet_of(40);
    bytes[0] = 0x80 | 0x20 | 0x10 | 2;  // padding, extension, two CSRCs
    bytes[12 + 8 + 2] = 0;
    bytes[12 + 8 + 3] = 1;  // one word of extension
    bytes.back() = 4;
    const auto packet = parse_rtp(bytes);
    ASSERT_TRUE(packet);
    EXPECT_EQ(packet->payload.size(), 40U - 8 - 4 - 4 - 4);
}

TEST(RtpPacket, RefusesWhatDoesNotFit) {
    auto bytes = packet_of(8);
    EXPECT_FALSE(parse_rtp(std::span{bytes}.first(11)));
    EXPECT_TRUE(parse_rtp(std::span{bytes}.first(12)));
    auto version = bytes;
    version[0] = 0x40;
    EXPECT_FALSE(parse_rtp(version));
    auto sources = bytes;
    sources[0] = 0x8F;
    EXPECT_FALSE(parse_rtp(sources));
    auto extension = bytes;
    extension[0] = 0x90;
    EXPECT_FALSE(parse_rtp(extension));  // 0xD5D5 words
    auto padding = bytes;
    padding[0] = 0xA0;
    padding.back() = 9;
    EXPECT_FALSE(parse_rtp(padding));
    padding.back() = 0;
    EXPECT_FALSE(parse_rtp(padding));
}

TEST(RtpPacket, TwentyThousandMutations) {
    std::mt19937 random{7};
    for (int i = 0; i < 20'000; ++i) {
        auto bytes = packet_of(random() % 60);
        bytes.resize(random() % (bytes.size() + 1));
        for (auto flips = random() % 6; flips > 0 && !bytes.empty(); --flips) {
            bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
        }
        if (const auto packet = parse_rtp(bytes)) {
            EXPECT_GE(packet->payload.data(), bytes.data() + rtp_header_bytes);
            EXPECT_LE(packet->payload.data() + packet->payload.size(), bytes.data() + bytes.size());
        }
        parse_rtcp(bytes, 1);
    }
}

TEST(Rtcp, ReportsAndNewsAreTheSame) {
    std::array<std::uint8_t, max_rtcp_bytes> out{};
    const ReportBlock block{.ssrc = 42,
                            .fraction_lost = 25,
                            .cumulative_lost = -3,
                            .highest_sequence = 70000,
                            .jitter = 80,
                            .last_sr = 0x11223344,
                            .delay_since_last_sr = 65536};
    const SenderInfo sender{.ntp = 0x1122334455667788, .rtp_timestamp = 5, .packets = 6, .octets = 7};
    const auto bytes = write_rtcp(out, 99, sender, block, "yinghe", Goodbye::Yes);
    ASSERT_NE(bytes, 0U);
    EXPECT_EQ(bytes % 4, 0U);
    const auto news = parse_rtcp(std::span{out}.first(bytes), 42);
    ASSERT_TRUE(news);
    EXPECT_EQ(news->sender_ntp, sender.ntp);
    ASSERT_TRUE(news->about_us);
    EXPECT_EQ(news->about_us->fraction_lost, 25);
    EXPECT_EQ(news->about_us->cumulative_lost, -3);
    EXPECT_EQ(news->about_us->highest_sequence, 70000U);
    EXPECT_EQ(news->about_us->jitter, 80U);
    EXPECT_EQ(news->about_us->last_sr, 0x11223344U);
    EXPECT_TRUE(news->goodbye);
    EXPECT_TRUE(is_rtcp(std::span{out}.first(bytes)));

    const auto receiver = write_rtcp(out, 99, {}, {}, "yinghe", Goodbye::No);
    const auto quiet = parse_rtcp(std::span{out}.first(receiver), 42);
    ASSERT_TRUE(quiet);
    EXPECT_FALSE(quiet->sender_ntp);
    EXPECT_FALSE(quiet->about_us);
    EXPECT_FALSE(quiet->goodbye);
    EXPECT_EQ(write_rtcp(std::span{out}.first(20), 99, {}, {}, "x", Goodbye::No), 0U);
}

TEST(Rtcp, NtpCountsFrom1900) {
    EXPECT_EQ(ntp_of(wall_from_ms(0)) >> 32, 2'208'988'800U);
    EXPECT_EQ(ntp_of(wall_from_ms(500)) & 0xFFFFFFFF, 0x80000000U);
}

}  // namespace
}  // namespace yh::media
