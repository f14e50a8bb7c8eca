#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"

namespace yh::office::records {

struct CheckReport {
    std::int64_t calls = 0;
    std::int64_t recordings = 0;
    std::int64_t incomplete = 0;  ///< recordings whose loss was said when it happened (disk full …)
    std::vector<std::string> faults;
};

/// Says what is wrong with a recording's file; empty: it is there, playable, and as its checksum says (none: not
/// taken).
using LookAtRecording = std::function<std::string(const std::string& path, const std::string& checksum)>;

/// Looks for what must not be: a damaged database, calls in the journal that nobody will finish, records without legs,
/// times that run backwards, recordings that are missing or cannot be played. Thread: one that may block.
Result<CheckReport> self_check(db::Connection& connection, const LookAtRecording& look);

}  // namespace yh::office::records
