#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "db/connection.h"
#include "office/lists/asked.h"
#include "office/lists/list.h"

namespace yh::office::lists {

/// The ids of a page that is sorted by a column whose values stand in a narrow table: value after value, each walked in
/// the list's own order, and last what has no value. The same order as `order_of` gives, without sorting a million
/// rows. Nothing: it must be sorted, because the column has no such table, something else narrows the list, or the page
/// lies too far down. Thread: one that may block.
Result<std::optional<std::vector<std::int64_t>>> ids_by_value(db::Connection& connection, const List& list,
                                                              const Asked& asked);

}  // namespace yh::office::lists
