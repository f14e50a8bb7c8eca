#include "media/jitter_buffer.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace yh::media {
namespace {

struct Fixture {
    JitterBuffer buffer{{.target_frames = 3}};
    bool push(int sequence, std::uint32_t ssrc = 1) {
        const std::array<std::uint8_t, 2> payload{static_cast<std::uint8_t>(sequence),
                                                  static_cast<std::uint8_t>(sequence >> 8)};
        return buffer.push(ssrc, static_cast<std::uint16_t>(sequence), payload);
    }
    /// A number for a frame, L for lost, . for waiting.
    std::string pop(int times) {
        std::string heard;
        for (int i = 0; i < times; ++i) {
            const auto frame = buffer.pop();
            heard += frame.kind == JitterBuffer::Kind::Lost      ? "L "
                     : frame.kind == JitterBuffer::Kind::Waiting ? ". "
                                                                 : std::to_string(frame.payload[0]) + " ";
        }
        return heard;
    }
};

TEST(JitterBuffer, WaitsForItsTargetAndHealsOrder) {
    Fixture f;
    f.push(2);
    EXPECT_EQ(f.pop(1), ". ");
    f.push(1);
    EXPECT_EQ(f.pop(1), ". ");
    f.push(4);
    f.push(3);
    EXPECT_EQ(f.pop(4), "1 2 3 4 ");
}

TEST(JitterBuffer, GapIsLostAndLateIsRefused) {
    Fixture f;
    for (const int sequence : {10, 11, 13, 14}) {
        EXPECT_TRUE(f.push(sequence));
    }
    EXPECT_EQ(f.pop(3), "10 11 L ");
    EXPECT_FALSE(f.push(12));
    EXPECT_FALSE(f.push(14)) << "twice";
    EXPECT_EQ(f.pop(2), "13 14 ");
}

TEST(JitterBuffer, DryBufferConcealsThenWaits) {
    Fixture f;
    for (const int sequence : {1, 2, 3}) {
        f.push(sequence);
    }
    EXPECT_EQ(f.pop(8), "1 2 3 L L L . . ");
    f.push(4);
    EXPECT_EQ(f.pop(1), ". ");
    f.push(5);
    f.push(6);
    EXPECT_EQ(f.pop(3), "4 5 6 ");
}

TEST(JitterBuffer, BurstDoesNotLeaveDelay) {
    Fixture f;
    for (int sequence = 0; sequence < 40; ++sequence) {
        EXPECT_TRUE(f.push(sequence));
        EXPECT_LE(f.buffer.held(), 7U);
    }
    EXPECT_EQ(f.pop(2), "33 34 ");
}

TEST(JitterBuffer, NewSourceStartsAnewAndNumbersWrap) {
    Fixture f;
    for (const int sequence : {65534, 65535, 0, 1}) {
        f.push(sequence);
    }
    EXPECT_EQ(f.pop(4), "254 255 0 1 ");
    for (const int sequence : {700, 701, 702}) {
        f.push(sequence, 2);
    }
    EXPECT_EQ(f.pop(2), std::to_string(700 & 255) + " " + std::to_string(701 & 255) + " ");
    for (const int sequence : {5000, 5001, 5002}) {
        f.push(sequence, 2);
    }
    EXPECT_EQ(f.pop(1), std::to_string(5000 & 255) + " ");
}

TEST(JitterBuffer, OversizedPayloadIsRefused) {
    Fixture f;
    std::array<std::uint8_t, 400> big{};
    EXPECT_FALSE(f.buffer.push(1, 1, big));
    EXPECT_FALSE(f.buffer.push(1, 1, {}));
}

}  // namespace
}  // namespace yh::media
