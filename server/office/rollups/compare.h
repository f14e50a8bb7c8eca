#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"
#include "db/connection.h"

namespace yh::office::rollups {

/// Makes all sums again, in memory and day by day, and tells of each row that differs from what the tables hold:
/// "agent_days 20261121 agent 10001 queue 8000: inbound 12, facts say 11". Days whose facts were deleted, or that are
/// still to be made, are left out. Returns how many days were compared. Thread: one that may block.
Result<std::int64_t> compare(db::Connection& connection, const std::function<void(std::string)>& tell);

}  // namespace yh::office::rollups
