#include "office/crm/returning.h"

#include <gtest/gtest.h>

namespace yh::office::crm {
namespace {

constexpr std::int64_t began = 1'750'000'000'000;
constexpr std::int64_t day = std::int64_t{24} * 3600 * 1000;

ReturnRule rule_of(std::int64_t idle, std::int64_t no_deal, std::int64_t warn = 0) {
    return {true, idle, no_deal, {}, 0, warn};
}

Holding held() {
    return {began, {}, {}, {}, false, {}};
}

TEST(Returning, B11_NothingGoesBackWithoutARule) {
    EXPECT_EQ(judge_holding({}, held(), began + 1000 * day).step, ReturnStep::Nothing);
    EXPECT_EQ(judge_holding(rule_of(0, 0), held(), began + 1000 * day).step, ReturnStep::Nothing);
    auto off = rule_of(1, 1);
    off.enabled = false;
    EXPECT_EQ(judge_holding(off, held(), began + 1000 * day).step, ReturnStep::Nothing);
}

TEST(Returning, B11_WhatNobodyFollowsUpGoesBack) {
    const auto rule = rule_of(7, 0);
    EXPECT_EQ(judge_holding(rule, held(), began + 7 * day - 1).step, ReturnStep::Nothing);
    const auto verdict = judge_holding(rule, held(), began + 7 * day);
    EXPECT_EQ(verdict.step, ReturnStep::Return);
    EXPECT_EQ(verdict.reason, ReturnReason::Idle);
    auto followed = held();
    followed.followed_at_ms = began + 5 * day;
    EXPECT_EQ(judge_holding(rule, followed, began + 11 * day).step, ReturnStep::Nothing);
    EXPECT_EQ(judge_holding(rule, followed, began + 12 * day).step, ReturnStep::Return);
}

TEST(Returning, B11_WhatTheOwnerBeforeDidDoesNotCountAgainstTheNewOne) {
    auto passed_on = held();
    passed_on.followed_at_ms = began - 30 * day;
    EXPECT_EQ(judge_holding(rule_of(7, 0), passed_on, began + day).step, ReturnStep::Nothing);
}

TEST(Returning, B11_WithoutADealItGoesBackHoweverOftenItIsFollowedUp) {
    auto followed = held();
    followed.followed_at_ms = began + 29 * day;
    const auto verdict = judge_holding(rule_of(7, 30), followed, began + 30 * day);
    EXPECT_EQ(verdict.step, ReturnStep::Return);
    EXPECT_EQ(verdict.reason, ReturnReason::NoDeal);
    followed.closed = true;
    EXPECT_EQ(judge_holding(rule_of(7, 30), followed, began + 300 * day).step, ReturnStep::Nothing);
}

TEST(Returning, B11_ProtectionHoldsItBack) {
    auto guarded = held();
    guarded.protected_until_ms = began + 10 * day;
    EXPECT_EQ(judge_holding(rule_of(3, 0), guarded, began + 10 * day - 1).step, ReturnStep::Nothing);
    EXPECT_EQ(judge_holding(rule_of(3, 0), guarded, began + 10 * day).step, ReturnStep::Return);
}

TEST(Returning, B11_ItsOwnerIsToldBeforeAndAFollowUpTakesItBack) {
    const auto rule = rule_of(7, 0, 2);
    EXPECT_EQ(judge_holding(rule, held(), began + 5 * day - 1).step, ReturnStep::Nothing);
    const auto warning = judge_holding(rule, held(), began + 5 * day);
    EXPECT_EQ(warning.step, ReturnStep::Warn);
    EXPECT_EQ(warning.due_at_ms, began + 7 * day);
    auto warned = held();
    warned.warned_at_ms = began + 5 * day;
    EXPECT_EQ(judge_holding(rule, warned, began + 7 * day - 1).step, ReturnStep::Nothing) << "told once";
    EXPECT_EQ(judge_holding(rule, warned, began + 7 * day).step, ReturnStep::Return);
    warned.followed_at_ms = began + 6 * day;
    EXPECT_EQ(judge_holding(rule, warned, began + 7 * day).step, ReturnStep::Nothing);
    EXPECT_EQ(judge_holding(rule, warned, began + 11 * day).step, ReturnStep::Warn) << "it is another due day";
}

TEST(Returning, B11_AWarningThatCameLateStillGivesItsDays) {
    const auto rule = rule_of(7, 0, 2);
    const auto late = judge_holding(rule, held(), began + 100 * day);
    EXPECT_EQ(late.step, ReturnStep::Warn);
    EXPECT_EQ(late.due_at_ms, began + 102 * day);
    auto warned = held();
    warned.warned_at_ms = began + 100 * day;
    EXPECT_EQ(judge_holding(rule, warned, began + 102 * day - 1).step, ReturnStep::Nothing);
    EXPECT_EQ(judge_holding(rule, warned, began + 102 * day).step, ReturnStep::Return);
}

TEST(Returning, B11_FollowUpsDoNotPutOffWhatHasNoDeal) {
    auto told = held();
    told.warned_at_ms = began + 28 * day;
    for (std::int64_t on = 28; on < 30; ++on) {
        told.followed_at_ms = began + on * day + 1;
        EXPECT_EQ(judge_holding(rule_of(0, 30, 2), told, began + on * day + 2).step, ReturnStep::Nothing)
            << "told once";
    }
    EXPECT_EQ(judge_holding(rule_of(0, 30, 2), told, began + 30 * day).step, ReturnStep::Return);
}

TEST(Returning, B11_ANewWarningFollowsEachFollowUp) {
    auto told = held();
    told.warned_at_ms = began + 1;
    told.followed_at_ms = began + 2;
    EXPECT_EQ(judge_holding(rule_of(2, 0, 5), told, began + 2 * day).step, ReturnStep::Warn)
        << "the days of the warning are longer than those that it warns of";
}

TEST(Returning, B11_OnItsDayAllThatWasOwnedBeforeGoesBack) {
    auto rule = rule_of(0, 0);
    rule.on_day = "2025-07-01";
    const auto china = *model::TimeZone::load("Asia/Shanghai");
    constexpr std::int64_t midnight = 1'751'299'200'000;  // 2025-07-01 00:00 +08:00
    ASSERT_EQ(day_of_return(rule, china), midnight);
    EXPECT_FALSE(day_of_return(rule_of(7, 0), china));
    auto owned = held();
    owned.ends_at_ms = midnight;
    EXPECT_EQ(judge_holding(rule, owned, midnight - 1).step, ReturnStep::Nothing);
    const auto verdict = judge_holding(rule, owned, midnight);
    EXPECT_EQ(verdict.step, ReturnStep::Return);
    EXPECT_EQ(verdict.reason, ReturnReason::Day);
    rule.warn_days = 3;
    EXPECT_EQ(judge_holding(rule, owned, midnight - 3 * day).step, ReturnStep::Warn);
    owned.owned_at_ms = midnight;
    EXPECT_EQ(judge_holding(rule, owned, midnight + 300 * day).step, ReturnStep::Nothing) << "claimed on that day";
}

TEST(Returning, B11_ProtectionBeginsWithTheClaim) {
    auto rule = rule_of(7, 0);
    EXPECT_FALSE(protected_until(rule, began));
    rule.protected_days = 3;
    EXPECT_EQ(protected_until(rule, began), began + 3 * day);
    rule.enabled = false;
    EXPECT_FALSE(protected_until(rule, began));
}

}  // namespace
}  // namespace yh::office::crm
