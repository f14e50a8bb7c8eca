#include "office/lists/shown_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace yh::office::lists {

namespace {

constexpr std::int64_t ms_of_minute = 60'000;
constexpr std::int64_t ms_of_day = 86'400'000;
constexpr int hours = 24;
constexpr int most_days = 31;
/// Of which days without a year are found.
constexpr int first_year = 1970;
constexpr int last_year = 2099;

// What a time and a length look like, a digit standing for those up to it.
constexpr std::string_view time_shape = "2099-19-39 29:59:59";
constexpr std::string_view length_shape = "29:59:59";

/// Whether `part` may stand in a text of this shape: no row is looked at for what no row can show.
bool fits(std::string_view shape, std::string_view part) {
    for (std::size_t at = 0; at + part.size() <= shape.size(); ++at) {
        if (std::ranges::equal(part, shape.substr(at, part.size()), [](char is, char wanted) {
                return wanted >= '0' && wanted <= '9' ? is >= '0' && is <= wanted : is == wanted;
            })) {
            return true;
        }
    }
    return false;
}

/// The numbers of a part that looks like this, '0' being any digit: "00:00" of "14:52" is 14 and 52. Nothing, where it
/// looks otherwise.
std::vector<int> numbers_of(std::string_view part, std::string_view like) {
    if (part.size() != like.size()) {
        return {};
    }
    std::vector<int> numbers{0};
    for (std::size_t at = 0; at < part.size(); ++at) {
        const bool is_digit = part[at] >= '0' && part[at] <= '9';
        if (is_digit != (like[at] == '0') || (!is_digit && part[at] != like[at])) {
            return {};
        }
        if (is_digit) {
            numbers.back() = numbers.back() * 10 + (part[at] - '0');
        } else {
            numbers.push_back(0);
        }
    }
    return numbers;
}

/// Milliseconds by UTC, and by the clock that is shown: the same, where nothing is between them.
struct Clock {
    Clock(std::string_view sql, std::int64_t offset_min)
        : utc(fmt::format("({})", sql)),
          shown(offset_min == 0 ? utc : shifted(sql, offset_min)),
          minutes(offset_min % 60 == 0 ? utc : shown) {}

    static std::string shifted(std::string_view sql, std::int64_t offset_min) {
        return fmt::format("({} + {})", sql, offset_min * ms_of_minute);
    }
    std::string seconds() const { return fmt::format("({} / 1000)", shown); }

    std::string utc;
    std::string shown;
    std::string minutes;  ///< their minutes and seconds are those that are shown
};

/// "52": the minute or the second.
std::string shows_number(const Clock& clock, int number) {
    return fmt::format("{0} / 1000 % 60 = {2} OR {1} / 60000 % 60 = {2}", clock.utc, clock.minutes, number);
}

/// "14:52": hour and minute, or minute and second. "14:52:07". Empty: it looks otherwise.
std::string shows_clock(const Clock& clock, std::string_view part) {
    if (const auto two = numbers_of(part, "00:00"); !two.empty()) {
        const auto both = two[0] * 60 + two[1];
        const auto seconds = fmt::format("{} / 1000 % 3600 = {}", clock.minutes, both);
        return two[0] < hours ? fmt::format("({} OR {} / 60000 % 1440 = {})", seconds, clock.shown, both)
                              : fmt::format("({})", seconds);
    }
    if (const auto all = numbers_of(part, "00:00:00"); !all.empty()) {
        return fmt::format("({} / 1000 % 86400 = {})", clock.shown, (all[0] * 60 + all[1]) * 60 + all[2]);
    }
    return {};
}

/// Days since 1970, alone and from one to another.
class Calendar {
  public:
    void add_day(int year, int month, int day) {
        const auto date = at(year, month, day);
        if (date.ok()) {
            days_ += fmt::format("{}{}", days_.empty() ? "" : ", ", number_of(date));
        }
    }
    void add_months(int year, int first, int last) {
        const auto from = at(year, first, 1);
        const auto to = std::chrono::year_month_day_last{from.year(), at(year, last, 1).month() / std::chrono::last};
        if (from.ok() && to.ok()) {
            spans_ += fmt::format(" OR {{0}} BETWEEN {} AND {}", number_of(from), number_of(to));
        }
    }
    std::string clause(const Clock& clock) const {
        const auto day = fmt::format("({} / {})", clock.shown, ms_of_day);
        const auto days = days_.empty() ? std::string{"1 = 0"} : fmt::format("{} IN ({})", day, days_);
        return fmt::format("({}{})", days, fmt::format(fmt::runtime(spans_), day));
    }

