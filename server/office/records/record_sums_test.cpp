#include "office/records/record_sums.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "office/records/person_calls.h"
#include "office/records/record_eraser.h"
#include "office/records/sums_company_fake.h"

// From event to sum, with both databases: what a call counts for (docs/decisions/0018, R226 R227 R230 U23), that
// nothing counts twice, and that the sums are those of the facts at any time.
namespace yh::office::records {
namespace {

using namespace model;

constexpr std::int64_t second = 1000;
constexpr std::int64_t day_ms = 24 * 3600 * second;
constexpr std::int64_t ten = 1'795'226'400'000;  // 2026-11-21 10:00 in Shanghai
const Ending hangup{EndingSide::Caller, "hangup"};

struct Numbers {
    std::int64_t inbound = 0;
    std::int64_t answered = 0;
    std::int64_t talk_ms = 0;
    bool operator==(const Numbers&) const = default;
};
BOOST_DESCRIBE_STRUCT(Numbers, (), (inbound, answered, talk_ms))
std::ostream& operator<<(std::ostream& out, const Numbers& n) {
    return out << n.inbound << '/' << n.answered << '/' << n.talk_ms;
}

class RecordSumsTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    CallStory story(std::int64_t call = 1) const { return CallStory{call, c.tenant}; }
    void keep(const CallStory& told, int times = 1) {
        c.keep(told.events, told.events.back().at_ms, times);
        EXPECT_EQ(c.faults(), std::vector<std::string>{});
    }
    Numbers agent(std::size_t index) {
        return c.connection
            .one<Numbers>(
                "SELECT CAST(COALESCE(SUM(inbound), 0) AS BIGINT) AS inbound, "
                "CAST(COALESCE(SUM(inbound_answered), 0) AS BIGINT) AS answered, "
                "CAST(COALESCE(SUM(inbound_talk_ms), 0) AS BIGINT) AS talk_ms FROM agent_days WHERE day % 100 <> 0 AND "
                "agent_id = ?",
                user(index))
            .value();
    }
    Numbers department(const std::string& code) {
        return c.connection
            .one<Numbers>(
                "SELECT CAST(COALESCE(SUM(inbound), 0) AS BIGINT) AS inbound, "
                "CAST(COALESCE(SUM(inbound_answered), 0) AS BIGINT) AS answered, "
                "CAST(COALESCE(SUM(inbound_talk_ms), 0) AS BIGINT) AS talk_ms FROM department_days JOIN "
                "departments ON departments.id = department_id WHERE day % 100 <> 0 AND code = ?",
                code)
            .value();
    }
    /// Of all days; all months say the same, and so do all wholes.
    std::int64_t sum(const std::string& what) {
        const auto table = what.substr(0, what.find('.'));
        const auto of = [&](std::string_view rows) {
            return c.one(fmt::format("SELECT CAST(COALESCE(SUM({}), 0) AS BIGINT) FROM {} WHERE {}",
                                     what.substr(what.find('.') + 1), table, rows));
        };
        std::vector<std::string> kinds{"TRUE"};
        const auto split = [&](std::string_view parts, std::string_view whole) {
            for (std::size_t at = 0, before = kinds.size(); at < before; ++at) {
                kinds.push_back(fmt::format("{} AND {}", kinds[at], whole));
                kinds[at] += fmt::format(" AND {}", parts);
            }
        };
        if (table.ends_with("_hours")) {
            split("hour >= 0", "hour = -1");
        }
        if (table == "call_hours") {
            split("department_id >= 0", "department_id = -1");
        } else if (table == "agent_state_hours") {
            split("agent_id > 0", "agent_id = -1");
        } else if (table == "dialled_numbers") {
            split("number <> ''", "number = ''");
        }
        const auto days = of(kinds.front() + " AND day % 100 <> 0");
        for (const auto& kind : kinds) {
            EXPECT_EQ(of(kind + " AND day % 100 <> 0"), days) << what << ' ' << kind;
            EXPECT_EQ(of(kind + " AND day % 100 = 0 AND day % 10000 <> 0"), days) << what << ' ' << kind;
        }
        return days;
    }
    std::int64_t user(std::size_t index) const { return c.users[index]; }
    void state(std::size_t index, AgentState to, std::int64_t at_ms, int times = 1) {
        c.keep({{at_ms, TenantId{c.tenant}, {}, AgentStateChanged{UserId{user(index)}, {}, to, "", 0}}}, at_ms, times);
    }
    /// An inbound call that this agent answers after ten seconds and talks for `talk_s`.
    CallStory answered(std::int64_t call, const std::string& number, std::int64_t at_ms, std::int64_t talk_s = 60) {
        auto told = story(call);
        const auto leg = call * 100;
        told.at(at_ms).customer(leg, number, c.sales).at(at_ms + 5 * second).offer(leg + 1, user(0), c.sales);
        told.at(at_ms + 10 * second).accept(leg, leg + 1, user(0), c.sales);
        told.at(at_ms + (10 + talk_s) * second).ends(leg, hangup).ends(leg + 1, hangup);
        return told.over(CallResult::Answered);
    }

