#include "model/schedule.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "model/destination.h"
#include "model/time_zone.h"

namespace yh::model {

namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;

std::optional<int> digits(std::string_view text) {
    int value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failure == std::errc{} && end == text.data() + text.size() && !text.empty() && text[0] != '-'
               ? std::optional{value}
               : std::nullopt;
}

/// "09:00" as minutes since midnight; "24:00" is the day's end.
std::optional<minutes> time_of(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') {
        return std::nullopt;
    }
    const auto hour = digits(text.substr(0, 2));
    const auto minute = digits(text.substr(3));
    if (!hour || !minute || *minute > 59 || *hour > 24 || (*hour == 24 && *minute != 0)) {
        return std::nullopt;
    }
    return minutes{*hour * 60 + *minute};
}

std::optional<local_days> date_of(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8));
    if (!year || !month || !day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{local_days{date}} : std::nullopt;
}

/// Whether `since` (time passed since the midnight that began the stretch's day) lies in from … to.
bool holds(const std::string& from_text, const std::string& to_text, seconds since) {
    const auto from = time_of(from_text);
    auto to = time_of(to_text);
    if (!from || !to) {
        return false;
    }
    if (*to <= *from) {
        *to += days{1};  // over midnight; the same time twice is a whole day
    }
    return since >= *from && since < *to;
}

const SpecialDay* special_of(const Schedule& schedule, local_days day) {
    const auto at =
        std::ranges::find_if(schedule.special, [&](const SpecialDay& one) { return date_of(one.date) == day; });
    return at == schedule.special.end() ? nullptr : &*at;
}

/// Whether the hours of the day `day` hold `since` its midnight; a special day replaces its weekday's hours.
bool day_holds(const Schedule& schedule, local_days day, seconds since) {
    if (const auto* special = special_of(schedule, day)) {
        return !special->from.empty() && holds(special->from, special->to, since);
    }
    const auto weekday = static_cast<char>('0' + std::chrono::weekday{day}.iso_encoding());
    return std::ranges::any_of(schedule.open, [&](const OpenHours& one) {
        return one.days.find(weekday) != std::string::npos && holds(one.from, one.to, since);
    });
}

/// One examination. Lives as long as `faults`.
class Examination {
  public:
    explicit Examination(const Schedule& schedule) : schedule_{schedule} {}

    std::vector<ScheduleFault> run() {
        if (!TimeZone::load(schedule_.zone).ok()) {
            note("zone", "schedule.zone_unknown", "there is no time zone '" + schedule_.zone + '\'');
        }
        for (std::size_t i = 0; i < schedule_.open.size(); ++i) {
            open_hours("open[" + std::to_string(i) + ']', schedule_.open[i]);
        }
        for (std::size_t i = 0; i < schedule_.special.size(); ++i) {
            special_day("special[" + std::to_string(i) + ']', schedule_.special[i]);
        }
        destination("when_open", schedule_.when_open, true);
        destination("when_closed", schedule_.when_closed, true);
        destination("when_holiday", schedule_.when_holiday, false);
        return std::move(found_);
    }

  private:
    void note(std::string field, std::string_view code, std::string what) {
        found_.push_back({std::move(field), code, std::move(what)});
    }

    void open_hours(const std::string& place, const OpenHours& one) {
        if (one.days.empty() || one.days.find_first_not_of("1234567") != std::string::npos) {
            note(place + ".days", "schedule.days",
                 "days '" + one.days + "' are not digits from 1 (Monday) to 7 (Sunday)");
        }
        time(place + ".from", one.from);
        time(place + ".to", one.to);
    }

    void special_day(const std::string& place, const SpecialDay& one) {
        const auto day = date_of(one.date);
        if (!day) {
            note(place + ".date", "schedule.date", "date '" + one.date + "' is not written as 2026-10-01");
        } else if (special_of(schedule_, *day) != &one) {
            note(place + ".date", "schedule.date_twice", "date " + one.date + " is there twice");
        }
        if (!one.from.empty() || !one.to.empty()) {
            time(place + ".from", one.from);
            time(place + ".to", one.to);
        }
    }

    void time(std::string field, const std::string& text) {
        if (!time_of(text)) {
            note(std::move(field), "schedule.time", "time '" + text + "' is not written as 09:00");
        }
    }

    void destination(const char* field, const std::string& text, bool needed) {
        if (text.empty() && needed) {
            note(field, "config.required", std::string{field} + " is missing");
        } else if (!text.empty() && !parse_destination(text).ok()) {
            note(field, "config.malformed", std::string{field} + ": '" + text + "' is no destination");
        }
    }

    const Schedule& schedule_;
    std::vector<ScheduleFault> found_;
};

}  // namespace

Openness openness(const Schedule& schedule, const TimeZone& zone, WallTime at) {
    const auto local = zone.local(at);
    const auto today = std::chrono::floor<days>(local);
    const auto since = local - today;
    // What began yesterday may reach over midnight.
    if (day_holds(schedule, today, since) || day_holds(schedule, today - days{1}, since + days{1})) {
        return Openness::Open;
    }
    const auto* special = special_of(schedule, today);
    return special != nullptr && special->from.empty() ? Openness::Holiday : Openness::Closed;
}

Openness openness(const Schedule& schedule, WallTime at) {
    const auto zone = TimeZone::load(schedule.zone);
    return openness(schedule, zone.ok() ? *zone : TimeZone{}, at);
}

std::vector<ScheduleFault> faults(const Schedule& schedule) {
    return Examination{schedule}.run();
}

}  // namespace yh::model
