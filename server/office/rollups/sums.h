#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "base/describe.h"
#include "base/result.h"
#include "db/connection.h"
#include "office/rollups/rows_by_key.h"

// Rows of the tables of sums (migration 0030), in which each column behind the key is added up. Days are local and
// written 20261121; 20261100 is the row of a whole month (migration 0035), 20260000 that of a year, where a table keeps
// years. Rows of wholes stand besides their parts (wholes.h). 0 stands where there is no queue, agent or department.
namespace yh::office::rollups {

/// One agent, one day, one queue: what was distributed to them, and what they called.
struct AgentDay {
    static constexpr std::string_view table = "agent_days";
    static constexpr std::size_t keys = 5;

    std::int64_t tenant_id = 0;
    std::int64_t day = 0;
    std::int64_t agent_id = 0;
    std::int64_t department_id = 0;
    std::int64_t queue_id = 0;
    std::int64_t inbound = 0;
    std::int64_t inbound_answered = 0;
    std::int64_t inbound_talk_ms = 0;
    std::int64_t inbound_ring_ms = 0;
    std::int64_t outbound = 0;
    std::int64_t outbound_connected = 0;
    std::int64_t outbound_talk_ms = 0;
    std::int64_t outbound_call_ms = 0;

    auto key() const { return std::tie(tenant_id, day, agent_id, department_id, queue_id); }
    bool operator==(const AgentDay&) const = default;
};
BOOST_DESCRIBE_STRUCT(AgentDay, (),
                      (tenant_id, day, agent_id, department_id, queue_id, inbound, inbound_answered, inbound_talk_ms,
                       inbound_ring_ms, outbound, outbound_connected, outbound_talk_ms, outbound_call_ms))

/// One agent, one hour: time in each state, and talk.
struct AgentStateHour {
    static constexpr std::string_view table = "agent_state_hours";
    static constexpr std::size_t keys = 5;

    std::int64_t tenant_id = 0;
    std::int64_t day = 0;
    std::int64_t hour = 0;
    std::int64_t agent_id = 0;
    std::int64_t department_id = 0;
    std::int64_t ready_ms = 0;
    std::int64_t busy_ms = 0;
    std::int64_t rest_ms = 0;
    std::int64_t wrap_up_ms = 0;
    std::int64_t talked_ms = 0;
    std::int64_t talked_in_ready_ms = 0;
    std::int64_t talked_in_busy_ms = 0;
    std::int64_t talked_in_rest_ms = 0;
    std::int64_t talked_in_wrap_up_ms = 0;

    auto key() const { return std::tie(tenant_id, day, hour, agent_id, department_id); }
    bool operator==(const AgentStateHour&) const = default;
};
BOOST_DESCRIBE_STRUCT(AgentStateHour, (),
                      (tenant_id, day, hour, agent_id, department_id, ready_ms, busy_ms, rest_ms, wrap_up_ms, talked_ms,
                       talked_in_ready_ms, talked_in_busy_ms, talked_in_rest_ms, talked_in_wrap_up_ms))

/// One department, one day, one queue: each call counts once.
struct DepartmentDay {
    static constexpr std::string_view table = "department_days";
    static constexpr std::size_t keys = 4;

    std::int64_t tenant_id = 0;
    std::int64_t day = 0;
    std::int64_t department_id = 0;
    std::int64_t queue_id = 0;
    std::int64_t inbound = 0;
    std::int64_t inbound_answered = 0;
    std::int64_t inbound_talk_ms = 0;
    std::int64_t answered_ring_ms = 0;
    std::int64_t unanswered_ring_ms = 0;
    std::int64_t answered_ring_5 = 0;
    std::int64_t answered_ring_10 = 0;
    std::int64_t answered_ring_15 = 0;
    std::int64_t answered_ring_20 = 0;
    std::int64_t answered_ring_25 = 0;
    std::int64_t answered_ring_30 = 0;
    std::int64_t answered_ring_more = 0;
    std::int64_t outbound = 0;
    std::int64_t outbound_connected = 0;
    std::int64_t outbound_talk_ms = 0;