  private:
    static std::chrono::year_month_day at(int year, int month, int day) {
        return {std::chrono::year{year}, std::chrono::month(static_cast<unsigned>(month)),
                std::chrono::day(static_cast<unsigned>(day))};
    }
    static std::int64_t number_of(std::chrono::sys_days day) { return day.time_since_epoch().count(); }

    std::string days_;
    std::string spans_;
};

/// "2026-11-21", "2026-11", "2026"; "11-21" of any year, which may be the end of a year with its month, too. Empty: it
/// looks otherwise.
std::string shows_date(const Clock& clock, std::string_view part) {
    Calendar calendar;
    if (const auto day = numbers_of(part, "0000-00-00"); !day.empty()) {
        calendar.add_day(day[0], day[1], day[2]);
    } else if (const auto month = numbers_of(part, "0000-00"); !month.empty()) {
        calendar.add_months(month[0], month[1], month[1]);
    } else if (const auto year = numbers_of(part, "0000"); !year.empty()) {
        calendar.add_months(year[0], 1, 12);
    } else if (const auto two = numbers_of(part, "00-00"); !two.empty()) {
        for (int each = first_year; each <= last_year; ++each) {
            calendar.add_day(each, two[0], two[1]);
            if (each % 100 == two[0]) {
                calendar.add_months(each, two[1], two[1]);
            }
        }
    } else {
        return {};
    }
    return calendar.clause(clock);
}

/// A time as it is written out.
std::string time_text(const Clock& clock, db::Engine engine) {
    return engine == db::Engine::Sqlite
               ? fmt::format("strftime('%Y-%m-%d %H:%M:%S', {}, 'unixepoch')", clock.seconds())
               : fmt::format("to_char(to_timestamp({}) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')", clock.seconds());
}
std::string length_text(const Clock& clock, db::Engine engine) {
    return engine == db::Engine::Sqlite
               ? fmt::format("strftime('%H:%M:%S', {}, 'unixepoch')", clock.seconds())
               : fmt::format("to_char(to_timestamp({}) AT TIME ZONE 'UTC', 'HH24:MI:SS')", clock.seconds());
}

/// Two digits that are more than a month has days: a minute or a second, and from 2032 on the end of a year.
std::string shows_minute(const Clock& clock, int number, db::Engine engine, const Like& like) {
    constexpr std::int64_t year_2032_ms = 1'956'528'000'000;
    return fmt::format("({} IS NOT NULL AND ({} OR ({} >= {} AND {})))", clock.utc, shows_number(clock, number),
                       clock.shown, year_2032_ms, like(time_text(clock, engine)));
}

}  // namespace

std::string time_shows(std::string_view ms, std::string_view part, std::int64_t offset_min, db::Engine engine,
                       const Like& like) {
    if (!fits(time_shape, part)) {
        return {};
    }
    const Clock clock{ms, offset_min};
    const auto number = numbers_of(part, "00");
    if (!number.empty() && number[0] > most_days) {
        return shows_minute(clock, number[0], engine, like);
    }
    auto counted = shows_clock(clock, part);
    counted = counted.empty() ? shows_date(clock, part) : counted;
    return counted.empty() ? like(time_text(clock, engine)) : counted;
}

std::string length_shows(std::string_view ms, std::string_view part, db::Engine engine, const Like& like) {
    if (!fits(length_shape, part)) {
        return {};
    }
    const Clock clock{ms, 0};
    if (const auto number = numbers_of(part, "00"); !number.empty()) {
        const auto hour =
            number[0] < hours ? fmt::format(" OR {} / 3600000 % 24 = {}", clock.utc, number[0]) : std::string{};
        return fmt::format("({}{})", shows_number(clock, number[0]), hour);
    }
    const auto counted = shows_clock(clock, part);
    return counted.empty() ? like(length_text(clock, engine)) : counted;
}

}  // namespace yh::office::lists
