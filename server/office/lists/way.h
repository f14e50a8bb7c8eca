#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "db/connection.h"
#include "office/lists/asked.h"
#include "office/lists/list.h"
#include "office/lists/where.h"

// How a list is narrowed by values that stand in a narrow table (Finder), with a million rows: few values are fetched
// and their rows looked up; of many, the list walks the index of the rarest in its own order and stops when the page is
// full; whatever else must hold is probed row by row. The planners of both databases are led, not trusted: neither
// knows how two fields of one company go together. Where the rows are one person's, it walks those in the same way.
namespace yh::office::lists {

/// So few rows are fetched at once.
inline constexpr std::int64_t most_fetched = 3'000;

/// Decides it, by counting so far. What was decided never changes what is found.
Result<Asked> with_ways(db::Connection& connection, const List& list, Asked asked);

/// The list's tables, after the index that is walked.
std::string from_of(const List& list, const Asked& asked);
/// The same, of which only the newest `most` values are looked at; `params` stand before those of the conditions.
std::string newest_from(const List& list, const Asked& asked, std::int64_t most, db::Params& params);
/// The time of the last of the newest `most` values of the index that is walked, whatever else the rows must be; none,
/// when there are not so many.
Result<std::optional<std::int64_t>> oldest_walked(db::Connection& connection, const Asked& asked, std::int64_t most);
/// Whether the list may be walked by the values of a field: where something else narrows it, its own indexes do.
bool may_walk(const List& list, const Asked& asked);
/// Whether the walked rows are all that this reader may see.
bool walks_own(const Asked& asked);
/// What ties the walked index to the rows; nothing, when none is walked.
void add_driver(Where& where, const List& list, const Asked& asked);
/// A condition of a narrow table, by its place among the conditions.
void add_found(Where& where, const List& list, const Asked& asked, std::size_t at);

/// Columns of the usual order: of the index that is walked, else the list's.
struct OrderColumns {
    std::string time;
    std::string id;
};
OrderColumns order_columns(const List& list, const Asked& asked);

bool is_found(FilterKind kind);

}  // namespace yh::office::lists
