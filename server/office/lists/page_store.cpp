#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/describe.h"
#include "office/lists/list_store.h"
#include "office/lists/page.h"
#include "office/lists/value_order.h"
#include "office/lists/way.h"
#include "office/lists/wide.h"

// Which rows a page shows, and how many there are: found in one go where that is possible, because what a list is
// narrowed by costs as much for the page as for its total.
namespace yh::office::lists {

namespace {

struct DatedRow {
    std::int64_t id = 0;
    std::int64_t at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(DatedRow, (), (id, at_ms))

/// What was counted, and the newest rows that were: the page may lie among them.
struct CountedRows {
    Count count;
    std::vector<DatedRow> newest;  ///< empty: it may not
};

Result<CountedRows> count_rows(db::Connection& connection, const List& list, const Asked& asked,
                               const std::string& from, Where where) {
    CountedRows counted;
    const auto [time, id] = order_columns(list, asked);
    const bool narrowed =
        !asked.conditions.empty() || asked.from_ms || asked.to_ms || asked.ways.person || !asked.narrowing.sql.empty();
    // One person's rows, and a list that nothing narrows much, are best met in their order; elsewhere that would keep
    // planners from the index of what was asked for.
    const bool ordered = asked.ways.person || asked.walks || (!narrowed && may_walk(list, asked));
    if (ordered) {
        where.sql += fmt::format(" ORDER BY {} DESC, {} DESC", time, id);
    }
    // Where all is seen and nothing narrows it there are always more; where a part is, there may be few.
    const bool may_be_few = narrowed || (ordered && asked.reader.who.data() == people::DataScope::Led);
    if (asked.sort != nullptr || !may_be_few) {
        YH_TRY(counted.count, count_from(connection, from, where));
        return counted;
    }
    YH_TRY(counted.newest,
           connection.rows<DatedRow>(fmt::format("SELECT {} AS id, COALESCE({}, 0) AS at_ms FROM {}{} LIMIT {}",
                                                 list.id, time, from, where.sql, most_counted + 1),
                                     where.params));
    counted.count.more = std::ssize(counted.newest) > most_counted;
    counted.count.rows = std::min(std::ssize(counted.newest), most_counted);
    if (counted.count.more && !ordered) {
        counted.newest.clear();  // as they were met, not the newest
    }
    return counted;
}

/// Where each row must be probed for its values, the newest are counted: `more` then says that there may be some.
Result<CountedRows> count_newest(db::Connection& connection, const List& list, const Asked& asked, Where where) {
    const auto& ways = asked.ways.of;
    if (asked.ways.driver) {
        db::Params params;
        const auto from = newest_from(list, asked, most_probed, params);
        where.params.insert(where.params.begin(), params.begin(), params.end());
        YH_TRY(auto counted, count_rows(connection, list, asked, from, std::move(where)));
        counted.count.more = counted.count.more || !asked.ways.exhausted;
        return counted;
    }
    if (ways.empty() || std::ranges::find(ways, Way::Fetch) != ways.end()) {
        return count_rows(connection, list, asked, from_of(list, asked), std::move(where));
    }
    YH_TRY(const auto oldest, oldest_probed(connection, list, asked, most_probed));
    if (oldest) {
        where.add(fmt::format("{} >= ?", order_columns(list, asked).time), *oldest);
    }
    YH_TRY(auto counted, count_rows(connection, list, asked, from_of(list, asked), std::move(where)));
    counted.count.more = counted.count.more || oldest;
    return counted;
}

/// The page's part of all that was found, if it lies among them.
std::optional<std::vector<std::int64_t>> part_of(const std::vector<std::int64_t>& all, bool more, const Asked& asked) {
    auto begin = all.begin();
    if (asked.after) {
        begin = std::ranges::find(all, asked.after->id);
        if (begin == all.end()) {
            return std::nullopt;  // that row is gone
        }
        ++begin;
    } else {
        begin += std::min(asked.page.offset(), std::ssize(all));
    }
    const auto left = all.end() - begin;
    if (left < asked.page.size && more) {
        return std::nullopt;
    }
    return std::vector<std::int64_t>{begin, begin + std::min(asked.page.size, left)};
}

std::optional<std::vector<std::int64_t>> part_of(CountedRows counted, const Asked& asked) {
    auto& rows = counted.newest;
    if (rows.empty() || asked.sort != nullptr || (asked.ascending && counted.count.more)) {
        return std::nullopt;
    }
    std::ranges::sort(rows, [&](const DatedRow& one, const DatedRow& other) {
        const auto before = std::pair{one.at_ms, one.id} < std::pair{other.at_ms, other.id};
        const auto after = std::pair{one.at_ms, one.id} > std::pair{other.at_ms, other.id};
        return asked.ascending ? before : after;
    });
    std::vector<std::int64_t> ids;
    std::ranges::transform(rows, std::back_inserter(ids), &DatedRow::id);
    return part_of(ids, counted.count.more, asked);
}

/// The quick search costs the same whether it counts or names what it finds: it is done once.
Result<FoundIds> find_searched(db::Connection& connection, const List& list, const Asked& asked) {
    FoundIds found;
    YH_TRY(auto searched, search_in(connection, list, asked));
    found.searched_from_ms = searched.from_ms;
    YH_TRY(const auto all,
           connection.rows<std::int64_t>(
               fmt::format("SELECT {} AS id FROM {}{}{} LIMIT {}", list.id, from_of(list, asked), searched.where.sql,
                           order_of(list, asked, connection.engine()), most_counted + 1),
               searched.where.params));
    found.count.more = std::ssize(all) > most_counted;
    found.count.rows = std::min(std::ssize(all), most_counted);
    auto part = part_of(all, found.count.more, asked);
    if (part) {
        found.ids = *std::move(part);
    } else {
        YH_TRY(found.ids, page_ids(connection, list, asked, std::move(searched.where)));
    }
    return found;
}

/// Whether the index of a joined table has the order: nothing but whose rows they are narrows the list.
bool is_sorted_elsewhere(const Asked& asked) {
    return asked.sort != nullptr && !asked.sort->tenant.empty() && asked.conditions.empty() && !asked.ways.person &&
           !asked.from_ms && !asked.to_ms && asked.narrowing.sql.empty();
}

}  // namespace

Result<FoundIds> find_ids(db::Connection& connection, const List& list, const Asked& wanted) {
    if (!wanted.search.empty()) {
        return find_searched(connection, list, wanted);
    }
    FoundIds found;
    auto asked = wanted;
    YH_TRY(asked.walks, is_met_in_order(connection, list, asked));
    auto where = where_of(list, asked);
    YH_TRY(auto counted, count_newest(connection, list, asked, where));
    found.count = counted.count;
    if (found.count.rows == 0 && !found.count.more) {
        return found;
    }
    if (auto part = part_of(std::move(counted), asked)) {
        found.ids = *std::move(part);
        return found;
    }
    if (found.count.more && asked.sort != nullptr) {
        YH_TRY(auto sorted, ids_by_value(connection, list, asked));
        if (sorted) {
            found.ids = *std::move(sorted);
            return found;
        }
    }
    if (found.count.more && is_sorted_elsewhere(asked)) {
        where.add(fmt::format("{} = ?", asked.sort->tenant), asked.reader.who.tenant.value);
    }
    if (found.count.more && asked.sort == nullptr && connection.engine() == db::Engine::Sqlite) {
        asked.walks = true;
        where = where_of(list, asked);
    }
    YH_TRY(found.ids, page_ids(connection, list, asked, std::move(where)));
    return found;
}

}  // namespace yh::office::lists
