#pragma once

#include <cstdint>
#include <functional>

#include "model/time_zone.h"

// Local days and hours, as sums and reports write them.
namespace yh::office::rollups {

/// The hour that a clock shows twice in autumn is one.
struct LocalHour {
    std::int64_t day = 0;  ///< 20261121
    std::int64_t hour = 0;
    bool operator==(const LocalHour&) const = default;
};
LocalHour local_hour(std::int64_t at_ms, const model::TimeZone& zone);

/// Cuts [from_ms, to_ms) where clocks show a full hour; nothing when it is empty.
void each_hour(std::int64_t from_ms, std::int64_t to_ms, const model::TimeZone& zone,
               const std::function<void(const LocalHour&, std::int64_t from_ms, std::int64_t to_ms)>& take);

/// When the local day 20261121 begins. The day before ends in the same moment.
std::int64_t day_begins_ms(std::int64_t day, const model::TimeZone& zone);

/// The month of a local day as tables of sums write it: 20261121 is in 20261100.
constexpr std::int64_t month_of(std::int64_t day) {
    constexpr std::int64_t month = 100;
    return day - day % month;
}
/// Its year: 20260000.
constexpr std::int64_t year_of(std::int64_t day) {
    constexpr std::int64_t year = 10000;
    return day - day % year;
}
/// 20261100 is followed by 20261200.
std::int64_t month_after(std::int64_t month);

/// `days` after `day`, or before it.
std::int64_t day_after(std::int64_t day, std::int64_t days = 1);

}  // namespace yh::office::rollups
