#include "office/people/one_time_code.h"

#include <gtest/gtest.h>

#include <set>

// The second factor's codes (B19).
namespace yh::office::people {
namespace {

// "12345678901234567890" in Base32: the secret of RFC 6238's appendix B.
constexpr std::string_view secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

// The appendix shows eight digits; six are the last six of them.
TEST(OneTimeCode, IsWhatTheRfcSays) {
    const std::pair<std::int64_t, std::string_view> known[] = {{59, "287082"},
                                                               {1'111'111'109, "081804"},
                                                               {1'111'111'111, "050471"},
                                                               {1'234'567'890, "005924"},
                                                               {2'000'000'000, "279037"},
                                                               {20'000'000'000, "353130"}};
    for (const auto& [at_s, code] : known) {
        EXPECT_EQ(code_at(secret, step_at(at_s * 1000)), code) << at_s;
    }
    EXPECT_EQ(code_at("no base32!", 1), "");
    EXPECT_EQ(code_at("", 1), "");
}

TEST(OneTimeCode, FitsAMomentLateOrEarlyAndNeverTwice) {
    const std::int64_t now_ms = 1'111'111'109'000;
    const auto now = step_at(now_ms);
    for (const auto step : {now - 1, now, now + 1}) {
        EXPECT_EQ(find_step(secret, code_at(secret, step), now_ms, 0), step);
    }
    EXPECT_EQ(find_step(secret, code_at(secret, now - 2), now_ms, 0), std::nullopt);
    EXPECT_EQ(find_step(secret, code_at(secret, now + 2), now_ms, 0), std::nullopt);
    EXPECT_EQ(find_step(secret, code_at(secret, now), now_ms, now), std::nullopt) << "it was spent";
    EXPECT_EQ(find_step(secret, code_at(secret, now - 1), now_ms, now), std::nullopt) << "older than what was spent";
    EXPECT_EQ(find_step(secret, "", now_ms, 0), std::nullopt);
    EXPECT_EQ(find_step("", "", now_ms, 0), std::nullopt) << "no secret fits no code";
}

TEST(OneTimeCode, SecretsAreWhatAppsTake) {
    const auto made = make_secret();
    EXPECT_EQ(made.size(), 32U);
    EXPECT_EQ(made.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), std::string::npos);
    EXPECT_NE(made, make_secret());
    EXPECT_EQ(authenticator_uri("Yinghe demo", "10001", "ABC"),
              "otpauth://totp/Yinghe%20demo:10001?secret=ABC&issuer=Yinghe%20demo&algorithm=SHA1&digits=6&period=30");
}

TEST(OneTimeCode, WhatWasTypedIsOneOrTheOther) {
    EXPECT_TRUE(is_one_time_code("123456"));
    EXPECT_TRUE(is_one_time_code(" 123 456"));
    EXPECT_FALSE(is_one_time_code("12345"));
    EXPECT_FALSE(is_one_time_code("k3f9x-2m7qa"));
    EXPECT_EQ(plain_code(" K3F9X-2M7QA "), "k3f9x2m7qa");
    std::set<std::string> made;
    for (int i = 0; i < 100; ++i) {
        const auto code = make_recovery_code();
        EXPECT_EQ(code.size(), 11U);
        EXPECT_EQ(code[5], '-');
        EXPECT_FALSE(is_one_time_code(code));
        made.insert(code);
        EXPECT_EQ(make_sms_code().size(), 6U);
        EXPECT_TRUE(is_one_time_code(make_sms_code()));
    }
    EXPECT_EQ(made.size(), 100U);
}

}  // namespace
}  // namespace yh::office::people
