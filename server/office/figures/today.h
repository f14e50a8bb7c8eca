#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "model/tenant_options.h"
#include "model/time_zone.h"
#include "office/people/identity.h"
#include "office/rollups/queue_counters.h"

namespace yh::office::figures {

/// One hour of the day, by when its calls began.
struct HourFigures {
    std::int64_t hour = 0;  ///< as the company's clocks show it; the one that they show twice in autumn is one
    std::int64_t inbound = 0;
    std::int64_t inbound_answered = 0;
    std::int64_t outbound = 0;
    std::int64_t outbound_connected = 0;
};
BOOST_DESCRIBE_STRUCT(HourFigures, (), (hour, inbound, inbound_answered, outbound, outbound_connected))

/// One queue's day. A call that came to the queue twice counts twice.
struct QueueFigures {
    std::string number;
    std::string name;
    std::int64_t entered = 0;
    std::int64_t answered = 0;
    std::int64_t in_time = 0;  ///< answered within TodayFigures::in_time_s of entering
    std::int64_t abandoned = 0;
    std::int64_t measured = 0;  ///< what in_time is a part of, by the company's formula (B08)
};
BOOST_DESCRIBE_STRUCT(QueueFigures, (), (number, name, entered, answered, in_time, abandoned, measured))

/// The day so far (R248), of the calls that have ended and that the asker may see. It says what reports say of the same
/// day (docs/decisions/0018): of calls between colleagues nothing but that they talked for abnormally long.
struct TodayFigures {
    std::int64_t at_ms = 0;    ///< when it was counted
    std::int64_t from_ms = 0;  ///< when the day began
    std::int64_t inbound = 0;
    std::int64_t inbound_answered = 0;
    std::int64_t abandoned = 0;  ///< 中继呼入放弃: calls from outside that hung up before anybody answered
    std::int64_t missed = 0;     ///< 超时未接: rings at agents that were not answered; one call counts each time
    std::int64_t outbound = 0;
    std::int64_t outbound_connected = 0;
    std::int64_t outbound_failed = 0;
    double response_s = 0;      ///< mean of the answered inbound calls: in queues, or ringing where none was
    std::int64_t abnormal = 0;  ///< calls that talked longer than abnormal_over_s
    std::int64_t abnormal_over_s = 0;
    std::int64_t queued = 0;  ///< calls that entered a queue
    std::int64_t in_time_s = 20;
    model::ServiceLevel service_level{};  ///< how the queues' service level is counted
    std::vector<HourFigures> hours;       ///< those in which calls began, in order
    std::vector<QueueFigures> queues;
    std::vector<rollups::QueueCounter> counters;  ///< not of the day: since the queue's counters began (R245)
};
BOOST_DESCRIBE_STRUCT(TodayFigures, (),
                      (at_ms, from_ms, inbound, inbound_answered, abandoned, missed, outbound, outbound_connected,
                       outbound_failed, response_s, abnormal, abnormal_over_s, queued, in_time_s, service_level, hours,
                       queues, counters))

/// What is asked for.
struct Day {
    std::int64_t from_ms = 0;
    std::int64_t at_ms = 0;            ///< now
    std::int64_t abnormal_over_s = 0;  ///< R268
    model::ServiceLevel service_level{};
    model::TimeZonePtr zone{};  ///< never null
};

/// Thread: one that may block.
Result<TodayFigures> today_figures(db::Connection& connection, const people::SignedIn& who, const Day& day);

}  // namespace yh::office::figures
