#include "office/reports/schedule.h"

#include <chrono>

#include "office/rollups/local_time.h"

namespace yh::office::reports {

namespace {

constexpr std::int64_t ms_of_hour = 3'600'000;

constexpr std::int64_t last_of_month = 0;

std::int64_t day_of_month(std::int64_t day) {
    return day % 100;
}

std::int64_t first_of_month(std::int64_t day) {
    return day - day_of_month(day) + 1;
}

std::int64_t weekday_of(std::int64_t day) {
    const std::chrono::sys_days date = std::chrono::year{static_cast<int>(day / 10000)} /
                                       static_cast<int>(day / 100 % 100) / static_cast<int>(day_of_month(day));
    return std::chrono::weekday{date}.iso_encoding();
}

bool is_due_on(const Timetable& when, std::int64_t day) {
    switch (when.every) {
        case Every::Day:
            return true;
        case Every::Month:
            return when.month_day == last_of_month ? day_of_month(rollups::day_after(day)) == 1
                                                   : day_of_month(day) == when.month_day;
        case Every::Week:
            return weekday_of(day) == when.weekday;
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

bool is_possible(const Timetable& when) {
    constexpr std::int64_t last_hour = 23;
    constexpr std::int64_t sunday = 7;
    // Every month has these.
    constexpr std::int64_t last_month_day = 28;
    return when.hour >= 0 && when.hour <= last_hour && when.weekday >= 1 && when.weekday <= sunday &&
           when.month_day >= last_of_month && when.month_day <= last_month_day;
}

std::int64_t next_time(const Timetable& when, std::int64_t after_ms, const model::TimeZone& zone) {
    for (auto day = rollups::local_hour(after_ms, zone).day;; day = rollups::day_after(day)) {
        if (is_due_on(when, day)) {
            if (const auto at = moment_of(day, when.hour, zone); at > after_ms) {
                return at;
            }
        }
    }
}

Days days_of(const Timetable& when, std::int64_t due_ms, const model::TimeZone& zone) {
    constexpr std::int64_t days_of_week = 7;
    const auto day = rollups::local_hour(due_ms, zone).day;
    const auto yesterday = rollups::day_after(day, -1);
    switch (when.every) {
        case Every::Day:
            return {yesterday, yesterday};
        case Every::Week:
            return {rollups::day_after(day, -days_of_week), yesterday};
        case Every::Month: {
            const auto last = when.month_day == last_of_month ? day : rollups::day_after(first_of_month(day), -1);
            return {first_of_month(last), last};
        }
    }
    return {yesterday, yesterday};
}

}  // namespace yh::office::reports
