#include "media/loudness.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "media/leg_quality.h"

namespace yh::media {
namespace {

std::array<std::int16_t, 160> tone(double amplitude) {
    std::array<std::int16_t, 160> frame{};
    for (std::size_t i = 0; i < frame.size(); ++i) {
        frame[i] = static_cast<std::int16_t>(amplitude * std::sin(2 * 3.14159265358979 * static_cast<double>(i) / 16));
    }
    return frame;
}

TEST(LoudnessTest, R249TellsDecibelsOnAScaleOfHundred) {
    Loudness loudness;
    EXPECT_EQ(loudness.take_level(), 0) << "nothing was heard";
    loudness.add(tone(32767));
    EXPECT_EQ(loudness.take_level(), 100);
    loudness.add(tone(32767 / std::pow(10, 30 / 20.0)));  // thirty decibels below
    EXPECT_NEAR(loudness.take_level(), 50, 1);
    loudness.add(tone(0));
    EXPECT_EQ(loudness.take_level(), 0);
}

TEST(LoudnessTest, R249ATalkThatPausesIsAsLoudAsItsMean) {
    Loudness loudness;
    loudness.add(tone(32767));
    loudness.add(tone(0));
    EXPECT_NEAR(loudness.take_level(), 95, 1) << "three decibels less";
}

TEST(RecentLossTest, R249ForgetsWhatWasLongAgo) {
    RecentLoss loss;
    EXPECT_EQ(loss.percent(1000, 500), 0) << "nothing is known of now yet";
    EXPECT_EQ(loss.percent(1025, 500), 0);
    EXPECT_NEAR(loss.percent(1040, 510), 20, 0.1);
    double last = 0;
    for (int reading = 1; reading <= 10; ++reading) {
        last = loss.percent(1040 + 25 * reading, 510);
    }
    EXPECT_EQ(last, 0);
    EXPECT_EQ(loss.percent(1300, 505), 0) << "given up, and came after all";
}

}  // namespace
}  // namespace yh::media
