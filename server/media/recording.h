#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "media/g711.h"

namespace yh::media {

/// A place in a recording that a reader should know of.
struct RecordingMark {
    enum class Kind : std::uint8_t { Paused, Resumed };
    Kind kind = Kind::Paused;
    std::int64_t at_ms = 0;  ///< from the start of the file
};

/// What a recording came to. Said once, when its file is closed.
struct RecordingResult {
    std::string path;
    std::int64_t duration_ms = 0;
    std::int64_t bytes = 0;    ///< of the whole file
    std::int64_t lost_ms = 0;  ///< sound that could not be kept: disk errors and a full queue; silence in the file
    std::uint64_t late_packets = 0;  ///< came too late for their place
    bool failed = false;             ///< at least something went wrong; `lost_ms` says how much
    std::string_view why;  ///< stable word of the first failure: recording.disk_full, recording.queue_full …
    std::string detail;    ///< of the first failure, for the log
    std::vector<RecordingMark> marks;
};

/// What a recording file says about itself, compared with its length.
struct RecordingCheck {
    bool playable = false;  ///< the header's sizes agree with the file
    std::uint16_t channels = 0;
    std::uint32_t rate_hz = 0;
    Law law = Law::A;
    std::int64_t duration_ms = 0;
    std::int64_t bytes = 0;
};

/// Reads the header only. Errors: recording.missing, recording.broken (not one of our files). Blocks: files thread.
Result<RecordingCheck> check_recording(const std::string& path);

/// Makes the sizes in the header agree with the file's length and cuts half a sample block, as a killed process may
/// leave them; changes nothing when they agree. Says what the file then is. Blocks: files thread.
Result<RecordingCheck> repair_recording(const std::string& path);

}  // namespace yh::media
