#include "office/reports/schedule.h"

#include <chrono>

#include "office/rollups/local_time.h"

namespace yh::office::reports {

namespace {

constexpr std::int64_t ms_of_hour = 3'600'000;

bool is_due_on(Every every, std::int64_t day) {
    switch (every) {
        case Every::Day:
            return true;
        case Every::Month:
            return day % 100 == 1;
        case Every::Week: {
            const std::chrono::sys_days date = std::chrono::year{static_cast<int>(day / 10000)} /
                                               static_cast<int>(day / 100 % 100) / static_cast<int>(day % 100);
            return std::chrono::weekday{date} == std::chrono::Monday;
        }
    }
    return false;
}

// An hour that clocks leave out in spring is the one after it; of one that comes twice it is the first.
std::int64_t moment_of(std::int64_t day, std::int64_t hour, const model::TimeZone& zone) {
    const auto end = rollups::day_begins_ms(rollups::day_after(day), zone);
    for (auto at = rollups::day_begins_ms(day, zone); at < end; at += ms_of_hour / 2) {
        if (rollups::local_hour(at, zone).hour >= hour) {
            return at;
        }
    }
    return end;
}

}  // namespace

std::int64_t next_time(Every every, std::int64_t hour, std::int64_t after_ms, const model::TimeZone& zone) {
    for (auto day = rollups::local_hour(after_ms, zone).day;; day = rollups::day_after(day)) {
        if (is_due_on(every, day)) {
            if (const auto at = moment_of(day, hour, zone); at > after_ms) {
                return at;
            }
        }
    }
}

Days days_of(Every every, std::int64_t due_ms, const model::TimeZone& zone) {
    constexpr std::int64_t days_of_week = 7;
    const auto day = rollups::local_hour(due_ms, zone).day;
    const auto yesterday = rollups::day_after(day, -1);
    switch (every) {
        case Every::Day:
            return {yesterday, yesterday};
        case Every::Week:
            return {rollups::day_after(day, -days_of_week), yesterday};
        case Every::Month: {
            const auto last = rollups::day_after(day - day % 100 + 1, -1);
            return {last - last % 100 + 1, last};
        }
    }
    return {yesterday, yesterday};
}

}  // namespace yh::office::reports
