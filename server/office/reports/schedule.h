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

/// Day: yesterday, every day. Week: the seven days before, on Mondays. Month: the month before, on its first.
enum class Every { Day, Week, Month };
BOOST_DESCRIBE_ENUM(Every, Day, Week, Month)

/// What somebody wants to be sent.
struct ScheduleWish {
    std::string report;
    std::string query;                       ///< as in the report's address, without its days
    std::optional<jobs::Language> language;  ///< none: that of who asks
    Every every = Every::Day;
    std::int64_t hour = 8;  ///< in the company's zone
    std::vector<std::string> recipients;
    jobs::Format format = jobs::Format::Xlsx;
    bool active = true;
};
BOOST_DESCRIBE_STRUCT(ScheduleWish, (), (report, query, language, every, hour, recipients, format, active))

struct ScheduleView {
    ScheduleId id;
    std::string report;
    std::string query;
    jobs::Language language = jobs::Language::Chinese;
    Every every = Every::Day;
    std::int64_t hour = 8;
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
BOOST_DESCRIBE_STRUCT(ScheduleView, (),
                      (id, report, query, language, every, hour, recipients, format, active, owner, owner_name, mine,
                       next_at_ms, last_at_ms, last_problem))

/// The next time after `after_ms`. Pure.
std::int64_t next_time(Every every, std::int64_t hour, std::int64_t after_ms, const model::TimeZone& zone);

/// The days that a report is of which was due at this moment: the first and the last, 20261121. Pure.
struct Days {
    std::int64_t from = 0;
    std::int64_t to = 0;
    bool operator==(const Days&) const = default;
};
Days days_of(Every every, std::int64_t due_ms, const model::TimeZone& zone);

}  // namespace yh::office::reports
