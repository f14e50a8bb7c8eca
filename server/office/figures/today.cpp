#include "office/figures/today.h"

#include <fmt/format.h>

#include <algorithm>

#include "office/lists/where.h"
#include "office/people/scope.h"
#include "office/rollups/local_time.h"

namespace yh::office::figures {

namespace {

// Clocks are changed at full hours of UTC, or at half of them.
constexpr std::int64_t ms_of_half_hour = 1'800'000;

struct HourRow {
    std::int64_t half_hour = 0;  ///< since the day began
    std::int64_t inbound = 0;
    std::int64_t inbound_answered = 0;
    std::int64_t abandoned = 0;
    std::int64_t outbound = 0;
    std::int64_t outbound_connected = 0;
    std::int64_t response_ms = 0;
    std::int64_t abnormal = 0;
};
BOOST_DESCRIBE_STRUCT(HourRow, (),
                      (half_hour, inbound, inbound_answered, abandoned, outbound, outbound_connected, response_ms,
                       abnormal))

constexpr std::string_view own_calls =
    "EXISTS (SELECT 1 FROM call_legs WHERE call_legs.call_id = calls.id AND call_legs.user_id = ?)";
// Whom a queue serves: a call-back's caller waits for nobody, colleagues are in no report (docs/decisions/0018).
constexpr std::string_view waits =
    "(calls.direction = 'inbound' OR (calls.direction = 'manual_outbound' AND calls.dialled_by IS NOT NULL))";

lists::Where day_of(const people::SignedIn& who, std::int64_t from_ms) {
    lists::Where where;
    where.add("calls.tenant_id = ?", who.tenant.value);
    where.add("calls.started_at_ms >= ?", from_ms);
    return where;
}

/// The day's calls that `who` may see.
lists::Where calls_of(const people::SignedIn& who, std::int64_t from_ms) {
    auto where = day_of(who, from_ms);
    where.add_scope(
        people::scope_clause(who, {"COALESCE(calls.agent_id, calls.dialled_by)", "calls.queue_id", own_calls, 1}));
    return where;
}

/// The day's rings at agents whom `who` may see, wherever the call went then.
lists::Where rings_of(const people::SignedIn& who, std::int64_t from_ms) {
    auto where = day_of(who, from_ms);
    where.add("calls.direction = 'inbound'");
    where.add_scope(people::scope_clause(who, {"missed_calls.agent_id", "missed_calls.queue_id"}));
    return where;
}

/// The day's stays in queues that `who` may see; who sees but his own calls: theirs.
lists::Where visits_of(const people::SignedIn& who, std::int64_t from_ms) {
    const bool own = who.data() == people::DataScope::Own;
    auto where = own ? calls_of(who, from_ms) : day_of(who, from_ms);
    where.add(waits);
    if (!own) {
        where.add_scope(people::scope_clause(who, {.person = {}, .queue = "queue_visits.queue_id"}));
    }
    return where;
}

Result<std::vector<HourRow>> hours_of(db::Connection& connection, const people::SignedIn& who, const Day& day) {
    const auto where = calls_of(who, day.from_ms);
    constexpr std::int64_t ms_of_second = 1000;
    // Numbers of ours, no text: they may stand in the statement, and GROUP BY needs the same expression twice.
    const auto half_hour = fmt::format("(calls.started_at_ms - {}) / {}", day.from_ms, ms_of_half_hour);
    const auto count = [](std::string_view condition) {
        return fmt::format("SUM(CASE WHEN {} THEN 1 ELSE 0 END)", condition);
    };
    constexpr std::string_view in = "calls.direction = 'inbound'";
    // A call-back that no agent took has dialled nobody (docs/decisions/0018).
    constexpr std::string_view out =
        "calls.direction IN ('manual_outbound', 'auto_outbound') AND calls.dialled_by IS NOT NULL";
    constexpr std::string_view answered = "calls.result = 'answered'";
    const auto sql = fmt::format(
        "SELECT {} AS half_hour, {} AS inbound, {} AS inbound_answered, {} AS abandoned, {} AS outbound, {} AS "
        "outbound_connected, CAST(SUM(CASE WHEN {} AND {} THEN CASE WHEN calls.wait_ms > 0 THEN calls.wait_ms "
        "ELSE calls.ring_ms END ELSE 0 END) AS BIGINT) AS response_ms, {} AS abnormal FROM calls{} GROUP BY {} ORDER "
        "BY 1",
        half_hour, count(in), count(fmt::format("{} AND {}", in, answered)),
        count(fmt::format("{} AND calls.result = 'abandoned'", in)), count(out),
        count(fmt::format("{} AND {}", out, answered)), in, answered,
        count(fmt::format("calls.talk_ms > {}", day.abnormal_over_s * ms_of_second)), where.sql, half_hour);
    return connection.rows<HourRow>(sql, where.params);
}

/// Clocks may be put back or forward on this day: its hours are what they show.
std::vector<HourFigures> shown_hours(const std::vector<HourRow>& rows, const Day& day) {
    std::vector<HourFigures> hours;
    for (const auto& row : rows) {
        const auto hour = rollups::local_hour(day.from_ms + row.half_hour * ms_of_half_hour, *day.zone).hour;
        auto at = std::ranges::lower_bound(hours, hour, {}, &HourFigures::hour);
        if (at == hours.end() || at->hour != hour) {
            at = hours.insert(at, HourFigures{});
            at->hour = hour;
        }
        at->inbound += row.inbound;
        at->inbound_answered += row.inbound_answered;
        at->outbound += row.outbound;
        at->outbound_connected += row.outbound_connected;
    }
    return hours;
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
    }
    today.hours = shown_hours(hours, day);
    today.outbound_failed = today.outbound - today.outbound_connected;
    if (today.inbound_answered > 0) {
        today.response_s = static_cast<double>(response_ms) / 1000.0 / static_cast<double>(today.inbound_answered);
    }
    const auto rings = rings_of(who, day.from_ms);
    YH_TRY(today.missed,
           connection.one<std::int64_t>(
               "SELECT COUNT(*) FROM missed_calls JOIN calls ON calls.id = missed_calls.call_id" + rings.sql,
               rings.params));
    const auto visits = visits_of(who, day.from_ms);
    YH_TRY(today.queued, connection.one<std::int64_t>("SELECT COUNT(DISTINCT calls.id) FROM calls JOIN queue_visits ON "
                                                      "queue_visits.call_id = calls.id" +
                                                          visits.sql,
                                                      visits.params));
    YH_TRY(today.queues, queues_of(connection, visits, day.service_level));
    YH_TRY(today.counters, rollups::queue_counters(connection, who));
    return today;
}

}  // namespace yh::office::figures
