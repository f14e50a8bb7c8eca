#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"

namespace yh::db {

/// The tables as one line for each column and index, in the same words for both engines, sorted:
///   calls.answered_at_ms bigint null
///   calls.id bigint key
///   index calls_by_queue on calls
/// For comparing the engines with each other and with a committed snapshot.
Result<std::vector<std::string>> describe_schema(Connection& connection);

}  // namespace yh::db
