#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/ids.h"
#include "office/alarms/alarm_rule.h"

// What alarms look at. Other rooms know it; main brings it here.
namespace yh::office::alarms {

struct QueueNow {
    std::string queue;  ///< its number
    std::int64_t waiting = 0;
    std::int64_t longest_wait_s = 0;
    std::int64_t ready = 0;
};
struct LiveNow {
    std::vector<QueueNow> queues;
    std::int64_t ready = 0;  ///< each person once, in however many queues
};

struct QueueDay {
    std::string queue;
    std::int64_t in_time = 0;
    std::int64_t measured = 0;  ///< what in_time is a part of
    std::int64_t abandoned = 0;
};
struct DayNow {
    std::vector<QueueDay> queues;
    std::int64_t abandoned = 0;  ///< calls
    std::int64_t abnormal = 0;
};

struct AlarmSight {
    /// `done` runs on home.
    std::function<void(model::TenantId, std::function<void(LiveNow)> done)> live;
    std::function<void(model::TenantId, std::function<void(Result<DayNow>)> done)> day;
};

/// The figure of a rule; none: not known, or nothing divides.
std::optional<double> figure_of(const AlarmRule& rule, const LiveNow* live, const DayNow* day);

}  // namespace yh::office::alarms
