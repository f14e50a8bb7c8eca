#pragma once

#include <cstdint>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/metrics.h"
#include "base/timer_queue.h"
#include "calls/ports.h"
#include "model/stuck.h"

namespace yh::calls {

/// What the watchdog remembers from look to look: what looked wrong is a fault only when it still does the next time,
/// because what is under way (an end that waits for a measurement, a browser that is fetched) looks wrong for a moment.
/// Owned by the conductor. Thread: call loop.
class Watch {
  public:
    Watch();

    /// Whether it was there at the look before this one, too. `id` of whatever the fault is about.
    bool confirms(model::Fault fault, std::int64_t id);
    void note(model::Healed healed);
    /// The look is over: tells the sink what was healed.
    void finish_look();

    WatchSink* sink = nullptr;
    Duration every{0};
    TimerId next;

  private:
    using Suspect = std::pair<model::Fault, std::int64_t>;
    std::set<Suspect> before_;
    std::set<Suspect> now_;
    std::vector<model::Healed> healed_;
    std::unordered_map<model::Fault, metrics::Counter*> counters_;
};

}  // namespace yh::calls
