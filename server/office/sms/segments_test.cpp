#include "office/sms/segments.h"

#include <gtest/gtest.h>

#include <string>

namespace yh::office::sms {
namespace {

std::string times(std::string_view text, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

// The same cases as web/src/frame/sms/segments.test.ts.
TEST(SmsSegmentsTest, CountsAsTelephonesDo) {  // R064
    EXPECT_EQ(size_of_sms(""), (SmsSize{false, 0, 0, 160}));
    EXPECT_EQ(size_of_sms(times("a", 160)), (SmsSize{false, 160, 1, 0}));
    EXPECT_EQ(size_of_sms(times("a", 161)), (SmsSize{false, 161, 2, 145}));
    EXPECT_EQ(size_of_sms(times("a", 307)), (SmsSize{false, 307, 3, 152}));
    EXPECT_EQ(size_of_sms("£5 €"), (SmsSize{false, 5, 1, 155}));
    EXPECT_EQ(size_of_sms(times("字", 70)), (SmsSize{true, 70, 1, 0}));
    EXPECT_EQ(size_of_sms(times("字", 71)), (SmsSize{true, 71, 2, 63}));
    EXPECT_EQ(size_of_sms(times("a", 70) + "字"), (SmsSize{true, 71, 2, 63}));
    EXPECT_EQ(size_of_sms(times("字", 135)), (SmsSize{true, 135, 3, 66}));
}

TEST(SmsSegmentsTest, NoCharacterIsTornApart) {  // R064
    // 152 letters and a two-septet sign would fill the first part to 154: the sign goes into the second.
    EXPECT_EQ(size_of_sms(times("a", 152) + "€" + times("a", 8)), (SmsSize{false, 162, 2, 143}));
    EXPECT_EQ(size_of_sms(times("字", 66) + "😀" + times("字", 4)), (SmsSize{true, 72, 2, 61}));
}

}  // namespace
}  // namespace yh::office::sms