    auto key() const { return std::tie(tenant_id, day, department_id, queue_id); }
    bool operator==(const DepartmentDay&) const = default;
};
BOOST_DESCRIBE_STRUCT(DepartmentDay, (),
                      (tenant_id, day, department_id, queue_id, inbound, inbound_answered, inbound_talk_ms,
                       answered_ring_ms, unanswered_ring_ms, answered_ring_5, answered_ring_10, answered_ring_15,
                       answered_ring_20, answered_ring_25, answered_ring_30, answered_ring_more, outbound,
                       outbound_connected, outbound_talk_ms))

/// One queue, one hour, one direction, the call's department: each call counts once.
struct CallHour {
    static constexpr std::string_view table = "call_hours";
    static constexpr std::size_t keys = 6;

    std::int64_t tenant_id = 0;
    std::int64_t day = 0;
    std::int64_t hour = 0;
    std::int64_t queue_id = 0;
    std::int64_t department_id = 0;
    bool inbound = true;
    std::int64_t calls = 0;
    std::int64_t answered = 0;
    std::int64_t called_again = 0;
    std::int64_t talk_ms = 0;
    std::int64_t hold_ms = 0;
    std::int64_t queued_answered_5 = 0;
    std::int64_t queued_answered_10 = 0;
    std::int64_t queued_answered_15 = 0;
    std::int64_t queued_answered_20 = 0;
    std::int64_t queued_answered_25 = 0;
    std::int64_t queued_answered_30 = 0;
    std::int64_t queued_answered_more = 0;
    std::int64_t queued_unanswered_5 = 0;
    std::int64_t queued_unanswered_10 = 0;
    std::int64_t queued_unanswered_15 = 0;
    std::int64_t queued_unanswered_20 = 0;
    std::int64_t queued_unanswered_25 = 0;
    std::int64_t queued_unanswered_30 = 0;
    std::int64_t queued_unanswered_more = 0;
    std::int64_t rung_unanswered_5 = 0;
    std::int64_t rung_unanswered_10 = 0;
    std::int64_t rung_unanswered_15 = 0;
    std::int64_t rung_unanswered_20 = 0;
    std::int64_t rung_unanswered_25 = 0;
    std::int64_t rung_unanswered_30 = 0;
    std::int64_t rung_unanswered_more = 0;

    auto key() const { return std::tie(tenant_id, day, hour, queue_id, department_id, inbound); }
    bool operator==(const CallHour&) const = default;
};
BOOST_DESCRIBE_STRUCT(CallHour, (),
                      (tenant_id, day, hour, queue_id, department_id, inbound, calls, answered, called_again, talk_ms,
                       hold_ms, queued_answered_5, queued_answered_10, queued_answered_15, queued_answered_20,
                       queued_answered_25, queued_answered_30, queued_answered_more, queued_unanswered_5,
                       queued_unanswered_10, queued_unanswered_15, queued_unanswered_20, queued_unanswered_25,
                       queued_unanswered_30, queued_unanswered_more, rung_unanswered_5, rung_unanswered_10,
                       rung_unanswered_15, rung_unanswered_20, rung_unanswered_25, rung_unanswered_30,
                       rung_unanswered_more))

/// One queue, one hour: each visit of a call counts once.
struct QueueHour {
    static constexpr std::string_view table = "queue_hours";
    static constexpr std::size_t keys = 4;

    std::int64_t tenant_id = 0;
    std::int64_t day = 0;
    std::int64_t hour = 0;
    std::int64_t queue_id = 0;
    std::int64_t visits = 0;
    std::int64_t answered = 0;
    std::int64_t abandoned = 0;
    std::int64_t answered_wait_ms = 0;
    std::int64_t abandoned_wait_ms = 0;
    std::int64_t talk_ms = 0;
    std::int64_t wrap_up_ms = 0;
    std::int64_t answered_in_5 = 0;
    std::int64_t answered_in_10 = 0;
    std::int64_t answered_in_15 = 0;
    std::int64_t answered_in_20 = 0;
    std::int64_t answered_in_25 = 0;
    std::int64_t answered_in_30 = 0;
    std::int64_t answered_in_45 = 0;
    std::int64_t answered_in_60 = 0;
    std::int64_t answered_in_90 = 0;
    std::int64_t answered_in_120 = 0;
    std::int64_t abandoned_in_5 = 0;
    std::int64_t abandoned_in_10 = 0;
    std::int64_t abandoned_in_15 = 0;
    std::int64_t abandoned_in_20 = 0;
    std::int64_t abandoned_in_25 = 0;
    std::int64_t abandoned_in_30 = 0;
    std::int64_t abandoned_in_45 = 0;
    std::int64_t abandoned_in_60 = 0;
    std::int64_t abandoned_in_90 = 0;
    std::int64_t abandoned_in_120 = 0;

