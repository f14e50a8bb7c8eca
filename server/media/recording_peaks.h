#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace yh::media {

/// A recording as a drawing: of each of the equal stretches the loudest sample, 0…1, in three decimals.
struct RecordingPeaks {
    std::int64_t duration_ms = 0;
    std::vector<double> left;
    std::vector<double> right;  ///< as `left` when there is one channel
};

/// Reads the whole file once. Errors: recording.missing, recording.broken.
/// Blocks: a thread that may.
Result<RecordingPeaks> recording_peaks(const std::string& path, std::size_t points);

}  // namespace yh::media
