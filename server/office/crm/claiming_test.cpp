#include "office/crm/claiming.h"

#include <gtest/gtest.h>

namespace yh::office::crm {
namespace {

constexpr std::int64_t now = 1'750'000'000'000;
constexpr std::int64_t day = std::int64_t{24} * 3600 * 1000;

std::string refusal(const ClaimRule& rule, const ClaimFacts& facts) {
    const auto refused = claim_refusal(rule, facts, now);
    return refused ? std::string{refused->code} : std::string{};
}

TEST(Claiming, R153_UnlimitedMeansUnlimited) {
    EXPECT_EQ(refusal({false, 1, 1, 30}, {100, 100, true, now}), "");
}

TEST(Claiming, R153_ZeroIsNoLimit) {
    EXPECT_EQ(refusal({true, 0, 0, 0}, {100, 100, true, now}), "");
}

TEST(Claiming, R153_SoManyADay) {
    EXPECT_EQ(refusal({true, 3, 0, 0}, {2, 0, false, 0}), "");
    EXPECT_EQ(refusal({true, 3, 0, 0}, {3, 0, false, 0}), "claim.a_day");
}

TEST(Claiming, R153_SoManyAtATime) {
    EXPECT_EQ(refusal({true, 0, 5, 0}, {0, 4, false, 0}), "");
    EXPECT_EQ(refusal({true, 0, 5, 0}, {0, 5, false, 0}), "claim.holding");
}

TEST(Claiming, R153_WhoHadItLastWaits) {
    const ClaimRule rule{true, 0, 0, 7};
    EXPECT_EQ(refusal(rule, {0, 0, true, now - 7 * day + 1}), "claim.cooling");
    EXPECT_EQ(refusal(rule, {0, 0, true, now - 7 * day}), "");
    EXPECT_EQ(refusal(rule, {0, 0, false, now}), "") << "others need not wait";
}

}  // namespace
}  // namespace yh::office::crm
