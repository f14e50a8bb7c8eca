#pragma once

#include <string>

#include "base/result.h"

namespace yh::office::records {

/// SHA-256 of a file in hex, read piece by piece. Error: recording.missing. Thread: one that may block.
Result<std::string> sum_of_file(const std::string& path);

}  // namespace yh::office::records
