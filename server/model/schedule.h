#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

// Working hours and holidays (工作时间, 节假日) as plain values.
namespace yh::model {

enum class Openness { Open, Closed, Holiday };
BOOST_DESCRIBE_ENUM(Openness, Open, Closed, Holiday)

/// One stretch of a working day, in the schedule's local time. "18:00"–"02:00" goes over midnight and counts for
/// the day it began on.
struct OpenHours {
    std::string days;  ///< digits of the weekdays it holds on, 1 = Monday … 7 = Sunday: "12345"
    std::string from;  ///< "09:00"
    std::string to;    ///< "18:00"; the minute itself is closed; "24:00" is the day's end

    bool operator==(const OpenHours&) const = default;
};
BOOST_DESCRIBE_STRUCT(OpenHours, (), (days, from, to))

/// A day that is not like its weekday: a holiday, or a day worked instead (调休).
struct SpecialDay {
    std::string date;  ///< "2026-10-01"
    std::string name;
    std::string from;  ///< empty: closed all day; else open from … to
    std::string to;

    bool operator==(const SpecialDay&) const = default;
};
BOOST_DESCRIBE_STRUCT(SpecialDay, (), (date, name, from, to))

struct Schedule {
    std::string code;  ///< "hours:CODE" asks it
    std::string name;
    std::string zone = "Asia/Shanghai";
    std::vector<OpenHours> open;
    std::vector<SpecialDay> special;
    /// Where a call goes that "hours:CODE" sends here; each a destination.
    std::string when_open;
    std::string when_closed;
    std::string when_holiday;  ///< empty: as when_closed

    bool operator==(const Schedule&) const = default;
};
BOOST_DESCRIBE_STRUCT(Schedule, (), (code, name, zone, open, special, when_open, when_closed, when_holiday))

class TimeZone;

/// Is it open at this moment?
Openness openness(const Schedule& schedule, const TimeZone& zone, WallTime at);
/// The same, reading the schedule's zone; an unknown one counts as UTC. Blocks: not on the call loop.
Openness openness(const Schedule& schedule, WallTime at);

/// One thing that is wrong with a schedule. Pages say the code's sentence in their reader's language.
struct ScheduleFault {
    std::string field;      ///< "open[0].from"
    std::string_view code;  ///< a literal: "schedule.zone_unknown", "schedule.time" …
    std::string what;       ///< for the command line
};

/// Everything that is wrong with it; empty: nothing.
std::vector<ScheduleFault> faults(const Schedule& schedule);

}  // namespace yh::model
