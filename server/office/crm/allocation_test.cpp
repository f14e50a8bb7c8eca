#include "office/crm/allocation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace yh::office::crm {
namespace {

constexpr std::int64_t noon = 1'750'000'000'000;
constexpr std::int64_t day = std::int64_t{24} * 3600 * 1000;

AllocationRule rule_for(std::vector<AllocationTarget> targets, AllocateBy by = AllocateBy::Average) {
    AllocationRule rule;
    rule.by = by;
    rule.targets = std::move(targets);
    return rule;
}

bool anybody(std::string_view) {
    return true;
}

/// Gives `count` things out, and who got how many.
std::map<std::string, int> give_out(const AllocationRule& rule, std::vector<AllocationUse>& used, int count) {
    std::map<std::string, int> got;
    for (int i = 0; i < count; ++i) {
        const auto target = choose_target(rule, used, anybody);
        if (!target) {
            break;
        }
        ++got[*target];
        auto at = std::ranges::find(used, *target, &AllocationUse::target);
        at = at == used.end() ? used.insert(used.end(), {*target, 0, 0, 0}) : at;
        ++at->today;
        ++at->total;
        at->last_at_ms = noon + i;
    }
    return got;
}

TEST(Allocation, R162_AverageGivesEverybodyTheSame) {
    std::vector<AllocationUse> used;
    const auto got = give_out(rule_for({{"8001"}, {"8002"}, {"8003"}}), used, 30);
    EXPECT_EQ(got, (std::map<std::string, int>{{"8001", 10}, {"8002", 10}, {"8003", 10}}));
}

TEST(Allocation, R162_AverageOverDaysOfOneEachDoesNotAlwaysMeetTheFirst) {
    const auto rule = rule_for({{"8001"}, {"8002"}, {"8003"}});
    std::vector<AllocationUse> used;
    std::map<std::string, int> got;
    for (int i = 0; i < 9; ++i) {
        const auto target = *choose_target(rule, used, anybody);
        ++got[target];
        auto at = std::ranges::find(used, target, &AllocationUse::target);
        at = at == used.end() ? used.insert(used.end(), {target, 0, 0, 0}) : at;
        at->last_at_ms = noon + i * day;  // today begins anew each time
    }
    EXPECT_EQ(got, (std::map<std::string, int>{{"8001", 3}, {"8002", 3}, {"8003", 3}}));
}

TEST(Allocation, R162_ADailyCapIsNeverPassedAndTheRestTakeOver) {
    std::vector<AllocationUse> used;
    const auto rule = rule_for({{"8001", 2}, {"8002", 5}, {"8003", 4}});
    const auto got = give_out(rule, used, 100);
    EXPECT_EQ(got, (std::map<std::string, int>{{"8001", 2}, {"8002", 5}, {"8003", 4}}));
    EXPECT_FALSE(choose_target(rule, used, anybody)) << "everybody is full";
    used.front().today = 0;
    EXPECT_EQ(choose_target(rule, used, anybody), "8001") << "a new day";
}

TEST(Allocation, R162_DesignatedFillsTheFirstBeforeTheSecond) {
    std::vector<AllocationUse> used;
    const auto rule = rule_for({{"8001", 3}, {"8002"}}, AllocateBy::Designated);
    EXPECT_EQ(give_out(rule, used, 3), (std::map<std::string, int>{{"8001", 3}}));
    EXPECT_EQ(give_out(rule, used, 5), (std::map<std::string, int>{{"8002", 5}}));
}

TEST(Allocation, R162_WhoIsGoneGetsNothing) {
    const auto rule = rule_for({{"8001"}, {"8002"}});
    EXPECT_EQ(choose_target(rule, {}, [](std::string_view target) { return target != "8001"; }), "8002");
    EXPECT_FALSE(choose_target(rule, {}, [](std::string_view) { return false; }));
    EXPECT_FALSE(choose_target(rule_for({}), {}, anybody));
}

TEST(Allocation, R162_ARuleSpeaksOfItsScopeOnly) {
    auto rule = rule_for({{"8001"}});
    rule.conditions = {{"f1", ConditionIs::Equal, "c2"}, {"note", ConditionIs::NotEmpty, {}}};
    const Facts fits{{"f1", {"c1", "c2"}}, {"note", {"急"}}};
    EXPECT_TRUE(speaks_of(rule, ObjectKind::Customer, fits));
    EXPECT_FALSE(speaks_of(rule, ObjectKind::Lead, fits));
    EXPECT_FALSE(speaks_of(rule, ObjectKind::Customer, {{"f1", {"c2"}}, {"note", {""}}}));
    EXPECT_FALSE(speaks_of(rule, ObjectKind::Customer, {{"note", {"急"}}}));
    rule.enabled = false;
    EXPECT_FALSE(speaks_of(rule, ObjectKind::Customer, fits));
}

TEST(Allocation, R162_ConditionsCompareNumbersAndDays) {
    const Facts facts{{"f1", {"9"}}, {"f2", {"2026-11-22"}}, {"name", {"广州陈记"}}, {"tags", {"7", "8"}}};
    EXPECT_TRUE(holds({"f1", ConditionIs::Before, "10"}, facts)) << "by size, not by letter";
    EXPECT_FALSE(holds({"f1", ConditionIs::After, "10"}, facts));
    EXPECT_TRUE(holds({"f2", ConditionIs::After, "2026-11-21"}, facts));
    EXPECT_FALSE(holds({"f3", ConditionIs::Before, "2026-11-21"}, facts)) << "nothing is before nothing";
    EXPECT_TRUE(holds({"name", ConditionIs::Contains, "陈"}, facts));
    EXPECT_TRUE(holds({"tags", ConditionIs::Equal, "8"}, facts));
    EXPECT_FALSE(holds({"tags", ConditionIs::NotEqual, "8"}, facts)) << "one of several is enough";
    EXPECT_TRUE(holds({"f3", ConditionIs::NotEqual, "1"}, facts));
    EXPECT_TRUE(holds({"f3", ConditionIs::Empty, {}}, facts));
}

TEST(Allocation, R162_TheDayOfACapEndsAtMidnightWhereTheCompanyIs) {
    const auto china = *model::TimeZone::load("Asia/Shanghai");
    constexpr std::int64_t midnight = 1'749'916'800'000;  // 2025-06-15 00:00 +08:00
    EXPECT_EQ(day_began_ms(midnight, china), midnight);
    EXPECT_EQ(day_began_ms(midnight + day - 1, china), midnight);
    EXPECT_EQ(day_of(midnight - 1, china) + 1, day_of(midnight, china));
    EXPECT_EQ(day_of(midnight, china), 20'254) << "days since 1970, as they always stood in the tables";

    const auto new_york = *model::TimeZone::load("America/New_York");
    EXPECT_EQ(day_of(midnight, new_york) + 1, day_of(midnight, china)) << "noon of the day before";
    EXPECT_EQ(day_began_ms(midnight, new_york), midnight - day / 2);
}

TEST(Allocation, R162_TheDayOnWhichClocksChangeHasAnotherLength) {
    const auto new_york = *model::TimeZone::load("America/New_York");
    constexpr std::int64_t hour = day / 24;
    constexpr std::int64_t autumn = 1'793'505'600'000;  // 2026-11-01 00:00 -04:00; the day has 25 hours
    EXPECT_EQ(day_began_ms(autumn + 24 * hour, new_york), autumn);
    EXPECT_EQ(day_of(autumn + 24 * hour, new_york), day_of(autumn, new_york));
    EXPECT_EQ(day_began_ms(autumn + 25 * hour, new_york), autumn + 25 * hour);
    EXPECT_EQ(day_of(autumn + 25 * hour, new_york), day_of(autumn, new_york) + 1);
    constexpr std::int64_t spring = 1'772'946'000'000;  // 2026-03-08 00:00 -05:00; it has 23
    EXPECT_EQ(day_began_ms(spring + 23 * hour - 1, new_york), spring);
    EXPECT_EQ(day_began_ms(spring + 23 * hour, new_york), spring + 23 * hour);
}

}  // namespace
}  // namespace yh::office::crm
