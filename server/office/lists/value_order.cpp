#include "office/lists/value_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "office/lists/list_store.h"
#include "office/lists/page.h"
#include "office/lists/way.h"

namespace yh::office::lists {

namespace {

/// The narrow table of a column of which every row has one value at the most.
const Filter* filter_of(const Asked& asked) {
    const auto& extra = asked.reader.extra;
    if (asked.sort == nullptr || !extra) {
        return nullptr;
    }
    const auto found = std::ranges::find(extra->filters, asked.sort->key, &Filter::key);
    return found != extra->filters.end() && found->finder.ordered ? &*found : nullptr;
}

/// The value that follows in the order; nothing: that was the last.
Result<std::optional<std::string>> next_value(db::Connection& connection, const Finder& finder, bool ascending,
                                              const std::optional<std::string>& before) {
    auto sql = fmt::format("SELECT {}({}) FROM {} WHERE {} = {}", ascending ? "MIN" : "MAX", finder.value, finder.table,
                           finder.group, finder.of);
    db::Params params;
    if (before) {
        sql += fmt::format(" AND {} {} ?", finder.value, ascending ? ">" : "<");
        params.push_back(db::Param::own_text(*before));
    }
    return connection.one<std::optional<std::string>>(sql, params);
}

/// One value's rows, the newest first.
Result<std::vector<std::int64_t>> rows_of(db::Connection& connection, const List& list, Asked asked,
                                          const Filter& filter, const std::string& value, std::int64_t most) {
    asked.sort = nullptr;
    asked.ascending = false;
    asked.conditions.push_back({&filter, value});
    asked.ways.of.assign(asked.conditions.size(), Way::Probe);
    asked.ways.driver = asked.conditions.size() - 1;
    const auto where = where_of(list, asked);
    return connection.rows<std::int64_t>(
        fmt::format("SELECT {} AS id FROM {}{}{} LIMIT {}", list.id, from_of(list, asked), where.sql,
                    order_of(list, asked, connection.engine()), most),
        where.params);
}

Result<std::vector<std::int64_t>> rows_without(db::Connection& connection, const List& list, Asked asked,
                                               const Finder& finder, std::int64_t most) {
    asked.sort = nullptr;
    asked.ascending = false;
    auto where = where_of(list, asked);
    where.add(fmt::format("NOT EXISTS (SELECT 1 FROM {} AS found WHERE found.{} = {} AND found.{} = {})", finder.table,
                          finder.row, list.id, finder.group, finder.of));
    return connection.rows<std::int64_t>(fmt::format("SELECT {} AS id FROM {}{}{} LIMIT {}", list.id, list.from,
                                                     where.sql, order_of(list, asked, connection.engine()), most),
                                         where.params);
}

}  // namespace

Result<std::optional<std::vector<std::int64_t>>> ids_by_value(db::Connection& connection, const List& list,
                                                              const Asked& asked) {
    using Ids = std::vector<std::int64_t>;
    const auto* filter = filter_of(asked);
    const auto last = asked.page.offset() + asked.page.size;
    if (filter == nullptr || !asked.conditions.empty() || !may_walk(list, asked) || last > most_counted) {
        return std::optional<Ids>{};
    }
    auto exact = *filter;
    exact.kind = FilterKind::Found;
    Ids ids;
    std::optional<std::string> value;
    while (std::ssize(ids) < last) {
        YH_TRY(value, next_value(connection, exact.finder, asked.ascending, value));
        if (value && value->find(',') != std::string::npos) {
            return std::optional<Ids>{};  // a comma would make several of it
        }
        const auto left = last - std::ssize(ids);
        YH_TRY(const auto more, value ? rows_of(connection, list, asked, exact, *value, left)
                                      : rows_without(connection, list, asked, exact.finder, left));
        ids.insert(ids.end(), more.begin(), more.end());
        if (!value) {
            break;
        }
    }
    ids.erase(ids.begin(), ids.begin() + std::min(asked.page.offset(), std::ssize(ids)));
    return std::optional{std::move(ids)};
}

}  // namespace yh::office::lists
