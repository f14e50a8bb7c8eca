#include "office/rollups/local_time.h"

#include <chrono>

namespace yh::office::rollups {

namespace {

namespace c = std::chrono;

constexpr std::int64_t ms_of_second = 1000;

c::local_seconds local(std::int64_t at_ms, const model::TimeZone& zone) {
    return zone.local(wall_from_ms(at_ms));
}

std::int64_t written(c::local_days day) {
    const c::year_month_day date{day};
    return static_cast<int>(date.year()) * std::int64_t{10'000} +
           static_cast<unsigned>(date.month()) * std::int64_t{100} + static_cast<unsigned>(date.day());
}

c::local_days read(std::int64_t day) {
    return c::local_days{c::year{static_cast<int>(day / 10'000)} / c::month{static_cast<unsigned>(day / 100 % 100)} /
                         c::day{static_cast<unsigned>(day % 100)}};
}

}  // namespace

LocalHour local_hour(std::int64_t at_ms, const model::TimeZone& zone) {
    const auto there = local(at_ms, zone);
    const auto day = c::floor<c::days>(there);
    return {written(day), c::floor<c::hours>(there - day).count()};
}

void each_hour(std::int64_t from_ms, std::int64_t to_ms, const model::TimeZone& zone,
               const std::function<void(const LocalHour&, std::int64_t from_ms, std::int64_t to_ms)>& take) {
    constexpr std::int64_t ms_of_hour = 3600 * ms_of_second;
    while (from_ms < to_ms) {
        const auto offset_ms = zone.offset_at(wall_from_ms(from_ms)).count() * ms_of_second;
        const auto into_hour = (from_ms + offset_ms) % ms_of_hour;
        const auto until = std::min(from_ms + ms_of_hour - into_hour, to_ms);
        take(local_hour(from_ms, zone), from_ms, until);
        from_ms = until;
    }
}

// Where clocks jump over midnight the day begins later than at 0:00: the first moment that shows it is looked for.
std::int64_t day_begins_ms(std::int64_t day, const model::TimeZone& zone) {
    constexpr std::int64_t furthest_s = 16 * 3600;
    const auto wanted = read(day);
    const auto there = c::floor<c::seconds>(wanted.time_since_epoch()).count();
    auto before = there - furthest_s;
    auto from = there + furthest_s;
    while (from - before > 1) {
        const auto middle = before + (from - before) / 2;
        (local(middle * ms_of_second, zone) < wanted ? before : from) = middle;
    }
    return from * ms_of_second;
}

std::int64_t month_after(std::int64_t month) {
    constexpr std::int64_t december = 1200;
    return month + (month % 10000 == december ? 8900 : 100);  // 20261200, 20270100
}

std::int64_t day_after(std::int64_t day, std::int64_t days) {
    return written(read(day) + c::days{days});
}

}  // namespace yh::office::rollups
