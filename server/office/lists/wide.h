#pragma once

#include "db/connection.h"
#include "office/lists/asked.h"
#include "office/lists/list.h"

// Where nothing but wide filters narrows a list. Thread: one that may block.
namespace yh::office::lists {

/// Whether nothing but wide filters narrows the list.
bool is_narrowed_widely(const Asked& asked);

/// Whether all that narrows it stands in joined tables: SQLite would rather walk the list's own rows, in no useful
/// order.
bool is_narrowed_elsewhere(const Asked& asked);

/// Whether so many of the newest rows fit such filters that the page and its total are met sooner in the list's own
/// order than by an index (SQLite, whose planner cannot know it). It never changes what is found.
Result<bool> is_met_in_order(db::Connection& connection, const List& list, const Asked& asked);

}  // namespace yh::office::lists
