#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace yh::office::records {

/// What a player draws of a recording without fetching it: the loudest moment of each of `points` equal stretches, 0…1.
struct RecordingPeaks {
    std::int64_t duration_ms = 0;
    std::vector<double> customer;  ///< left channel
    std::vector<double> agent;     ///< right channel
};
BOOST_DESCRIBE_STRUCT(RecordingPeaks, (), (duration_ms, customer, agent))

/// Given by main, which knows how recordings look inside. Blocks: a reader's thread. `path` is below the recordings
/// folder. Error: recording.broken, recording.gone.
using DrawPeaks = std::function<Result<RecordingPeaks>(const std::string& path, std::size_t points)>;

}  // namespace yh::office::records
