#include "model/number_mask.h"

#include <gtest/gtest.h>

namespace yh::model {
namespace {

TEST(NumberMaskTest, R264PartialHidesTheFourMiddleDigitsOfANumberLongerThanSix) {
    EXPECT_EQ(masked("13812345678", HideNumbers::Partial), "138****5678");
    EXPECT_EQ(masked("1234567", HideNumbers::Partial), "1****67");
    EXPECT_EQ(masked("12345678", HideNumbers::Partial), "12****78");
    EXPECT_EQ(masked("02187654321", HideNumbers::Partial), "021****4321");
}

TEST(NumberMaskTest, R264SixDigitsAndFewerStayWhole) {
    EXPECT_EQ(masked("123456", HideNumbers::Partial), "123456");
    EXPECT_EQ(masked("8001", HideNumbers::Partial), "8001");
    EXPECT_EQ(masked("", HideNumbers::Partial), "");
}

TEST(NumberMaskTest, R264OnlyDigitsCountAndOnlyDigitsAreHidden) {
    EXPECT_EQ(masked("+8613812345678", HideNumbers::Partial), "+8613****45678");
    EXPECT_EQ(masked("021-8765-4321", HideNumbers::Partial), "021-****-4321");
    EXPECT_EQ(masked("anonymous", HideNumbers::Partial), "anonymous");
}

TEST(NumberMaskTest, R264AllHidesEverythingAndOffNothing) {
    EXPECT_EQ(masked("13812345678", HideNumbers::All), "*****");
    EXPECT_EQ(masked("8001", HideNumbers::All), "*****");
    EXPECT_EQ(masked("", HideNumbers::All), "");
    EXPECT_EQ(masked("13812345678", HideNumbers::Off), "13812345678");
}

}  // namespace
}  // namespace yh::model
