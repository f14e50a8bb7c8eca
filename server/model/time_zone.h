#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace yh::model {

/// One rule of a POSIX TZ text: "M3.2.0/2" is the second Sunday of March at 02:00.
struct ZoneRule {
    int month = 1;
    int week = 1;     ///< 5: the last one
    int weekday = 0;  ///< 0: Sunday
    std::chrono::seconds time{0};
};

/// What clocks show somewhere on earth: a file of the system's zone database (TZif, RFC 8536) as a plain value.
/// The standard library of our compiler has no time zones yet. Never changes. Thread: any.
class TimeZone {
  public:
    /// UTC.
    TimeZone() = default;
    /// Reads "/usr/share/zoneinfo/NAME". Blocks. Errors: zone.unknown, zone.broken.
    static Result<TimeZone> load(std::string_view name);
    /// The same of a file's bytes.
    static Result<TimeZone> parse(std::string_view bytes);

    /// How far the local clock is before UTC.
    std::chrono::seconds offset_at(WallTime at) const;
    std::chrono::local_seconds local(WallTime at) const;

  private:
    /// What holds after the last change that the file lists (RFC 8536 §3.3).
    struct Tail {
        std::chrono::seconds standard{0};
        std::chrono::seconds summer{0};
        ZoneRule summer_begins;
        ZoneRule summer_ends;
        bool has_summer = false;
    };
    static std::optional<Tail> parse_tail(std::string_view text);
    static std::chrono::seconds offset_of(const Tail& tail, std::chrono::sys_seconds at);

    std::vector<std::int64_t> changes_;              // UTC seconds, rising
    std::vector<std::chrono::seconds> offset_from_;  // from the change of the same index on
    std::chrono::seconds before_first_{0};
    std::optional<Tail> tail_;
};

using TimeZonePtr = std::shared_ptr<const TimeZone>;

}  // namespace yh::model
