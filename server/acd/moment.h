#pragma once

#include <utility>
#include <vector>

#include "acd/acd.h"
#include "base/timer_queue.h"

namespace yh::acd {

/// What every part of the distributor shares while it decides: the time, what it wants done, and its timers.
/// Owned by the Distributor. Thread: call loop.
struct Moment {
    MonoTime now;
    std::vector<Effect> effects;
    TimerQueue timers;
    Counts counts;

    template <class T>
    void say(T&& effect) {
        if (effects.capacity() == 0) {
            effects.reserve(4);
        }
        effects.emplace_back(std::forward<T>(effect));
    }
};

}  // namespace yh::acd
