#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/request.h"
#include "office/records/record_store.h"

namespace yh::office::records {

/// How a list is written into a file: the columns a person has on the screen, in their order and language.
struct CsvLook {
    std::vector<std::string> columns;  ///< field names; empty: all of them
    http::Language language = http::Language::Chinese;
    std::int64_t utc_offset_min = 480;  ///< of the person, for the times
};

/// Error: column.unknown.
Result<std::string> csv_of(const std::vector<CallRecord>& records, const CsvLook& look);
Result<std::string> csv_of(const std::vector<RecordingItem>& recordings, const CsvLook& look);

/// "2026-11-21 09:30:05" where the person is.
std::string local_time(std::int64_t at_ms, std::int64_t utc_offset_min);

}  // namespace yh::office::records
