#include <fmt/format.h>

#include <algorithm>

#include "office/rollups/facts_of_day.h"
#include "office/rollups/local_time.h"
#include "office/rollups/rebuild.h"

namespace yh::office::rollups {

namespace {

constexpr std::string_view select_build = "SELECT tenant_id, zone, next_day, facts_from_day FROM rollup_builds";

struct TenantZone {
    std::int64_t id = 0;
    std::string zone;
};
BOOST_DESCRIBE_STRUCT(TenantZone, (), (id, zone))

model::TimeZone zone_named(std::string_view name) {
    auto zone = model::TimeZone::load(name);
    return zone.ok() ? std::move(zone).value() : model::TimeZone{};
}

Result<void> plan(db::Connection& connection, const TenantZone& tenant, std::int64_t facts_from_day) {
    YH_TRY(const auto days, days_of(connection, tenant.id, facts_from_day, zone_named(tenant.zone)));
    Build build{tenant.id, tenant.zone, {}, facts_from_day};
    if (days.first != 0) {
        build.next_day = std::max(days.first, facts_from_day);
    }
    return connection.upsert("rollup_builds", build, {"tenant_id"});
}

Result<void> empty_day(db::Connection& connection, std::int64_t tenant, std::int64_t day) {
    for (const std::string_view table : {AgentDay::table, AgentStateHour::table, DepartmentDay::table, CallHour::table,
                                         QueueHour::table, SurveyDay::table}) {
        YH_CHECK(connection.run(fmt::format("DELETE FROM {} WHERE tenant_id = ? AND day = ?", table), tenant, day));
    }
    return connection.change("DELETE FROM dialled_numbers WHERE tenant_id = ? AND period = ?", tenant, day);
}

}  // namespace

Result<void> make_month(db::Connection& connection, std::int64_t tenant, std::int64_t day) {
    constexpr std::int64_t days_of_month = 100;
    const auto month = day - day % days_of_month;
    YH_CHECK(connection.run("DELETE FROM dialled_numbers WHERE tenant_id = ? AND period = ?", tenant, month));
    // The month is a number of ours, no text: as a parameter among columns PostgreSQL would not know its type.
    return connection.change(
        fmt::format(
            "INSERT INTO dialled_numbers (tenant_id, period, number, attempts, not_rung, rung_short, rung_long, "
            "talked_short, talked_long) SELECT tenant_id, {}, number, CAST(SUM(attempts) AS BIGINT), "
            "CAST(SUM(not_rung) AS BIGINT), CAST(SUM(rung_short) AS BIGINT), CAST(SUM(rung_long) AS BIGINT), "
            "CAST(SUM(talked_short) AS BIGINT), CAST(SUM(talked_long) AS BIGINT) FROM dialled_numbers WHERE "
            "tenant_id = ? AND period > ? AND period < ? GROUP BY tenant_id, number",
            month),
        tenant, month, month + days_of_month);
}

Result<void> plan_builds(db::Connection& connection, Plan which) {
    YH_TRY(const auto tenants, connection.rows<TenantZone>("SELECT id, zone FROM tenants ORDER BY id"));
    for (const auto& tenant : tenants) {
        YH_TRY(const auto known, find_build(connection, tenant.id));
        if (!known || known->zone != tenant.zone || which == Plan::All) {
            YH_CHECK(plan(connection, tenant, known ? known->facts_from_day : 0));
        }
    }
    return {};
}

Result<bool> build_one_day(db::Connection& connection, std::int64_t now_ms) {
    YH_TRY(const auto build, connection.row<Build>(fmt::format(
                                 "{} WHERE next_day IS NOT NULL ORDER BY tenant_id LIMIT 1", select_build)));
    if (!build) {
        return false;
    }
    const auto zone = zone_named(build->zone);
    const auto day = *build->next_day;
    YH_TRY(const auto days, days_of(connection, build->tenant_id, build->facts_from_day, zone));
    const auto last = std::max(days.last, local_hour(now_ms, zone).day);
    if (day <= last) {
        YH_TRY(const auto sums, sums_of_day(connection, build->tenant_id, day, zone));
        YH_CHECK(empty_day(connection, build->tenant_id, day));
        YH_CHECK(add_to(connection, sums));
    }
    constexpr std::int64_t days_of_month = 100;
    const auto next = day_after(day);
    if (day >= last || next / days_of_month != day / days_of_month) {
        YH_CHECK(make_month(connection, build->tenant_id, day));
    }
    YH_CHECK(connection.run("UPDATE rollup_builds SET next_day = ? WHERE tenant_id = ?",
                            day >= last ? std::optional<std::int64_t>{} : std::optional{next}, build->tenant_id));
    return true;
}

Result<std::optional<Build>> find_build(db::Connection& connection, std::int64_t tenant) {
    return connection.row<Build>(fmt::format("{} WHERE tenant_id = ?", select_build), tenant);
}

Result<void> note_deleted_facts(db::Connection& connection, std::int64_t tenant, std::int64_t last_ms) {
    YH_TRY(auto zone, connection.row<TenantZone>("SELECT id, zone FROM tenants WHERE id = ?", tenant));
    if (!zone) {
        return {};
    }
    YH_TRY(const auto known, find_build(connection, tenant));
    if (!known) {
        YH_CHECK(plan(connection, *zone, 0));
    }
    const auto from_day = day_after(local_hour(last_ms, zone_named(zone->zone)).day);
    YH_CHECK(connection.run("UPDATE rollup_builds SET facts_from_day = ? WHERE tenant_id = ? AND facts_from_day < ?",
                            from_day, tenant, from_day));
    return connection.change("UPDATE rollup_builds SET next_day = ? WHERE tenant_id = ? AND next_day < ?", from_day,
                             tenant, from_day);
}

}  // namespace yh::office::rollups
