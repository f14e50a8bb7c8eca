#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace yh::office::records {

/// "20261121-093005_13912345678_10001.wav": sorts by time and says whose it is. The number is given as its reader may
/// see it; where digits are hidden stands an x.
std::string recording_file_name(std::int64_t at_ms, std::int64_t utc_offset_min, std::string_view number,
                                std::string_view whose);

}  // namespace yh::office::records
