#include "office/rollups/tally.h"

#include <gtest/gtest.h>

#include <string>

// What counts as what in every report: docs/decisions/0018, one rule a test. R226 R227 R228 R229 R230 R231 R232 R233
// R234 R235 R238 U23.
namespace yh::office::rollups {
namespace {

using model::CallResult;
using model::Direction;
using model::QueueExit;

constexpr std::int64_t second = 1000;
constexpr std::int64_t hour = 3600 * second;
constexpr std::int64_t wang = 101;
constexpr std::int64_t li = 102;
constexpr std::int64_t zhao = 103;
constexpr std::int64_t sales = 600;
constexpr std::int64_t north = 7;
constexpr std::int64_t south = 8;
// 2026-11-21 10:00 in Shanghai.
constexpr std::int64_t ten = 1'795'226'400'000;

const model::TimeZone& shanghai() {
    static const auto zone = model::TimeZone::load("Asia/Shanghai").value();
    return zone;
}

CallStory inbound(std::int64_t at_ms = ten) {
    CallStory story;
    story.call.id = 1;
    story.call.tenant_id = 1;
    story.call.customer_number = "13800000001";
    story.call.started_at_ms = at_ms;
    story.call.ended_at_ms = at_ms + 60 * second;
    story.call.result = CallResult::NoAnswer;
    return story;
}

CallStory outbound(std::int64_t ring_ms, std::int64_t talk_ms) {
    auto story = inbound();
    auto& call = story.call;
    call.direction = Direction::ManualOutbound;
    call.dialled_by = wang;
    call.ring_ms = ring_ms;
    call.talk_ms = talk_ms;
    call.ringing_at_ms = ring_ms > 0 ? std::optional{ten + second} : std::nullopt;
    call.ended_at_ms = ten + second + ring_ms + talk_ms;
    call.answered_at_ms = talk_ms > 0 ? std::optional{call.ended_at_ms - talk_ms} : std::nullopt;
    call.result = talk_ms > 0 ? CallResult::Answered : CallResult::NoAnswer;
    StoryLeg leg;
    leg.id = 1;
    leg.user_id = wang;
    leg.department_id = north;
    leg.answered_at_ms = ten;
    leg.started_at_ms = ten;
    leg.ended_at_ms = call.ended_at_ms;
    leg.talk_ms = talk_ms;
    story.legs.push_back(leg);
    return story;
}

/// A ring at somebody, from `from` to `until` seconds into the call; answered: it talked to the call's end.
void ring(CallStory& story, std::int64_t who, std::int64_t from, std::int64_t until, bool answered = false,
          std::optional<std::int64_t> department = north, std::optional<std::int64_t> queue = sales) {
    StoryLeg leg;
    leg.id = 10 + static_cast<std::int64_t>(story.legs.size());
    leg.user_id = who;
    leg.queue_id = queue;
    leg.department_id = department;
    leg.started_at_ms = story.call.started_at_ms + from * second - 100;
    leg.ringing_at_ms = story.call.started_at_ms + from * second;
    leg.distributed = true;
    leg.ended_at_ms = story.call.started_at_ms + until * second;
    if (answered) {
        leg.answered_at_ms = leg.ended_at_ms;
        leg.ended_at_ms = story.call.ended_at_ms;
        leg.talk_ms = leg.ended_at_ms - *leg.answered_at_ms;
        story.call.result = CallResult::Answered;
        story.call.answered_at_ms = leg.answered_at_ms;
        story.call.talk_ms = leg.talk_ms;
        story.call.department_id = department;
    }
    story.legs.push_back(leg);
}

void visit(CallStory& story, std::int64_t queue, std::int64_t from_ms, std::int64_t until_ms, QueueExit exit) {
    const auto number = static_cast<std::int64_t>(story.visits.size()) + 1;
    story.visits.push_back(
        {1, number, queue, story.call.started_at_ms + from_ms, story.call.started_at_ms + until_ms, exit});
    story.call.queue_id = queue;
    story.call.wait_ms += until_ms - from_ms;
}

Sums tallied(const CallStory& story, const model::TimeZone& zone = shanghai()) {
    Sums sums;
    add_call(sums, story, zone);
    return sums;
}

template <class Row>
Row only(const RowsByKey<Row>& rows) {
    EXPECT_EQ(rows.all().size(), 1U);
    return rows.empty() ? Row{} : rows.all().begin()->second;
}

AgentDay agent_day(const Sums& sums, std::int64_t agent, std::int64_t queue = sales, std::int64_t department = north) {
    AgentDay row;
    row.tenant_id = 1;
    row.day = 20261121;
    row.agent_id = agent;
    row.department_id = department;
    row.queue_id = queue;
    const auto* found = sums.agent_days.find(row);
    return found == nullptr ? row : *found;
}

// U23: each ring counts at its agent, the call once in the department and once in the queue.
TEST(Tally, RefusedByThreeAndAnsweredByTheFourth) {
    auto story = inbound();
    visit(story, sales, 0, 32 * second, QueueExit::Connected);
    ring(story, wang, 1, 6);
    ring(story, li, 7, 12);
    ring(story, zhao, 13, 18);
    ring(story, 104, 20, 32, true);
    const auto sums = tallied(story);
    for (const auto who : {wang, li, zhao}) {
        EXPECT_EQ(agent_day(sums, who).inbound, 1);
        EXPECT_EQ(agent_day(sums, who).inbound_answered, 0);
        EXPECT_EQ(agent_day(sums, who).inbound_ring_ms, 5 * second);
    }
    EXPECT_EQ(agent_day(sums, 104).inbound_answered, 1);
    EXPECT_EQ(agent_day(sums, 104).inbound_talk_ms, 28 * second);
    const auto department = only(sums.department_days);
    EXPECT_EQ(department.inbound, 1);
    EXPECT_EQ(department.inbound_answered, 1);
    EXPECT_EQ(department.answered_ring_ms, 31 * second) << "from the first ring to the answer";
    EXPECT_EQ(department.answered_ring_more, 1);
    EXPECT_EQ(department.unanswered_ring_ms, 0);
    const auto queue = only(sums.queue_hours);
    EXPECT_EQ(queue.visits, 1);
    EXPECT_EQ(queue.answered, 1);
    EXPECT_EQ(queue.answered_wait_ms, 32 * second);
    EXPECT_EQ(queue.answered_in_30, 0);
    EXPECT_EQ(queue.answered_in_45, 1);
    EXPECT_EQ(queue.talk_ms, 28 * second);
    EXPECT_EQ(only(sums.call_hours).answered, 1);
}

TEST(Tally, TheSameAgentTwiceInOneCall) {
    auto story = inbound();
    ring(story, wang, 1, 6);
    ring(story, wang, 10, 12, true);
    const auto sums = tallied(story);
    EXPECT_EQ(agent_day(sums, wang).inbound, 2);
    EXPECT_EQ(agent_day(sums, wang).inbound_answered, 1);
    EXPECT_EQ(only(sums.department_days).inbound, 1);
    EXPECT_EQ(only(sums.department_days).answered_ring_ms, 11 * second);
}

TEST(Tally, WhoWasSilencedCountsNowhere) {
    auto story = inbound();
    ring(story, wang, 1, 6);
    story.legs.back().distributed = false;
    ring(story, li, 1, 6, true);
    const auto sums = tallied(story);
    EXPECT_EQ(sums.agent_days.all().size(), 1U);
    EXPECT_EQ(agent_day(sums, li).inbound, 1);
}

TEST(Tally, DepartmentsEachHaveTheirShare) {
    auto story = inbound();
    ring(story, wang, 1, 6, false, north);
    ring(story, li, 8, 14, true, south);
    const auto sums = tallied(story);
    ASSERT_EQ(sums.department_days.all().size(), 2U);
    for (const auto& [key, row] : sums.department_days.all()) {
        EXPECT_EQ(row.inbound, 1);
        EXPECT_EQ(row.inbound_answered, row.department_id == south ? 1 : 0);
        EXPECT_EQ(row.unanswered_ring_ms, row.department_id == south ? 0 : 5 * second);
        EXPECT_EQ(row.answered_ring_ms, row.department_id == south ? 6 * second : 0);
        EXPECT_EQ(row.answered_ring_10, row.department_id == south ? 1 : 0);
    }
    EXPECT_EQ(only(sums.call_hours).department_id, south);
    EXPECT_EQ(only(sums.call_hours).calls, 1);
}

// A browser that came back after its agent had moved to another department: it has the queue of the leg that was lost.
TEST(Tally, TalkOfADepartmentThatWasNotRungIsInTheQueueOfItsLeg) {
    auto story = inbound();
    ring(story, wang, 1, 6, true, north);
    ring(story, wang, 20, 21, true, south);
    story.legs.back().distributed = false;
    const auto sums = tallied(story);
    ASSERT_EQ(sums.department_days.all().size(), 2U);
    for (const auto& [key, row] : sums.department_days.all()) {
        EXPECT_EQ(row.queue_id, sales);
        EXPECT_EQ(row.inbound, row.department_id == north ? 1 : 0);
        EXPECT_GT(row.inbound_talk_ms, 0);
    }
}

// Whole seconds, rounded up.
TEST(Tally, Classes) {
    const auto class_of = [](std::int64_t wait_ms) {
        auto story = inbound();
        visit(story, sales, 0, wait_ms, QueueExit::Abandoned);
        const auto row = only(tallied(story).call_hours);
        return std::string{} + (row.queued_unanswered_5 == 1 ? "5" : "") + (row.queued_unanswered_10 == 1 ? "10" : "") +
               (row.queued_unanswered_15 == 1 ? "15" : "") + (row.queued_unanswered_20 == 1 ? "20" : "") +
               (row.queued_unanswered_25 == 1 ? "25" : "") + (row.queued_unanswered_30 == 1 ? "30" : "") +
               (row.queued_unanswered_more == 1 ? "more" : "");
    };
    EXPECT_EQ(class_of(0), "5");
    EXPECT_EQ(class_of(5 * second), "5");
    EXPECT_EQ(class_of(5 * second + 1), "10");
    EXPECT_EQ(class_of(5200), "10");
    EXPECT_EQ(class_of(15 * second), "15");
    EXPECT_EQ(class_of(25 * second + 1), "30");
    EXPECT_EQ(class_of(30 * second), "30");
    EXPECT_EQ(class_of(30 * second + 1), "more");
}

TEST(Tally, AbandonedBeforeAndAfterTheThreshold) {
    const auto row_of = [](std::int64_t wait_ms) {
        auto story = inbound();
        story.call.result = CallResult::Abandoned;
        visit(story, sales, 0, wait_ms, QueueExit::Abandoned);
        return only(tallied(story).queue_hours);
    };
    EXPECT_EQ(row_of(4999).abandoned, 1);
    EXPECT_EQ(row_of(4999).abandoned_in_5, 1);
    EXPECT_EQ(row_of(5000).abandoned_in_5, 0) << "5 s or later is abandoned for the service level";
    EXPECT_EQ(row_of(5000).abandoned_in_10, 1);
    EXPECT_EQ(row_of(5000).abandoned_wait_ms, 5000);
}

TEST(Tally, AnsweredWithinTheThreshold) {
    auto story = inbound();
    visit(story, sales, 0, 20 * second, QueueExit::Connected);
    ring(story, wang, 15, 20, true);
    EXPECT_EQ(only(tallied(story).queue_hours).answered_in_20, 1) << "20 s is within 20 s";
    story.visits[0].left_at_ms += 1;
    EXPECT_EQ(only(tallied(story).queue_hours).answered_in_20, 0);
    EXPECT_EQ(only(tallied(story).queue_hours).answered_in_25, 1);
}

// A voicemail is no answer, and a queue that was left for it neither answered nor was it abandoned.
TEST(Tally, TimedOutToVoicemail) {
    auto story = inbound();
    story.call.result = CallResult::Voicemail;
    visit(story, sales, 0, 12 * second, QueueExit::TimedOut);
    const auto sums = tallied(story);
    EXPECT_EQ(only(sums.queue_hours).visits, 1);
    EXPECT_EQ(only(sums.queue_hours).answered, 0);
    EXPECT_EQ(only(sums.queue_hours).abandoned, 0);
    EXPECT_EQ(only(sums.call_hours).answered, 0);
    EXPECT_EQ(only(sums.call_hours).queued_unanswered_15, 1);
}

TEST(Tally, OverflowIsTwoVisitsAndOneCall) {
    auto story = inbound();
    visit(story, sales, 0, 10 * second, QueueExit::Moved);
    visit(story, 601, 10 * second, 13 * second, QueueExit::Connected);
    ring(story, wang, 11, 13, true, north, 601);
    const auto sums = tallied(story);
    EXPECT_EQ(sums.queue_hours.all().size(), 2U);
    EXPECT_EQ(only(sums.call_hours).queue_id, 601);
    EXPECT_EQ(only(sums.call_hours).queued_answered_15, 1) << "all its waiting";
    EXPECT_EQ(only(sums.department_days).queue_id, 601);
}

TEST(Tally, UnansweredThatRang) {
    auto story = inbound();
    ring(story, wang, 2, 30, false, north, std::nullopt);
    story.call.ringing_at_ms = ten + 2 * second;
    story.call.ring_ms = 28 * second;
    const auto sums = tallied(story);
    EXPECT_EQ(only(sums.call_hours).rung_unanswered_30, 1);
    EXPECT_EQ(only(sums.call_hours).queued_unanswered_30, 0);
    EXPECT_EQ(agent_day(sums, wang, 0).inbound, 1);
    EXPECT_EQ(only(sums.department_days).unanswered_ring_ms, 28 * second);
}

// R230: the classes are exclusive and add up to the attempts.
TEST(Tally, AttemptsByNumber) {
    const auto day_of = [](std::int64_t ring_ms, std::int64_t talk_ms) {
        const auto sums = tallied(outbound(ring_ms, talk_ms));
        EXPECT_EQ(only(sums.dialled_numbers).day, 20261121);
        EXPECT_EQ(only(sums.dialled_numbers).number, "13800000001");
        return only(sums.dialled_numbers);
    };
    EXPECT_EQ(day_of(0, 0).not_rung, 1);
    EXPECT_EQ(day_of(1, 0).rung_short, 1);
    EXPECT_EQ(day_of(10 * second, 0).rung_short, 1);
    EXPECT_EQ(day_of(10 * second + 1, 0).rung_long, 1);
    EXPECT_EQ(day_of(12 * second, 60 * second).talked_short, 1);
    EXPECT_EQ(day_of(0, 60 * second).talked_short, 1);
    EXPECT_EQ(day_of(12 * second, 60 * second + 1).talked_long, 1);
    auto forgotten = outbound(second, 0);
    forgotten.call.customer_number.clear();
    EXPECT_TRUE(tallied(forgotten).dialled_numbers.empty());
}

// R238: total call time runs from the ring to the end.
TEST(Tally, Outbound) {
    const auto connected = agent_day(tallied(outbound(8 * second, 40 * second)), wang, 0);
    EXPECT_EQ(connected.outbound, 1);
    EXPECT_EQ(connected.outbound_connected, 1);
    EXPECT_EQ(connected.outbound_talk_ms, 40 * second);
    EXPECT_EQ(connected.outbound_call_ms, 48 * second);
    EXPECT_EQ(connected.inbound, 0);
    const auto busy = agent_day(tallied(outbound(0, 0)), wang, 0);
    EXPECT_EQ(busy.outbound, 1);
    EXPECT_EQ(busy.outbound_connected, 0);
    EXPECT_EQ(busy.outbound_call_ms, 0);
    EXPECT_FALSE(only(tallied(outbound(0, 0)).call_hours).inbound);
}

TEST(Tally, AnOutboundCallThatWasHandedOn) {
    auto story = outbound(second, 40 * second);
    story.legs[0].talk_ms = 10 * second;
    story.legs[0].ended_at_ms -= 30 * second;
    ring(story, li, 12, 12, true, south, std::nullopt);
    story.legs.back().distributed = false;
    story.legs.back().talk_ms = 30 * second;
    const auto sums = tallied(story);
    EXPECT_EQ(agent_day(sums, wang, 0).outbound_talk_ms, 10 * second);
    EXPECT_EQ(agent_day(sums, li, 0, south).outbound_talk_ms, 30 * second);
    EXPECT_EQ(agent_day(sums, li, 0, south).outbound, 0);
}

TEST(Tally, ACallBackCountsForWhoTookIt) {
    auto story = outbound(second, 40 * second);
    story.call.direction = Direction::AutoOutbound;
    story.legs[0].queue_id = sales;
    visit(story, sales, 0, 3 * second, QueueExit::Connected);
    const auto sums = tallied(story);
    EXPECT_EQ(agent_day(sums, wang).outbound, 1);
    EXPECT_TRUE(sums.queue_hours.empty()) << "nobody waited";
    story.call.dialled_by.reset();
    EXPECT_TRUE(tallied(story).call_hours.empty()) << "nobody was dialled";
}

TEST(Tally, CallsBetweenColleaguesAreInNoReport) {
    auto story = inbound();
    ring(story, wang, 1, 6, true);
    story.call.direction = Direction::Internal;
    const auto sums = tallied(story);
    EXPECT_TRUE(sums.agent_days.empty());
    EXPECT_TRUE(sums.call_hours.empty());
    EXPECT_TRUE(sums.department_days.empty());
    EXPECT_EQ(only(sums.agent_state_hours).talked_ms, 54 * second) << "but their talk is work (R225)";
}

TEST(Tally, SurveyByLevel) {
    auto story = inbound();
    ring(story, wang, 1, 6, true);
    story.survey = StorySurvey{1, wang, north, sales, ""};
    EXPECT_EQ(only(tallied(story).survey_days).level, "");
    story.survey->level = "满意";
    const auto row = only(tallied(story).survey_days);
    EXPECT_EQ(row.level, "满意");
    EXPECT_EQ(row.surveys, 1);
    EXPECT_EQ(row.agent_id, wang);
}

TEST(Tally, CalledAgain) {
    auto story = inbound();
    ring(story, wang, 1, 6, true);
    story.call.called_again_at_ms = ten + hour;
    EXPECT_EQ(only(tallied(story).call_hours).called_again, 1);
    Sums later;
    add_called_again(later, story.call, shanghai());
    EXPECT_EQ(only(later.call_hours).called_again, 1);
    EXPECT_EQ(only(later.call_hours).calls, 0);
    EXPECT_EQ(only(later.call_hours).key(), only(tallied(story).call_hours).key());
}

// A call belongs to the hour in which it began; the talk in it is cut at hours like states.
TEST(Tally, OverMidnightAndTheMonthsEnd) {
    const std::int64_t before = ten + (13 * 60 + 59) * 60 * second + 9 * 24 * hour;  // 2026-11-30 23:59
    auto story = inbound(before);
    story.call.ended_at_ms = before + 120 * second;
    ring(story, wang, 10, 30, true);
    const auto sums = tallied(story);
    EXPECT_EQ(only(sums.agent_days).day, 20261130);
    EXPECT_EQ(only(sums.agent_days).inbound_talk_ms, 90 * second);
    EXPECT_EQ(only(sums.call_hours).hour, 23);
    ASSERT_EQ(sums.agent_state_hours.all().size(), 2U);
    const auto& first = sums.agent_state_hours.all().begin()->second;
    const auto& second_day = sums.agent_state_hours.all().rbegin()->second;
    EXPECT_EQ(first.day, 20261130);
    EXPECT_EQ(first.talked_ms, 30 * second);
    EXPECT_EQ(second_day.day, 20261201);
    EXPECT_EQ(second_day.hour, 0);
    EXPECT_EQ(second_day.talked_ms, 60 * second);
}

TEST(Tally, TalkInStates) {
    auto story = inbound();
    ring(story, wang, 0, 20, true);
    story.states.push_back({1, wang, north, {}, model::AgentState::Ready, ten - hour, ten + 30 * second});
    story.states.push_back({1, wang, north, {}, model::AgentState::Busy, ten + 30 * second, {}});
    story.states.push_back({1, li, north, {}, model::AgentState::Rest, ten - hour, {}});
    const auto row = only(tallied(story).agent_state_hours);
    EXPECT_EQ(row.talked_ms, 40 * second);
    EXPECT_EQ(row.talked_in_ready_ms, 10 * second);
    EXPECT_EQ(row.talked_in_busy_ms, 30 * second);
    EXPECT_EQ(row.talked_in_rest_ms, 0);
}

TEST(Tally, Stretches) {
    Sums sums;
    add_stretch(sums, {1, wang, north, {}, model::AgentState::Ready, ten - 600 * second, ten + hour}, shanghai());
    ASSERT_EQ(sums.agent_state_hours.all().size(), 2U);
    EXPECT_EQ(sums.agent_state_hours.all().begin()->second.ready_ms, 600 * second);
    EXPECT_EQ(sums.agent_state_hours.all().rbegin()->second.ready_ms, hour);
    Sums wrap_up;
    add_stretch(wrap_up, {1, wang, north, sales, model::AgentState::WrapUp, ten, ten + 30 * second}, shanghai());
    EXPECT_EQ(only(wrap_up.agent_state_hours).wrap_up_ms, 30 * second);
    EXPECT_EQ(only(wrap_up.queue_hours).wrap_up_ms, 30 * second);
    EXPECT_EQ(only(wrap_up.queue_hours).visits, 0);
    Sums lasting;
    const StateStretch rest{1, wang, north, {}, model::AgentState::Rest, ten, {}};
    add_stretch(lasting, rest, shanghai());
    EXPECT_TRUE(lasting.agent_state_hours.empty());
    add_stretch(lasting, rest, shanghai(), ten + 5 * second);
    EXPECT_EQ(only(lasting.agent_state_hours).rest_ms, 5 * second);
    Sums nothing;
    add_stretch(nothing, {1, wang, north, {}, model::AgentState::Offline, ten, ten + hour}, shanghai());
    EXPECT_TRUE(nothing.agent_state_hours.empty());
}

// New York, both nights on which the clock is changed: 2026-03-08 has 23 hours, 2026-11-01 has 25.
TEST(Tally, SummerTime) {
    const auto zone = model::TimeZone::load("America/New_York").value();
    for (const auto& [day, hours, rows] : {std::tuple{20260308, 23, 23U}, std::tuple{20261101, 25, 24U}}) {
        const auto from = day_begins_ms(day, zone);
        const auto to = day_begins_ms(day_after(day), zone);
        EXPECT_EQ(to - from, hours * hour);
        Sums sums;
        add_stretch(sums, {1, wang, north, {}, model::AgentState::Ready, from, to}, zone);
        EXPECT_EQ(sums.agent_state_hours.all().size(), rows) << day;
        std::int64_t whole = 0;
        for (const auto& [key, row] : sums.agent_state_hours.all()) {
            EXPECT_EQ(row.day, day);
            whole += row.ready_ms;
            const bool twice = day == 20261101 && row.hour == 1;
            EXPECT_EQ(row.ready_ms, twice ? 2 * hour : hour);
        }
        EXPECT_EQ(whole, to - from);
    }
    // Both showings of 1:30 are in one row.
    Sums sums;
    const auto one_thirty = day_begins_ms(20261101, zone) + hour + hour / 2;
    add_call(sums, inbound(one_thirty), zone);
    add_call(sums, inbound(one_thirty + hour), zone);
    EXPECT_EQ(only(sums.call_hours).calls, 2);
    EXPECT_EQ(only(sums.call_hours).hour, 1);
}

TEST(Tally, LocalDays) {
    EXPECT_EQ(local_hour(ten, shanghai()), (LocalHour{20261121, 10}));
    EXPECT_EQ(day_begins_ms(20261121, shanghai()), ten - 10 * hour);
    EXPECT_EQ(day_after(20261130), 20261201);
    EXPECT_EQ(day_after(20261231), 20270101);
    EXPECT_EQ(day_after(20280301, -1), 20280229);
    // Clocks in Santiago jump from 24:00 to 1:00: the day begins at 1:00.
    const auto santiago = model::TimeZone::load("America/Santiago").value();
    EXPECT_EQ(local_hour(day_begins_ms(20260906, santiago), santiago), (LocalHour{20260906, 1}));
    EXPECT_EQ(local_hour(day_begins_ms(20260906, santiago) - 1, santiago), (LocalHour{20260905, 23}));
}

}  // namespace
}  // namespace yh::office::rollups