    auto key() const { return std::tie(tenant_id, day, hour, queue_id); }
    bool operator==(const QueueHour&) const = default;
};
BOOST_DESCRIBE_STRUCT(QueueHour, (),
                      (tenant_id, day, hour, queue_id, visits, answered, abandoned, answered_wait_ms, abandoned_wait_ms,
                       talk_ms, wrap_up_ms, answered_in_5, answered_in_10, answered_in_15, answered_in_20,
                       answered_in_25, answered_in_30, answered_in_45, answered_in_60, answered_in_90, answered_in_120,
                       abandoned_in_5, abandoned_in_10, abandoned_in_15, abandoned_in_20, abandoned_in_25,
                       abandoned_in_30, abandoned_in_45, abandoned_in_60, abandoned_in_90, abandoned_in_120))

/// One agent, one day, one queue, one level; "": asked and not rated.
struct SurveyDay {
    static constexpr std::string_view table = "survey_days";
    static constexpr std::size_t keys = 6;

    std::int64_t tenant_id = 0;
    std::int64_t day = 0;
    std::int64_t agent_id = 0;
    std::int64_t department_id = 0;
    std::int64_t queue_id = 0;
    std::string level;
    std::int64_t surveys = 0;

    auto key() const { return std::tie(tenant_id, day, agent_id, department_id, queue_id, level); }
    bool operator==(const SurveyDay&) const = default;
};
BOOST_DESCRIBE_STRUCT(SurveyDay, (), (tenant_id, day, agent_id, department_id, queue_id, level, surveys))

/// One number that was called. With years: there are as many numbers as calls, nearly.
struct DialledNumber {
    static constexpr std::string_view table = "dialled_numbers";
    static constexpr bool keeps_years = true;
    static constexpr std::size_t keys = 3;

    std::int64_t tenant_id = 0;
    std::int64_t day = 0;
    std::string number;
    std::int64_t attempts = 0;
    std::int64_t not_rung = 0;
    std::int64_t rung_short = 0;
    std::int64_t rung_long = 0;
    std::int64_t talked_short = 0;
    std::int64_t talked_long = 0;

    auto key() const { return std::tie(tenant_id, day, number); }
    bool operator==(const DialledNumber&) const = default;
};
BOOST_DESCRIBE_STRUCT(DialledNumber, (),
                      (tenant_id, day, number, attempts, not_rung, rung_short, rung_long, talked_short, talked_long))

template <class Row>
constexpr bool keeps_years = requires {
    Row::keeps_years;
};

/// Contributions of calls and stretches of states by days, added up; without wholes. A plain value.
struct Sums {
    RowsByKey<AgentDay> agent_days;
    RowsByKey<AgentStateHour> agent_state_hours;
    RowsByKey<DepartmentDay> department_days;
    RowsByKey<CallHour> call_hours;
    RowsByKey<QueueHour> queue_hours;
    RowsByKey<SurveyDay> survey_days;
    RowsByKey<DialledNumber> dialled_numbers;

    /// Calls `take(rows)` for each table.
    template <class Take>
    void each_table(Take&& take) const {
        take(agent_days);
        take(agent_state_hours);
        take(department_days);
        take(call_hours);
        take(queue_hours);
        take(survey_days);
        take(dialled_numbers);
    }
};

/// Adds them, and their wholes, to the days, months and years that the tables hold. Inside of the transaction that
/// writes the facts they come from. Thread: the writer's.
Result<void> add_to(db::Connection& connection, const Sums& sums);

/// Adds them to the days alone, for whoever makes months and years of them afterwards. Thread: the writer's.
Result<void> add_days_to(db::Connection& connection, const Sums& sums);

}  // namespace yh::office::rollups
