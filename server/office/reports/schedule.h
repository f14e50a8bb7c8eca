#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "model/ids.h"
#include "model/time_zone.h"
#include "office/jobs/job_store.h"
#include "office/jobs/work.h"

// Reports that go out by e-mail by themselves (定时报表).
namespace yh::office::reports {

struct ScheduleTag;
using ScheduleId = Id<ScheduleTag>;

/// Day: yesterday. Week: the seven days before. Month: the month before; on the last day of a month, this month.
enum class Every { Day, Week, Month };
BOOST_DESCRIBE_ENUM(Every, Day, Week, Month)

/// When it is sent, by the company's clocks.
struct Timetable {
    Every every = Every::Day;
    std::int64_t weekday = 1;    ///< of Week: 1 is Monday, 7 Sunday
    std::int64_t month_day = 1;  ///< of Month: 1 to 28; 0: the last
    std::int64_t hour = 8;
};
BOOST_DESCRIBE_STRUCT(Timetable, (), (every, weekday, month_day, hour))

/// What somebody wants to be sent.
struct ScheduleWish : Timetable {
    std::string report;
    std::string query;                       ///< as in the report's address, without its days
    std::optional<jobs::Language> language;  ///< none: that of who asks for it first; later as it was
    std::vector<std::string> recipients;
    jobs::Format format = jobs::Format::Xlsx;
    bool active = true;
};
BOOST_DESCRIBE_STRUCT(ScheduleWish, (Timetable), (report, query, language, recipients, format, active))

struct ScheduleView : Timetable {
    ScheduleId id;
    std::string report;
    std::string query;
    jobs::Language language = jobs::Language::Chinese;
    std::vector<std::string> recipients;
    jobs::Format format = jobs::Format::Xlsx;
    bool active = true;
    std::string owner;
    std::string owner_name;
    bool mine = false;
    std::int64_t next_at_ms = 0;
    std::optional<std::int64_t> last_at_ms;  ///< when it was sent last
    std::string last_problem;                ///< a code; empty: none since
};
BOOST_DESCRIBE_STRUCT(ScheduleView, (Timetable),
                      (id, report, query, language, recipients, format, active, owner, owner_name, mine, next_at_ms,
                       last_at_ms, last_problem))

/// Whether there is such a time.
bool is_possible(const Timetable& when);

/// The next time after `after_ms`. Pure.
std::int64_t next_time(const Timetable& when, std::int64_t after_ms, const model::TimeZone& zone);

/// The days that a report is of which was due at this moment: the first and the last, 20261121. Pure.
struct Days {
    std::int64_t from = 0;
    std::int64_t to = 0;
    bool operator==(const Days&) const = default;
};
Days days_of(const Timetable& when, std::int64_t due_ms, const model::TimeZone& zone);

}  // namespace yh::office::reports