    SumsCompany c{GetParam()};
};

TEST_P(RecordSumsTest, RefusedByThreeAndAnsweredByTheFourth) {
    auto told = story();
    told.at(ten).customer(1, "13800000001", c.sales);
    for (std::int64_t i = 0; i < 3; ++i) {
        told.at(ten + i * 10 * second).offer(10 + i, user(static_cast<std::size_t>(i)), c.sales);
        told.at(ten + (i * 10 + 5) * second)
            .offer_ends(10 + i, user(static_cast<std::size_t>(i)), OfferOutcome::Refused);
    }
    told.at(ten + 30 * second).offer(20, user(3), c.sales).at(ten + 34 * second).accept(1, 20, user(3), c.sales);
    told.at(ten + 94 * second).ends(1, hangup).ends(20, hangup).over(CallResult::Answered);
    keep(told, 2);  // written twice, it counts once
    for (const std::size_t i : {0U, 1U, 2U}) {
        EXPECT_EQ(agent(i), (Numbers{1, 0, 0}));
    }
    EXPECT_EQ(agent(3), (Numbers{1, 1, 60 * second}));
    EXPECT_EQ(department("sales"), (Numbers{1, 0, 0}));
    EXPECT_EQ(sum("department_days.inbound"), 3) << "sales, service and those of none";
    EXPECT_EQ(sum("queue_hours.answered"), 1);
    EXPECT_EQ(sum("queue_hours.answered_in_30"), 0);
    EXPECT_EQ(sum("queue_hours.answered_in_45"), 1);
    EXPECT_EQ(sum("queue_hours.abandoned"), 0);
    EXPECT_EQ(c.days, 1);
}

TEST_P(RecordSumsTest, ASilencedRingCountsNowhere) {
    auto told = story();
    told.at(ten).customer(1, "13800000001", c.sales).offer(10, user(0), c.sales).offer(11, user(1), c.sales);
    told.at(ten + 5 * second).say(LegAnswered{LegId{10}});
    told.say(OfferEnded{OfferId{10}, UserId{user(0)}, OfferOutcome::Accepted});
    told.offer_ends(11, user(1), OfferOutcome::Withdrawn);
    told.say(QueueLeft{QueueId{c.sales}, QueueExit::Connected, UserId{user(0)}}).talk(1, 10);
    told.at(ten + 65 * second).ends(1, hangup).ends(10, hangup).over(CallResult::Answered);
    keep(told);
    EXPECT_EQ(agent(0), (Numbers{1, 1, 60 * second}));
    EXPECT_EQ(agent(1), Numbers{});
    EXPECT_EQ(department("sales"), (Numbers{1, 1, 60 * second}));
}

TEST_P(RecordSumsTest, BlindTransfer) {
    auto told = story();
    told.at(ten).customer(1, "13800000001", c.sales).offer(10, user(0), c.sales);
    told.at(ten + 5 * second).accept(1, 10, user(0), c.sales);
    told.at(ten + 25 * second).say(Transferred{LegId{10}, UserId{user(0)}, "8003", {}}).ends(10, hangup);
    told.rings(11, user(2)).at(ten + 30 * second).say(LegAnswered{LegId{11}}).talk(1, 11);
    told.at(ten + 60 * second).ends(1, hangup).ends(11, hangup).over(CallResult::Answered);
    keep(told);
    EXPECT_EQ(agent(0), (Numbers{1, 1, 20 * second}));
    EXPECT_EQ(agent(2), (Numbers{1, 1, 30 * second})) << "it rang for the customer";
    EXPECT_EQ(c.one(fmt::format("SELECT queue_id FROM agent_days WHERE day % 100 <> 0 AND agent_id = {}", user(2))), 0);
    EXPECT_EQ(department("sales"), (Numbers{1, 1, 20 * second}));
    EXPECT_EQ(department("service"), (Numbers{1, 1, 30 * second}));
    EXPECT_EQ(sum("call_hours.calls"), 1);
    EXPECT_EQ(c.one("SELECT DISTINCT departments.id FROM call_hours JOIN departments ON departments.id = department_id "
                    "WHERE code "
                    "= 'service'"),
              c.one("SELECT department_id FROM calls"));
}

TEST_P(RecordSumsTest, Consultation) {
    for (const auto outcome : {ConsultOutcome::Cancelled, ConsultOutcome::Completed}) {
        const bool handed = outcome == ConsultOutcome::Completed;
        auto told = story(handed ? 2 : 1);
        const std::int64_t leg = handed ? 20 : 10;
        told.at(ten).customer(leg, "13800000001", c.sales).offer(leg + 1, user(0), c.sales);
        told.at(ten + 5 * second).accept(leg, leg + 1, user(0), c.sales);
        told.at(ten + 15 * second).say(LegHeld{LegId{leg + 1}, true}).rings(leg + 2, user(2));
        told.say(ConsultStarted{LegId{leg + 1}, LegId{leg + 2}});
        told.at(ten + 20 * second).say(LegAnswered{LegId{leg + 2}}).talk(leg + 1, leg + 2);
        told.at(ten + 40 * second).say(ConsultEnded{LegId{leg + 1}, LegId{leg + 2}, outcome});
        if (handed) {
            told.say(Transferred{LegId{leg + 1}, UserId{user(0)}, "8003", LegId{leg + 2}}).ends(leg + 1, hangup);
        } else {
            told.ends(leg + 2, hangup);
        }
        told.at(ten + 70 * second).ends(leg, hangup).ends(handed ? leg + 2 : leg + 1, hangup);
        told.over(CallResult::Answered);
        keep(told);
        EXPECT_EQ(agent(2), handed ? (Numbers{1, 1, 30 * second}) : Numbers{}) << "who was only consulted has no part";
    }
    EXPECT_EQ(agent(0), (Numbers{2, 2, (65 + 35) * second}));
}

TEST_P(RecordSumsTest, TakenOverAndListenedTo) {
    auto told = story();
    told.at(ten).customer(1, "13800000001", c.sales).offer(10, user(0), c.sales);
    told.at(ten + 5 * second).accept(1, 10, user(0), c.sales);
    for (const std::int64_t leg : {11, 12}) {
        const auto who = user(leg == 11 ? 1 : 2);
        told.at(ten + 10 * second).say(LegStarted{LegId{leg}, LegRole::Other, UserId{who}, "80"});
        told.say(LegAnswered{LegId{leg}})
            .say(Supervised{LegId{leg}, UserId{who}, UserId{user(0)}, SupervisionMode::Listen});
    }
    told.at(ten + 20 * second).say(Supervised{LegId{12}, UserId{user(2)}, UserId{user(0)}, SupervisionMode::Takeover});
    told.ends(10, {EndingSide::Us, "taken_over"})
        .say(SupervisionEnded{LegId{12}, UserId{user(2)}})
        .say(PartyJoined{LegId{12}});
    told.at(ten + 50 * second).ends(1, hangup).ends(11, hangup).ends(12, hangup).over(CallResult::Answered);
    keep(told);
    EXPECT_EQ(agent(0), (Numbers{1, 1, 15 * second}));
    EXPECT_EQ(agent(1), Numbers{}) << "who listens talks with nobody";
    EXPECT_EQ(agent(2), (Numbers{1, 1, 30 * second}));
}

TEST_P(RecordSumsTest, ThreeWay) {
    auto told = story();
    told.at(ten).customer(1, "13800000001", c.sales).offer(10, user(0), c.sales);
    told.at(ten + 5 * second).accept(1, 10, user(0), c.sales);
    told.at(ten + 10 * second).rings(11, user(1)).say(ConsultStarted{LegId{10}, LegId{11}});
    told.at(ten + 15 * second).say(LegAnswered{LegId{11}}).talk(10, 11);
    told.at(ten + 20 * second).say(ConsultEnded{LegId{10}, LegId{11}, ConsultOutcome::Joined});
    told.at(ten + 50 * second).ends(1, hangup).ends(10, hangup).ends(11, hangup).over(CallResult::Answered);
    keep(told);
    EXPECT_EQ(agent(0), (Numbers{1, 1, 45 * second}));
    EXPECT_EQ(agent(1), (Numbers{1, 1, 30 * second}));
    EXPECT_EQ(department("sales"), (Numbers{1, 1, 75 * second})) << "one call, the talk of both";
}

TEST_P(RecordSumsTest, ABrowserThatCameBackGoesOn) {
    auto told = story();
    told.at(ten).customer(1, "13800000001", c.sales).offer(10, user(0), c.sales);
    told.at(ten + 5 * second).accept(1, 10, user(0), c.sales);
    told.at(ten + 15 * second)
        .say(ResumeStarted{LegId{10}, UserId{user(0)}, 0})
        .ends(10, {EndingSide::Us, "connection_lost"});
    told.at(ten + 20 * second).say(LegStarted{LegId{11}, LegRole::Agent, UserId{user(0)}, "8001"});
    told.say(LegAnswered{LegId{11}}).say(Resumed{LegId{10}, LegId{11}}).talk(1, 11);
    told.at(ten + 50 * second).ends(1, hangup).ends(11, hangup).over(CallResult::Answered);
    keep(told);
    EXPECT_EQ(agent(0), (Numbers{1, 1, 40 * second}));
    EXPECT_EQ(sum("queue_hours.talk_ms"), 40 * second);
}

TEST_P(RecordSumsTest, DirectAndForwardedRings) {
    auto direct = story(1);
    direct.at(ten).customer(1, "13800000001", 0).rings(10, user(0));
    direct.at(ten + 20 * second)
        .ends(10, {EndingSide::Us, "no_answer"}, 480)
        .ends(1, hangup)
        .over(CallResult::NoAnswer);
    keep(direct);
    EXPECT_EQ(agent(0), (Numbers{1, 0, 0}));
    auto forwarded = story(2);
    forwarded.at(ten).customer(20, "13800000002", c.sales).at(ten + 30 * second);
    forwarded.say(QueueLeft{QueueId{c.sales}, QueueExit::TimedOut, {}}).rings(21, user(2));
    forwarded.at(ten + 40 * second).say(LegAnswered{LegId{21}});
    forwarded.say(ForwardedAnswered{LegId{21}, UserId{user(2)}, QueueId{c.sales}}).talk(20, 21);
    forwarded.at(ten + 70 * second).ends(20, hangup).ends(21, hangup).over(CallResult::Answered);
    keep(forwarded);
    EXPECT_EQ(agent(2), (Numbers{1, 1, 30 * second}));
    EXPECT_EQ(sum("queue_hours.answered"), 0) << "the queue had given up";
    EXPECT_EQ(sum("call_hours.answered"), 1);
}

TEST_P(RecordSumsTest, DialledOutAndCalledBack) {
    auto told = story(1);
    told.at(ten).say(CallStarted{Direction::ManualOutbound, "13900000001", "13900000001", "carrier"});
    told.rings(10, user(0)).say(LegAnswered{LegId{10}});
    told.say(LegStarted{LegId{11}, LegRole::Customer, {}, "13900000001", "carrier"});
    told.at(ten + 3 * second).say(LegRinging{LegId{11}}).at(ten + 10 * second).say(LegAnswered{LegId{11}}).talk(10, 11);
    told.at(ten + 50 * second).ends(11, hangup).ends(10, hangup).over(CallResult::Answered);
    keep(told);
    EXPECT_EQ(sum("agent_days.outbound"), 1);
    EXPECT_EQ(sum("agent_days.outbound_call_ms"), 47 * second);
    EXPECT_EQ(sum("agent_days.outbound_talk_ms"), 40 * second);
    EXPECT_EQ(sum("agent_days.inbound"), 0);
    EXPECT_EQ(sum("dialled_numbers.talked_short"), 1);
    auto back = story(2);
    back.at(ten).say(CallStarted{Direction::AutoOutbound, "13900000002", "13900000002", "carrier"});
    back.say(QueueEntered{QueueId{c.sales}, 1, "callback"}).offer(20, user(1), c.sales);
    back.at(ten + 20 * second).offer_ends(20, user(1), OfferOutcome::NoAnswer).over(CallResult::NoAnswer);
    keep(back);
    EXPECT_EQ(sum("agent_days.outbound"), 1) << "nobody was dialled";
    auto taken = story(3);
    taken.at(ten).say(CallStarted{Direction::AutoOutbound, "13900000002", "13900000002", "carrier"});
    taken.say(QueueEntered{QueueId{c.sales}, 1, "callback"}).offer(30, user(1), c.sales).at(ten + 5 * second);
    taken.say(LegAnswered{LegId{30}}).say(OfferEnded{OfferId{30}, UserId{user(1)}, OfferOutcome::Accepted});
    taken.say(QueueLeft{QueueId{c.sales}, QueueExit::Connected, UserId{user(1)}});
    taken.say(LegStarted{LegId{31}, LegRole::Customer, {}, "13900000002", "carrier"});
    taken.at(ten + 25 * second).ends(31, {EndingSide::Carrier, "busy"}, 486).ends(30, hangup).over(CallResult::Busy);
    keep(taken);
    EXPECT_EQ(sum("agent_days.outbound"), 2);
    EXPECT_EQ(sum("agent_days.outbound_connected"), 1);
    EXPECT_EQ(sum("queue_hours.visits"), 0);
}

// First-call resolution: written in any order, each call is called again once.
TEST_P(RecordSumsTest, CalledAgain) {
    keep(answered(1, "13800000001", ten));
    EXPECT_EQ(sum("call_hours.called_again"), 0);
    keep(answered(3, "13800000001", ten + 3 * 3600 * second));
    keep(answered(4, "13800000001", ten + 7 * day_ms + 4 * 3600 * second));  // more than seven days after both
    EXPECT_EQ(sum("call_hours.called_again"), 1);
    keep(answered(2, "13800000001", ten + 3600 * second), 2);  // late: between the first two
    EXPECT_EQ(sum("call_hours.called_again"), 2);
    EXPECT_EQ(c.one("SELECT called_again_at_ms FROM calls WHERE id = 1"), ten + 3600 * second);
    EXPECT_EQ(c.one("SELECT called_again_at_ms FROM calls WHERE id = 2"), ten + 3 * 3600 * second);
    EXPECT_EQ(c.one("SELECT COUNT(*) FROM calls WHERE called_again_at_ms IS NULL"), 2);
    auto both = answered(5, "13800000002", ten);
    const auto after = answered(6, "13800000002", ten + 600 * second);
    both.events.insert(both.events.end(), after.events.begin(), after.events.end());
    keep(both, 2);  // in one batch
    EXPECT_EQ(sum("call_hours.called_again"), 3);
    keep(answered(7, "", ten));
    keep(answered(8, "", ten + 600 * second));
    EXPECT_EQ(sum("call_hours.called_again"), 3) << "withheld numbers have nothing in common";
}

// R225: time in states, talk in them, and whose wrap-up it was.
TEST_P(RecordSumsTest, StatesAndWrapUp) {
    state(0, AgentState::Ready, ten - 600 * second, 2);
    EXPECT_EQ(sum("agent_state_hours.ready_ms"), 0) << "it lasts";
    auto told = answered(1, "13800000001", ten, 60);
    told.events.push_back({ten + 70 * second,
                           TenantId{c.tenant},
                           {},
                           AgentStateChanged{UserId{user(0)}, AgentState::Ready, AgentState::WrapUp, "after_call", 0}});
    keep(told, 2);
    EXPECT_EQ(sum("agent_state_hours.ready_ms"), 670 * second);
    EXPECT_EQ(sum("agent_state_hours.talked_ms"), 60 * second);
    EXPECT_EQ(sum("agent_state_hours.talked_in_ready_ms"), 60 * second);
    state(0, AgentState::Busy, ten + 100 * second, 2);
    EXPECT_EQ(sum("agent_state_hours.wrap_up_ms"), 30 * second);
    EXPECT_EQ(sum("queue_hours.wrap_up_ms"), 30 * second);
    EXPECT_EQ(c.one("SELECT COUNT(*) FROM agent_states"), 3);
    EXPECT_EQ(c.faults(), std::vector<std::string>{});
    c.restart(ten + 500 * second);
    EXPECT_EQ(c.one("SELECT COUNT(*) FROM agent_states WHERE ended_at_ms IS NULL"), 0);
    EXPECT_EQ(c.faults(), std::vector<std::string>{});
}

TEST_P(RecordSumsTest, WhoChangedDepartmentIsWhereHeWas) {
    keep(answered(1, "13800000001", ten));
    ASSERT_TRUE(
        c.connection.run("UPDATE users SET department_id = (SELECT id FROM departments WHERE code = 'service')").ok());
    keep(answered(2, "13800000002", ten + 600 * second));
    EXPECT_EQ(department("sales"), (Numbers{1, 1, 60 * second}));
    EXPECT_EQ(department("service"), (Numbers{1, 1, 60 * second}));
    c.build(rollups::Plan::All, ten + 3600 * second);
    EXPECT_EQ(department("sales"), (Numbers{1, 1, 60 * second}));
    EXPECT_EQ(c.faults(), std::vector<std::string>{});
}

// B24: what differs is named.
TEST_P(RecordSumsTest, CheckNamesWhatDiffers) {
    keep(answered(1, "13800000001", ten));
    ASSERT_TRUE(c.connection.run("UPDATE agent_days SET inbound = 3").ok());
    ASSERT_TRUE(c.connection.run("DELETE FROM queue_hours").ok());
    ASSERT_TRUE(c.connection.run("UPDATE call_hours SET answered = 7 WHERE day = 20261100").ok());
    const auto faults = c.faults();
    ASSERT_EQ(faults.size(), 7U);
    EXPECT_EQ(faults[0], "agent_days 20261121 agent 10001 department sales queue 600: inbound 3, facts say 1");
    EXPECT_TRUE(faults[1].starts_with("queue_hours 20261121 queue 600: visits 0, facts say 1;")) << faults[1];
    EXPECT_TRUE(faults[2].starts_with("queue_hours 20261121 10:00 queue 600: visits 0, facts say 1;")) << faults[2];
    EXPECT_EQ(faults[3], "call_hours 20261100 queue 600 all departments inbound: answered 7, facts say 1");
    EXPECT_EQ(faults[4], "call_hours 20261100 queue 600 department sales inbound: answered 7, facts say 1");
    EXPECT_EQ(faults[5], "call_hours 20261100 10:00 queue 600 all departments inbound: answered 7, facts say 1");
    EXPECT_EQ(faults[6], "call_hours 20261100 10:00 queue 600 department sales inbound: answered 7, facts say 1");
    c.build(rollups::Plan::All, ten);
    EXPECT_EQ(c.faults(), std::vector<std::string>{});
}

TEST_P(RecordSumsTest, AnotherZoneMakesThemAnew) {
    keep(answered(1, "13800000001", ten));
    ASSERT_TRUE(c.connection.run("UPDATE tenants SET zone = 'America/New_York'").ok());
    c.build(rollups::Plan::WhereNeeded, ten);
    EXPECT_EQ(c.one("SELECT MAX(day) FROM call_hours"), 20261120);
    EXPECT_EQ(c.one("SELECT MAX(hour) FROM call_hours"), 21);
    keep(answered(2, "13800000002", ten));
    EXPECT_EQ(sum("call_hours.calls"), 2);
    EXPECT_EQ(c.days, 1);
}

// R267: what was deleted on purpose leaves its sums; B20: who is forgotten leaves none of his number.
TEST_P(RecordSumsTest, DeletedFactsLeaveTheirSums) {
    keep(answered(1, "13800000001", ten));
    keep(answered(2, "13800000001", ten + 2 * day_ms));
    EXPECT_EQ(c.days, 3);
    const EraseSpan span{c.tenant, ten + day_ms, 0, ten + 3 * day_ms};
    auto erased = call_eraser.erase(c.connection, span, 100);
    ASSERT_TRUE(erased.ok()) << erased.error().detail;
    EXPECT_EQ(erased->rows, 1);
    EXPECT_EQ(c.faults(), std::vector<std::string>{});
    EXPECT_EQ(sum("call_hours.calls"), 2);
    c.build(rollups::Plan::All, ten + 3 * day_ms);
    EXPECT_EQ(sum("call_hours.calls"), 2);
}

TEST_P(RecordSumsTest, WhoIsForgottenWasNeverDialled) {
    for (std::int64_t call = 1; call <= 3; ++call) {
        auto told = story(call);
        const std::string number = call == 3 ? "13900000009" : "13900000001";
        told.at(ten + call * day_ms).say(CallStarted{Direction::ManualOutbound, number, number, "carrier"});
        told.rings(call * 10, user(0)).say(LegAnswered{LegId{call * 10}});
        told.ends(call * 10, hangup).over(CallResult::Failed);
        keep(told);
    }
    PersonSpan span;
    span.tenant = c.tenant;
    span.held_from_ms = ten + 2 * day_ms;  // the law keeps the second call
    span.number = "13900000001";
    span.spellings = {"13900000001"};
    const auto erased = person_calls.erase(c.connection, span, 100);
    ASSERT_TRUE(erased.ok()) << erased.error().detail;
    EXPECT_EQ(c.faults(), std::vector<std::string>{});
    EXPECT_EQ(c.one("SELECT CAST(SUM(attempts) AS BIGINT) FROM dialled_numbers WHERE number = '13900000001'"), 3)
        << "its day, month and year";
    EXPECT_EQ(c.one("SELECT CAST(SUM(attempts) AS BIGINT) FROM dialled_numbers WHERE number = '13900000009'"), 3);
    span.held_from_ms = ten + 9 * day_ms;
    ASSERT_TRUE(person_calls.erase(c.connection, span, 100).ok());
    EXPECT_EQ(c.one("SELECT COUNT(*) FROM dialled_numbers WHERE number = '13900000001'"), 0);
    EXPECT_EQ(sum("agent_days.outbound"), 3);
    EXPECT_EQ(c.faults(), std::vector<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(BothEngines, RecordSumsTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& tested) { return tested.param == db::Engine::Sqlite ? "Sqlite" : "Postgres"; });

}  // namespace
}  // namespace yh::office::records
