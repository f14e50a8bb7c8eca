#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/timer_queue.h"
#include "model/ids.h"

namespace yh::robots {

/// What every robot rests on. Outlives them. Thread: the robots' loop.
struct Ground {
    TimerQueue& timers;
    const Clock& clock;
    IdMaker& ids;
    model::TenantId tenant;
};

struct CustomerConfig {
    model::TrunkId trunk;
    std::vector<std::string> numbers;  ///< dialled in turn
    std::int64_t calls = 0;            ///< to place in all; 0: until stopped
    double rate_per_s = 0.5;
    Duration talk_least = std::chrono::seconds{10};
    Duration talk_most = std::chrono::seconds{40};
    Duration patience = std::chrono::seconds{90};  ///< in the queue, before giving up
};

struct AgentConfig {
    Duration ring_least = std::chrono::seconds{1};
    Duration ring_most = std::chrono::seconds{4};
};

}  // namespace yh::robots
