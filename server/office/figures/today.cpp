#include "office/figures/today.h"

#include <fmt/format.h>

#include "office/lists/where.h"
#include "office/people/scope.h"

namespace yh::office::figures {

namespace {

struct HourRow {
    std::int64_t hour = 0;
    std::int64_t inbound = 0;
    std::int64_t inbound_answered = 0;
    std::int64_t abandoned = 0;
    std::int64_t outbound = 0;
    std::int64_t outbound_connected = 0;
    std::int64_t response_ms = 0;
    std::int64_t abnormal = 0;
};
BOOST_DESCRIBE_STRUCT(HourRow, (),
                      (hour, inbound, inbound_answered, abandoned, outbound, outbound_connected, response_ms, abnormal))

/// The day's calls that `who` may see.
lists::Where calls_of(const people::SignedIn& who, std::int64_t from_ms) {
    lists::Where where;
    where.add("calls.tenant_id = ?", who.tenant.value);
    where.add("calls.started_at_ms >= ?", from_ms);
    where.add_scope(people::scope_clause(
        who, {"COALESCE(calls.agent_id, calls.dialled_by)", "calls.queue_id",
              "EXISTS (SELECT 1 FROM call_legs WHERE call_legs.call_id = calls.id AND call_legs.user_id = ?)", 1}));
    return where;
}

Result<std::vector<HourRow>> hours_of(db::Connection& connection, const people::SignedIn& who, const Day& day) {
    const auto where = calls_of(who, day.from_ms);
    constexpr std::int64_t ms_of_hour = 3'600'000;
    constexpr std::int64_t ms_of_second = 1000;
    // Numbers of ours, no text: they may stand in the statement, and GROUP BY needs the same expression twice.
    const auto hour = fmt::format("(calls.started_at_ms - {}) / {}", day.from_ms, ms_of_hour);
    const auto count = [](std::string_view condition) {
        return fmt::format("SUM(CASE WHEN {} THEN 1 ELSE 0 END)", condition);
    };
    constexpr std::string_view in = "calls.direction = 'inbound'";
    // A call-back that no agent took has dialled nobody (docs/decisions/0018).
    constexpr std::string_view out =
        "calls.direction IN ('manual_outbound', 'auto_outbound') AND calls.dialled_by IS NOT NULL";
    constexpr std::string_view answered = "calls.result = 'answered'";
    const auto sql = fmt::format(
        "SELECT {} AS hour, {} AS inbound, {} AS inbound_answered, {} AS abandoned, {} AS outbound, {} AS "
        "outbound_connected, CAST(SUM(CASE WHEN {} AND {} THEN CASE WHEN calls.wait_ms > 0 THEN calls.wait_ms "
        "ELSE calls.ring_ms END ELSE 0 END) AS BIGINT) AS response_ms, {} AS abnormal FROM calls{} GROUP BY {} ORDER "
        "BY 1",
        hour, count(in), count(fmt::format("{} AND {}", in, answered)),
        count(fmt::format("{} AND calls.result = 'abandoned'", in)), count(out),
        count(fmt::format("{} AND {}", out, answered)), in, answered,
        count(fmt::format("calls.talk_ms > {}", day.abnormal_over_s * ms_of_second)), where.sql, hour);
    return connection.rows<HourRow>(sql, where.params);
}

/// Which visits the company's formula divides by. Early is less than the seconds, as in the reports' sums.
std::string measured_visits(const model::ServiceLevel& level) {
    constexpr std::string_view answered = "queue_exit = 'connected'";
    constexpr std::string_view abandoned = "queue_exit = 'abandoned'";
    switch (level.formula) {
        case model::ServiceFormula::WithoutEarly:
            return fmt::format("({} OR ({} AND left_at_ms - entered_at_ms >= {}))", answered, abandoned,
                               level.abandoned_from_s * 1000);
        case model::ServiceFormula::WithAbandoned:
            return fmt::format("({} OR {})", answered, abandoned);
        case model::ServiceFormula::OfAnswered:
            return std::string{answered};
        case model::ServiceFormula::OfAll:
            return "1 = 1";
    }
    return "1 = 1";
}

Result<std::vector<QueueFigures>> queues_of(db::Connection& connection, const lists::Where& where,
                                            const model::ServiceLevel& level) {
    return connection.rows<QueueFigures>(
        fmt::format(
            "SELECT queues.number AS number, queues.name AS name, COUNT(*) AS entered, SUM(CASE WHEN queue_exit = "
            "'connected' THEN 1 ELSE 0 END) AS answered, SUM(CASE WHEN queue_exit = 'abandoned' THEN 1 ELSE 0 END) AS "
            "abandoned, SUM(CASE WHEN queue_exit = 'connected' AND left_at_ms - "
            "entered_at_ms <= {} THEN 1 ELSE 0 END) AS in_time, SUM(CASE WHEN {} THEN 1 ELSE 0 END) AS measured FROM "
            "calls JOIN queue_visits ON queue_visits.call_id = calls.id JOIN queues ON queues.id = "
            "queue_visits.queue_id{} GROUP BY queues.number, queues.name ORDER BY queues.number",
            level.answer_within_s * 1000, measured_visits(level), where.sql),
        where.params);
}

}  // namespace

Result<TodayFigures> today_figures(db::Connection& connection, const people::SignedIn& who, const Day& day) {
    TodayFigures today;
    today.at_ms = day.at_ms;
    today.from_ms = day.from_ms;
    today.abnormal_over_s = day.abnormal_over_s;
    today.service_level = day.service_level;
    today.in_time_s = day.service_level.answer_within_s;
    YH_TRY(const auto hours, hours_of(connection, who, day));
    std::int64_t response_ms = 0;
    for (const auto& row : hours) {
        today.inbound += row.inbound;
        today.inbound_answered += row.inbound_answered;
        today.abandoned += row.abandoned;
        today.outbound += row.outbound;
        today.outbound_connected += row.outbound_connected;
        today.abnormal += row.abnormal;
        response_ms += row.response_ms;
        today.hours.push_back({row.hour, row.inbound, row.inbound_answered, row.outbound, row.outbound_connected});
    }
    today.outbound_failed = today.outbound - today.outbound_connected;
    if (today.inbound_answered > 0) {
        today.response_s = static_cast<double>(response_ms) / 1000.0 / static_cast<double>(today.inbound_answered);
    }
    const auto where = calls_of(who, day.from_ms);
    YH_TRY(today.missed,
           connection.one<std::int64_t>(
               "SELECT COUNT(*) FROM missed_calls JOIN calls ON calls.id = missed_calls.call_id" + where.sql,
               where.params));
    YH_TRY(today.queued,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM calls" + where.sql +
                                            " AND EXISTS (SELECT 1 FROM queue_visits WHERE queue_visits.call_id = "
                                            "calls.id)",
                                        where.params));
    YH_TRY(today.queues, queues_of(connection, where, day.service_level));
    return today;
}

}  // namespace yh::office::figures
