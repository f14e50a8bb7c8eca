#include <fmt/format.h>

#include <algorithm>

#include "office/lists/list_store.h"
#include "office/lists/way.h"
#include "office/lists/wide.h"

namespace yh::office::lists {

namespace {

/// So many of the newest rows are looked at.
constexpr std::int64_t most_tried = 2'000;
/// Where one of so many fits, ten thousand are met before all rows were.
constexpr std::int64_t tried_for_one = 5;

}  // namespace

bool is_narrowed_widely(const Asked& asked) {
    return !asked.from_ms && !asked.to_ms && asked.search.empty() && asked.narrowing.sql.empty() &&
           !asked.ways.person &&
           std::ranges::all_of(asked.conditions, [](const auto& one) { return one.filter->wide != Wide::No; });
}

bool is_narrowed_elsewhere(const Asked& asked) {
    return asked.reader.who.data() != people::DataScope::Own && !asked.conditions.empty() &&
           is_narrowed_widely(asked) &&
           std::ranges::all_of(asked.conditions, [](const auto& one) { return one.filter->wide == Wide::Joined; });
}

Result<bool> is_met_in_order(db::Connection& connection, const List& list, const Asked& asked) {
    if (connection.engine() != db::Engine::Sqlite || asked.sort != nullptr || !is_narrowed_elsewhere(asked)) {
        return false;
    }
    const auto time = order_columns(list, asked).time;
    const auto from = from_of(list, asked);
    auto all = asked;
    all.conditions.clear();
    const auto any = where_of(list, all);
    YH_TRY(const auto oldest,
           connection.row<std::int64_t>(fmt::format("SELECT {} FROM {}{} ORDER BY {} DESC LIMIT 1 OFFSET {}", time,
                                                    from, any.sql, time, most_tried - 1),
                                        any.params));
    if (!oldest) {
        return false;
    }
    auto walking = asked;
    walking.walks = true;
    auto where = where_of(list, walking);
    where.add(fmt::format("{} >= ?", time), *oldest);
    YH_TRY(const auto fit, count_from(connection, from, where));
    return fit.rows * tried_for_one >= most_tried;
}

}  // namespace yh::office::lists
