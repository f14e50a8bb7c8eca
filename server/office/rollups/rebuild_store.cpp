#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <type_traits>

#include "base/describe.h"
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

Result<void> empty(db::Connection& connection, std::int64_t tenant, std::int64_t day) {
    Result<void> emptied;
    Sums{}.each_table([&](const auto& rows) {
        using Row = typename std::remove_cvref_t<decltype(rows)>::RowType;
        if (emptied.ok()) {
            emptied = connection.change(fmt::format("DELETE FROM {} WHERE tenant_id = ? AND day = ?", Row::table),
                                        tenant, day);
        }
    });
    return emptied;
}

/// INSERT … SELECT the sums of a month or year from those of its days.
template <class Row>
std::string span_sql(std::int64_t span) {
    std::string columns;
    std::string values;
    std::string keys;
    std::size_t index = 0;
    for (const auto name : field_names<Row>) {
        const bool key = index++ < Row::keys;
        columns += fmt::format("{}{}", columns.empty() ? "" : ", ", name);
        // The span is a number of ours: as a parameter among columns PostgreSQL would not know its type.
        values += values.empty() ? "" : ", ";
        values += name == "day" ? std::to_string(span)
                  : key         ? std::string{name}
                                : fmt::format("CAST(SUM({}) AS BIGINT)", name);
        keys += key && name != "day" ? fmt::format("{}{}", keys.empty() ? "" : ", ", name) : "";
    }
    return fmt::format(
        "INSERT INTO {0} ({1}) SELECT {2} FROM {0} WHERE tenant_id = ? AND day > ? AND day < ? AND "
        "day % 100 <> 0 GROUP BY {3}",
        Row::table, columns, values, keys);
}

Result<void> make_month(db::Connection& connection, std::int64_t tenant, std::int64_t month) {
    YH_CHECK(empty(connection, tenant, month));
    Result<void> made;
    Sums{}.each_table([&](const auto& rows) {
        using Row = typename std::remove_cvref_t<decltype(rows)>::RowType;
        if (made.ok()) {
            made = connection.change(span_sql<Row>(month), tenant, month, month_after(month));
        }
    });
    return made;
}

Result<void> make_year(db::Connection& connection, std::int64_t tenant, std::int64_t year) {
    constexpr std::int64_t last_day = 1231;
    YH_CHECK(empty(connection, tenant, year));
    return connection.change(span_sql<DialledNumber>(year), tenant, year, year + last_day + 1);
}

}  // namespace

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
        YH_CHECK(empty(connection, build->tenant_id, day));
        YH_CHECK(add_days_to(connection, sums));
    }
    const auto next = day_after(day);
    if (day >= last || month_of(next) != month_of(day)) {
        YH_CHECK(make_month(connection, build->tenant_id, month_of(day)));
    }
    if (day >= last || year_of(next) != year_of(day)) {
        YH_CHECK(make_year(connection, build->tenant_id, year_of(day)));
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
