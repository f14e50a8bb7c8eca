#include "media/mixer.h"

#include <gtest/gtest.h>

#include <vector>

namespace yh::media {
namespace {

std::vector<std::int16_t> constant(std::int16_t value) {
    return std::vector<std::int16_t>(160, value);
}

TEST(Mixer, EveryoneHearsTheOthers) {
    Mixer mixer;
    mixer.begin(160);
    const auto a = constant(100);
    const auto b = constant(20);
    const auto c = constant(-3);
    mixer.add(a);
    mixer.add(b);
    mixer.add(c);
    std::vector<std::int16_t> out(160);
    mixer.everyone_but(a, out);
    EXPECT_EQ(out, constant(17));
    mixer.everyone_but(c, out);
    EXPECT_EQ(out, constant(120));
    mixer.everyone(out);
    EXPECT_EQ(out, constant(117));
}

TEST(Mixer, ClipsOnlyWhatIsHeard) {
    Mixer mixer;
    mixer.begin(160);
    const auto loud = constant(30000);
    const auto low = constant(-32768);
    mixer.add(loud);
    mixer.add(loud);
    mixer.add(low);
    std::vector<std::int16_t> out(160);
    mixer.everyone_but(low, out);
    EXPECT_EQ(out, constant(32767));
    mixer.everyone_but(loud, out);
    EXPECT_EQ(out, constant(-2768)) << "the sum itself must not have been clipped";
}

TEST(Mixer, InPlaceAndBeginAnew) {
    Mixer mixer;
    mixer.begin(160);
    auto a = constant(5);
    const auto b = constant(7);
    mixer.add(a);
    mixer.add(b);
    mixer.everyone_but(a, a);
    EXPECT_EQ(a, constant(7));
    mixer.begin(160);
    mixer.everyone(a);
    EXPECT_EQ(a, constant(0));
}

}  // namespace
}  // namespace yh::media
