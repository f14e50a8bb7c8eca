#include "model/schedule.h"

#include <algorithm>
#include <charconv>
#include <optional>

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

void destination_faults(const Schedule& schedule, std::vector<std::string>& found) {
    const auto check = [&](const char* name, const std::string& text, bool needed) {
        if (text.empty() ? needed : !parse_destination(text).ok()) {
            found.push_back(std::string{name} + (text.empty() ? "没有填写去向" : "的去向“" + text + "”无法识别"));
        }
    };
    check("工作时间", schedule.when_open, true);
    check("非工作时间", schedule.when_closed, true);
    check("节假日", schedule.when_holiday, false);
}

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

std::vector<std::string> faults(const Schedule& schedule) {
    std::vector<std::string> found;
    if (schedule.code.empty()) {
        found.emplace_back("缺少编码");
    }
    if (!TimeZone::load(schedule.zone).ok()) {
        found.push_back("时区“" + schedule.zone + "”不存在");
    }
    for (const auto& one : schedule.open) {
        if (one.days.empty() || one.days.find_first_not_of("1234567") != std::string::npos) {
            found.push_back("星期“" + one.days + "”应由 1（周一）到 7（周日）组成");
        }
        for (const auto& text : {one.from, one.to}) {
            if (!time_of(text)) {
                found.push_back("时间“" + text + "”应写作 09:00 的形式");
            }
        }
    }
    for (const auto& one : schedule.special) {
        const auto day = date_of(one.date);
        if (!day) {
            found.push_back("日期“" + one.date + "”应写作 2026-10-01 的形式");
        } else if (special_of(schedule, *day) != &one) {
            found.push_back("日期“" + one.date + "”重复");
        }
        const bool closed = one.from.empty() && one.to.empty();
        if (!closed && (!time_of(one.from) || !time_of(one.to))) {
            found.push_back("日期“" + one.date + "”的时间应写作 09:00 的形式，或两者都留空");
        }
    }
    destination_faults(schedule, found);
    return found;
}

}  // namespace yh::model
