#include "office/lists/way.h"

#include <fmt/format.h>

#include <algorithm>

#include "http/text.h"
#include "office/lists/page.h"

namespace yh::office::lists {

namespace {

constexpr std::string_view walked = "walked";
/// Which of two values is rarer is not asked beyond this.
constexpr std::int64_t most_compared = 20'000;

const Asked::Condition* driver_of(const Asked& asked) {
    return asked.ways.driver ? &asked.conditions[*asked.ways.driver] : nullptr;
}

/// Only of one value does the index hold the rows in the list's order, each once.
bool is_one_value(const Asked::Condition& condition) {
    return condition.filter->kind != FilterKind::FoundDay && condition.value.find(',') == std::string::npos;
}

/// Adds the values to `params` and says when a value fits.
std::string value_clause(const Asked::Condition& condition, std::string_view value_column, db::Params& params) {
    const auto& [filter, value] = condition;
    if (filter->kind == FilterKind::FoundDay) {
        const auto dots = value.find("..");
        const auto from = value.substr(0, dots);
        const auto to = dots == std::string::npos ? std::string{} : value.substr(dots + 2);
        std::string clause;
        for (const auto& [day, is] : {std::pair{from, ">="}, {to, "<="}}) {
            if (!day.empty()) {
                clause += fmt::format("{}{} {} ?", clause.empty() ? "" : " AND ", value_column, is);
                params.push_back(db::Param::own_text(day));
            }
        }
        return clause.empty() ? "1 = 1" : clause;
    }
    if (is_one_value(condition)) {
        params.push_back(db::Param::own_text(value));
        return fmt::format("{} = ?", value_column);
    }
    std::string places;
    for (const auto one : http::split(value, ',')) {
        places += places.empty() ? "?" : ", ?";
        params.push_back(db::Param::own_text(std::string{one}));
    }
    return fmt::format("{} IN ({})", value_column, places);
}

Result<std::int64_t> count_values(db::Connection& connection, const Asked::Condition& condition, std::int64_t most) {
    const auto& finder = condition.filter->finder;
    db::Params params;
    const auto clause = value_clause(condition, finder.value, params);
    return connection.one<std::int64_t>(
        fmt::format("SELECT COUNT(*) FROM (SELECT 1 AS one FROM {} WHERE {} = {} AND {} LIMIT {}) AS counted",
                    finder.table, finder.group, finder.of, clause, most),
        params);
}

/// The values of the driver among the rows of the wished time.
std::string driver_clause(const Asked& asked, const Asked::Condition& driver, db::Params& params) {
    const auto& finder = driver.filter->finder;
    auto clause = value_clause(driver, finder.value, params);
    for (const auto& [bound, is] : {std::pair{asked.from_ms, ">="}, {asked.to_ms, "<"}}) {
        if (bound) {
            clause += fmt::format(" AND {} {} ?", finder.time, is);
            params.push_back(db::Param::integer(*bound));
        }
    }
    return fmt::format("{} = {} AND {}", finder.group, finder.of, clause);
}

/// Whose rows the list is of, where that is one person; `asked` needs no condition for it then.
Result<std::optional<std::int64_t>> walked_person(db::Connection& connection, const List& list, Asked& asked) {
    const auto& who = asked.reader.who;
    const auto is_named = [](const auto& one) { return one.filter->kind == FilterKind::HadPart; };
    const auto named = std::ranges::find_if(asked.conditions, is_named);
    const bool own = who.data() == people::DataScope::Own && list.seen == nullptr && asked.narrowing.sql.empty();
    std::optional<std::int64_t> person;
    if (own && !list.had_part.table.empty()) {
        person = who.user.value;
        std::erase_if(asked.conditions, [&](const auto& one) { return is_named(one) && one.value == who.number; });
    } else if (named != asked.conditions.end()) {
        YH_TRY(const auto found, connection.row<std::int64_t>("SELECT id FROM users WHERE tenant_id = ? AND number = ?",
                                                              who.tenant, named->value));
        person = found.value_or(0);
        asked.conditions.erase(named);
    } else if (!list.had_part.table.empty()) {
        person = asked.narrowing.person;
    }
    return person;
}

}  // namespace

bool is_found(FilterKind kind) {
    return kind == FilterKind::Found || kind == FilterKind::FoundDay || kind == FilterKind::FoundPerson;
}

bool may_walk(const List& list, const Asked& asked) {
    return asked.reader.who.data() != people::DataScope::Own && list.seen == nullptr && !asked.ways.person &&
           std::ranges::all_of(asked.conditions, [](const auto& one) { return is_found(one.filter->kind); });
}

Result<Asked> with_ways(db::Connection& connection, const List& list, Asked asked) {
    auto& ways = asked.ways;
    ways = {};
    YH_TRY(ways.person, walked_person(connection, list, asked));
    if (std::ranges::none_of(asked.conditions, [](const auto& one) { return is_found(one.filter->kind); })) {
        return asked;
    }
    ways.of.assign(asked.conditions.size(), Way::Probe);
    std::int64_t fewest = most_compared + 1;
    std::optional<std::size_t> rarest;
    for (std::size_t at = 0; at < asked.conditions.size(); ++at) {
        const auto& condition = asked.conditions[at];
        if (!is_found(condition.filter->kind)) {
            continue;
        }
        YH_TRY(const auto rows, count_values(connection, condition, most_compared + 1));
        if (rows <= most_fetched) {
            ways.of[at] = Way::Fetch;
        }
        if (is_one_value(condition) && (!rarest || rows < fewest)) {
            fewest = rows;
            rarest = at;
        }
    }
    if (rarest && std::ranges::find(ways.of, Way::Fetch) == ways.of.end() && may_walk(list, asked)) {
        ways.driver = rarest;
        ways.exhausted = fewest <= most_probed;
    }
    return asked;
}

std::string from_of(const List& list, const Asked& asked) {
    const auto* driver = driver_of(asked);
    const auto table = asked.ways.person   ? list.had_part.table
                       : driver != nullptr ? driver->filter->finder.table
                                           : std::string_view{};
    // Both databases keep to the order of a CROSS JOIN, or are free to find it by themselves.
    return table.empty() ? std::string{list.from} : fmt::format("{} AS {} CROSS JOIN {}", table, walked, list.from);
}

std::string newest_from(const List& list, const Asked& asked, std::int64_t most, db::Params& params) {
    const auto* driver = driver_of(asked);
    if (driver == nullptr) {
        return std::string{list.from};
    }
    const auto& finder = driver->filter->finder;
    const auto clause = driver_clause(asked, *driver, params);
    return fmt::format(
        "(SELECT {1}, {2}, {3}, {4} FROM {0} WHERE {5} ORDER BY {3} DESC, {1} DESC LIMIT {6}) AS {7} CROSS JOIN {8}",
        finder.table, finder.row, finder.value, finder.time, finder.group, clause, most, walked, list.from);
}

Result<std::optional<std::int64_t>> oldest_walked(db::Connection& connection, const Asked& asked, std::int64_t most) {
    const auto* driver = driver_of(asked);
    if (driver == nullptr) {
        return std::optional<std::int64_t>{};
    }
    const auto& finder = driver->filter->finder;
    db::Params params;
    const auto clause = driver_clause(asked, *driver, params);
    return connection.row<std::int64_t>(
        fmt::format("SELECT {1} FROM {0} WHERE {2} ORDER BY {1} DESC, {3} DESC LIMIT 1 OFFSET {4}", finder.table,
                    finder.time, clause, finder.row, most - 1),
        params);
}

bool walks_own(const Asked& asked) {
    return asked.ways.person && asked.reader.who.data() == people::DataScope::Own && asked.narrowing.sql.empty();
}

void add_driver(Where& where, const List& list, const Asked& asked) {
    if (asked.ways.person) {
        const auto& part = list.had_part;
        where.add(fmt::format("{} = {}.{}", part.of, walked, part.row));
        where.add(fmt::format("{}.{} = ?", walked, part.person), *asked.ways.person);
    }
    if (const auto* driver = driver_of(asked)) {
        const auto& finder = driver->filter->finder;
        where.add(fmt::format("{} = {}.{}", list.id, walked, finder.row));
    }
}

void add_found(Where& where, const List& list, const Asked& asked, std::size_t at) {
    const auto& condition = asked.conditions[at];
    const auto& finder = condition.filter->finder;
    db::Params params;
    if (asked.ways.driver == at) {
        const auto clause = value_clause(condition, fmt::format("{}.{}", walked, finder.value), params);
        where.add(fmt::format("{}.{} = {} AND {}", walked, finder.group, finder.of, clause));
    } else if (at < asked.ways.of.size() && asked.ways.of[at] == Way::Fetch) {
        const auto clause = value_clause(condition, finder.value, params);
        where.add(fmt::format("{} IN (SELECT {} FROM {} WHERE {} = {} AND {})", list.id, finder.row, finder.table,
                              finder.group, finder.of, clause));
    } else {
        // Neither database makes a join of this. The sum keeps them from the index of the values, which a planner that
        // has not counted the table yet takes for as good as the one of the row.
        const auto clause = value_clause(condition, fmt::format("found.{}", finder.value), params);
        where.add(
            fmt::format("(SELECT 1 FROM {} AS found WHERE found.{} = {} AND found.{} + 0 = {} AND {} LIMIT 1) = 1",
                        finder.table, finder.row, list.id, finder.group, finder.of, clause));
    }
    where.params.insert(where.params.end(), params.begin(), params.end());
}

OrderColumns order_columns(const List& list, const Asked& asked) {
    if (asked.ways.person) {
        const auto& part = list.had_part;
        return {fmt::format("{}.{}", walked, part.time),
                part.of == list.id ? fmt::format("{}.{}", walked, part.row) : std::string{list.id}};
    }
    const auto* driver = driver_of(asked);
    if (driver == nullptr) {
        return {std::string{list.time}, std::string{list.id}};
    }
    const auto& finder = driver->filter->finder;
    return {fmt::format("{}.{}", walked, finder.time), fmt::format("{}.{}", walked, finder.row)};
}

}  // namespace yh::office::lists
