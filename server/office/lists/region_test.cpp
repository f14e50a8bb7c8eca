#include "office/lists/region.h"

#include <gtest/gtest.h>

namespace yh::office::lists {

namespace {

TEST(Region, R109_MobilesAndLinesAreNamedInBothLanguages) {
    EXPECT_EQ(region_of("13912345678").chinese, "江苏省常州市");
    EXPECT_EQ(region_of("13912345678").english, "Changzhou, Jiangsu");
    EXPECT_EQ(region_of("01065551234").chinese, "北京市");
    EXPECT_EQ(region_of("075512345678").chinese, "广东省深圳市");
}

TEST(Region, CarriersWriteTheSameNumberInSeveralWays) {
    for (const auto* written : {"013912345678", "8613912345678", "+8613912345678", "139-1234-5678"}) {
        EXPECT_EQ(region_of(written).chinese, "江苏省常州市") << written;
    }
}

TEST(Region, NothingIsSaidOfWhatIsNowhere) {
    for (const auto* number : {"", "0", "00", "8001", "10086", "4008001234", "65551234", "+14155550123", "anonymous",
                               "*****", "139****5678", "99999999999999999999999999", "\xff\xfe"}) {
        EXPECT_EQ(region_of(number).chinese, "") << number;
    }
}

}  // namespace

}  // namespace yh::office::lists
