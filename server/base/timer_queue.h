#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/task.h"

namespace yh {

/// Names one scheduled timer; stale ids are harmless.
struct TimerId {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;  // 0: none
    explicit operator bool() const { return generation != 0; }
};

/// Timers as an indexed binary heap: schedule and cancel in O(log n), 450,000 at once are no trouble
/// (SIP keeps some timers for 32 s). Knows no clock: its owner tells it the time.
/// Thread: the one that owns it. A task may schedule and cancel timers, its own included.
class TimerQueue {
  public:
    TimerId schedule(MonoTime when, Task task);
    /// Forgets the timer; nothing happens if it has run or never was.
    void cancel(TimerId id);
    /// When the earliest timer is due.
    std::optional<MonoTime> next() const;
    /// Runs everything due at `now`, earliest first (equal times: in the order scheduled); says how many ran.
    std::size_t run_due(MonoTime now);
    std::size_t size() const { return heap_.size(); }

  private:
    struct Slot {
        Task task;
        std::uint32_t generation = 1;
        std::uint32_t heap_index = none;
    };
    struct Entry {
        MonoTime when;
        std::uint64_t order;
        std::uint32_t slot;
        bool before(const Entry& other) const { return when != other.when ? when < other.when : order < other.order; }
    };
    static constexpr std::uint32_t none = 0xffffffff;

    Task remove_at(std::uint32_t index);
    void place(std::uint32_t index, Entry entry);
    void sift_up(std::uint32_t index, Entry entry);
    void sift_down(std::uint32_t index, Entry entry);

    std::vector<Entry> heap_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_;
    std::uint64_t order_ = 0;
};

}  // namespace yh
