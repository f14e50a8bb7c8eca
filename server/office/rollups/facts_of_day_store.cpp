#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "office/rollups/facts_of_day.h"
#include "office/rollups/story_store.h"
#include "office/rollups/tally.h"

namespace yh::office::rollups {

namespace {

template <class Row>
void keep_day(const RowsByKey<Row>& from, std::int64_t day, RowsByKey<Row>& into) {
    for (const auto& [key, row] : from.all()) {
        if (row.day == day) {
            into.add(row);
        }
    }
}

lists::Where calls_between(std::int64_t tenant, std::int64_t from_ms, std::int64_t to_ms) {
    lists::Where where;
    where.add("calls.tenant_id = ?", tenant);
    where.add("calls.started_at_ms >= ?", from_ms);
    where.add("calls.started_at_ms < ?", to_ms);
    return where;
}

/// Talk of calls that began before the day.
Result<void> add_talk_over_midnight(db::Connection& connection, std::int64_t tenant, std::int64_t from_ms,
                                    std::int64_t day, const model::TimeZone& zone, Sums& sums) {
    constexpr std::int64_t long_ms = 3'600'000;  // the index calls_long knows those that are longer
    Sums found;
    const auto take = [&](const CallStory& story) { add_call(found, story, zone); };
    auto shorter = calls_between(tenant, from_ms - long_ms, from_ms);
    shorter.add("calls.ended_at_ms > ?", from_ms);
    shorter.add("calls.ended_at_ms - calls.started_at_ms <= 3600000");
    YH_CHECK(each_story(connection, shorter, WithStates::Yes, take));
    lists::Where longer;
    longer.add("calls.tenant_id = ?", tenant);
    longer.add("calls.started_at_ms < ?", from_ms);
    longer.add("calls.ended_at_ms > ?", from_ms);
    longer.add("calls.ended_at_ms - calls.started_at_ms > 3600000");
    YH_CHECK(each_story(connection, longer, WithStates::Yes, take));
    keep_day(found.agent_state_hours, day, sums.agent_state_hours);
    return {};
}

struct Ends {
    std::int64_t first = 0;
    std::int64_t last = 0;
};
BOOST_DESCRIBE_STRUCT(Ends, (), (first, last))

}  // namespace

Result<Sums> sums_of_day(db::Connection& connection, std::int64_t tenant, std::int64_t day,
                         const model::TimeZone& zone) {
    const auto from_ms = day_begins_ms(day, zone);
    const auto to_ms = day_begins_ms(day_after(day), zone);
    Sums all;
    YH_CHECK(each_story(connection, calls_between(tenant, from_ms, to_ms), WithStates::Yes,
                        [&](const CallStory& story) { add_call(all, story, zone); }));
    YH_CHECK(each_stretch(connection, tenant, from_ms, to_ms, Stretches::Over,
                          [&](const StateStretch& stretch) { add_stretch(all, stretch, zone); }));
    Sums sums;
    YH_CHECK(add_talk_over_midnight(connection, tenant, from_ms, day, zone, sums));
    keep_day(all.agent_days, day, sums.agent_days);
    keep_day(all.agent_state_hours, day, sums.agent_state_hours);
    keep_day(all.department_days, day, sums.department_days);
    keep_day(all.call_hours, day, sums.call_hours);
    keep_day(all.queue_hours, day, sums.queue_hours);
    keep_day(all.survey_days, day, sums.survey_days);
    keep_day(all.dialled_numbers, day, sums.dialled_numbers);
    return sums;
}

Result<Days> days_of(db::Connection& connection, std::int64_t tenant, std::int64_t from_day,
                     const model::TimeZone& zone) {
    Days days;
    const auto note = [&](std::int64_t first, std::int64_t last) {
        if (first != 0) {
            days.first = days.first == 0 ? first : std::min(days.first, first);
            days.last = std::max(days.last, last);
        }
    };
    // Each end by a query of its own, which the index answers at once.
    const auto ends_of = [&](std::string_view table, std::string_view column, const std::string& which) {
        const auto end = [&](std::string_view least) {
            return fmt::format("COALESCE((SELECT {}({}) FROM {} WHERE {}), 0)", least, column, table, which);
        };
        return connection.one<Ends>(fmt::format("SELECT {} AS first, {} AS last", end("MIN"), end("MAX")));
    };
    // Facts after the last day of any sum there cannot be, but for calls that wait to be counted the first time.
    const auto own = fmt::format("tenant_id = {}", tenant);
    for (const auto& [table, column] :
         {std::pair{"calls", "started_at_ms"}, std::pair{"agent_states", "began_at_ms"}}) {
        YH_TRY(const auto ends, ends_of(table, column, own));
        if (ends.first != 0) {
            note(std::max(local_hour(ends.first, zone).day, from_day), local_hour(ends.last, zone).day);
        }
    }
    const auto from = fmt::format("{} AND day >= {} AND day % 100 <> 0", own, from_day);
    for (const std::string_view table : {AgentDay::table, AgentStateHour::table, DepartmentDay::table, CallHour::table,
                                         QueueHour::table, SurveyDay::table}) {
        YH_TRY(const auto ends, ends_of(table, "day", from));
        note(ends.first, ends.last);
    }
    return days;
}

Result<model::TimeZone> load_zone(db::Connection& connection, std::int64_t tenant) {
    YH_TRY(const auto name, connection.row<std::string>("SELECT zone FROM tenants WHERE id = ?", tenant));
    auto zone = model::TimeZone::load(name.value_or(""));
    return zone.ok() ? std::move(zone).value() : model::TimeZone{};
}

}  // namespace yh::office::rollups
