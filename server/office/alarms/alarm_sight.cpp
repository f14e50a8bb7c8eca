#include "office/alarms/alarm_sight.h"

#include <algorithm>

namespace yh::office::alarms {

namespace {

std::optional<double> live_figure(const AlarmRule& rule, const LiveNow& now) {
    std::int64_t waiting = 0;
    std::int64_t longest = 0;
    std::int64_t ready = rule.queue.empty() ? now.ready : 0;
    bool found = rule.queue.empty();
    for (const auto& queue : now.queues) {
        if (!rule.queue.empty() && rule.queue != queue.queue) {
            continue;
        }
        found = true;
        waiting += queue.waiting;
        longest = std::max(longest, queue.longest_wait_s);
        ready += rule.queue.empty() ? 0 : queue.ready;
    }
    if (!found) {
        return std::nullopt;
    }
    switch (rule.figure) {
        case AlarmFigure::Waiting:
            return static_cast<double>(waiting);
        case AlarmFigure::LongestWait:
            return static_cast<double>(longest);
        default:
            return static_cast<double>(ready);
    }
}

std::optional<double> day_figure(const AlarmRule& rule, const DayNow& day) {
    std::int64_t in_time = 0;
    std::int64_t measured = 0;
    std::int64_t abandoned = rule.queue.empty() ? day.abandoned : 0;
    for (const auto& queue : day.queues) {
        if (rule.queue.empty() || rule.queue == queue.queue) {
            in_time += queue.in_time;
            measured += queue.measured;
            abandoned += rule.queue.empty() ? 0 : queue.abandoned;
        }
    }
    switch (rule.figure) {
        case AlarmFigure::ServiceLevel:
            if (measured == 0) {
                return std::nullopt;
            }
            return static_cast<double>(in_time) * 100.0 / static_cast<double>(measured);
        case AlarmFigure::Abandoned:
            return static_cast<double>(abandoned);
        default:
            return static_cast<double>(day.abnormal);
    }
}

}  // namespace

std::optional<double> figure_of(const AlarmRule& rule, const LiveNow* live, const DayNow* day) {
    if (is_live(rule.figure)) {
        return live == nullptr ? std::nullopt : live_figure(rule, *live);
    }
    return day == nullptr ? std::nullopt : day_figure(rule, *day);
}

}  // namespace yh::office::alarms
