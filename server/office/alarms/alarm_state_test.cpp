#include "office/alarms/alarm_state.h"

#include <gtest/gtest.h>

namespace yh::office::alarms {
namespace {

AlarmRule rule_of(AlarmFigure figure, Compare compare, double threshold, std::int64_t for_s) {
    AlarmRule rule;
    rule.name = "售后排队";
    rule.figure = figure;
    rule.compare = compare;
    rule.threshold = threshold;
    rule.for_s = for_s;
    return rule;
}

// R248: thresholds of the big screen.
TEST(AlarmState, RisesWhenItHasLastedAndFallsWhenItIsOver) {
    const auto rule = rule_of(AlarmFigure::Waiting, Compare::Above, 5, 20);
    AlarmState state;
    EXPECT_EQ(state.look(rule, 6, 0), Turn::None);
    EXPECT_EQ(state.look(rule, 7, 19'000), Turn::None);
    EXPECT_EQ(state.look(rule, 6, 20'000), Turn::Raised);
    EXPECT_EQ(state.raised_at_ms(), 20'000);
    EXPECT_EQ(state.look(rule, 6, 60'000), Turn::None);
    EXPECT_EQ(state.look(rule, 5, 61'000), Turn::None);
    EXPECT_EQ(state.look(rule, 5, 70'000), Turn::None);
    EXPECT_EQ(state.look(rule, 4, 71'000), Turn::Cleared);
    EXPECT_FALSE(state.raised());
}

TEST(AlarmState, DoesNotFlutter) {
    const auto rule = rule_of(AlarmFigure::Waiting, Compare::Above, 5, 10);
    AlarmState state;
    for (std::int64_t second = 0; second < 60; second += 2) {
        EXPECT_EQ(state.look(rule, second % 4 == 0 ? 6 : 5, second * 1000), Turn::None) << second;
    }
    EXPECT_EQ(state.look(rule, 6, 100'000), Turn::None);
    EXPECT_EQ(state.look(rule, 6, 110'000), Turn::Raised);
    for (std::int64_t second = 112; second < 160; second += 2) {
        EXPECT_EQ(state.look(rule, second % 4 == 0 ? 6 : 5, second * 1000), Turn::None) << second;
    }
}

TEST(AlarmState, WantsACalmOfFiveSecondsAlsoWhereItRisesAtOnce) {
    const auto rule = rule_of(AlarmFigure::LongestWait, Compare::Above, 60, 0);
    AlarmState state;
    EXPECT_EQ(state.look(rule, 61, 0), Turn::Raised);
    EXPECT_EQ(state.look(rule, 0, 2'000), Turn::None);
    EXPECT_EQ(state.look(rule, 0, 7'000), Turn::Cleared);
}

TEST(AlarmState, APercentageMustBeBetterByAWholeOne) {
    const auto rule = rule_of(AlarmFigure::ServiceLevel, Compare::Below, 80, 0);
    AlarmState state;
    EXPECT_EQ(state.look(rule, 80, 0), Turn::None);
    EXPECT_EQ(state.look(rule, 79.9, 1'000), Turn::Raised);
    EXPECT_EQ(state.look(rule, 80.5, 10'000), Turn::None);
    EXPECT_EQ(state.look(rule, 80.5, 60'000), Turn::None);
    EXPECT_EQ(state.look(rule, 81, 61'000), Turn::None);
    EXPECT_EQ(state.look(rule, 81, 66'000), Turn::Cleared);
}

TEST(AlarmState, WhatNobodyKnowsChangesNothing) {
    const auto rule = rule_of(AlarmFigure::ServiceLevel, Compare::Below, 80, 10);
    AlarmState state;
    EXPECT_EQ(state.look(rule, 70, 0), Turn::None);
    EXPECT_EQ(state.look(rule, std::nullopt, 5'000), Turn::None);
    EXPECT_EQ(state.look(rule, 70, 11'000), Turn::None);
    EXPECT_EQ(state.look(rule, 70, 21'000), Turn::Raised);
    EXPECT_EQ(state.look(rule, std::nullopt, 22'000), Turn::None);
    EXPECT_TRUE(state.raised());
    auto restarted = AlarmState::raised_since(21'000);
    EXPECT_EQ(restarted.look(rule, 70, 100'000), Turn::None);
    EXPECT_TRUE(restarted.raised());
}

std::string faults(const AlarmRule& rule, bool has_queue = true) {
    std::string all;
    for (const auto& problem : problems_of(rule, has_queue)) {
        all += problem.field + " " + std::string{problem.code} + ";";
    }
    return all;
}

TEST(AlarmRule, SaysWhatIsWrongWithIt) {
    auto rule = rule_of(AlarmFigure::Waiting, Compare::Above, 5, 20);
    EXPECT_EQ(faults(rule), "");
    rule.mail_to = {"a@example.com", "nobody", "a b@example.com"};
    EXPECT_EQ(faults(rule), "mail_to[1] config.mailbox;mail_to[2] config.mailbox;");
    rule.mail_to.clear();
    for (const auto* const address : {"ftp://x", "http://", "https:///x", "https://me:pw@x/", "http://x/a b"}) {
        rule.webhook = address;
        EXPECT_EQ(faults(rule), "webhook alarm.address;") << address;
    }
    rule.webhook = "https://hooks.example.com/alarm?room=1";
    EXPECT_EQ(faults(rule), "");
    rule.name.clear();
    rule.for_s = -1;
    rule.threshold = -1;
    EXPECT_EQ(faults(rule, false),
              "name config.required;queue config.unknown_queue;threshold config.out_of_range;for_s "
              "config.out_of_range;");
    auto level = rule_of(AlarmFigure::ServiceLevel, Compare::Below, 101, 0);
    EXPECT_EQ(faults(level), "threshold config.out_of_range;");
    auto abnormal = rule_of(AlarmFigure::Abnormal, Compare::Above, 1, 0);
    abnormal.queue = "600";
    EXPECT_EQ(faults(abnormal), "queue alarm.whole_company;");
}

}  // namespace
}  // namespace yh::office::alarms
