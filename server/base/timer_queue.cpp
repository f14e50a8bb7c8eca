#include "base/timer_queue.h"

#include <utility>

namespace yh {

TimerId TimerQueue::schedule(MonoTime when, Task task) {
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const auto slot = free_.back();
    free_.pop_back();
    slots_[slot].task = std::move(task);
    heap_.emplace_back();
    sift_up(static_cast<std::uint32_t>(heap_.size() - 1), Entry{when, order_++, slot});
    return {slot, slots_[slot].generation};
}

void TimerQueue::cancel(TimerId id) {
    if (id.generation == 0 || id.slot >= slots_.size()) {
        return;
    }
    const Slot& slot = slots_[id.slot];
    if (slot.generation == id.generation && slot.heap_index != none) {
        // The task dies here, outside of the queue's own state: its captures may cancel other timers.
        const Task dropped = remove_at(slot.heap_index);
    }
}

std::optional<MonoTime> TimerQueue::next() const {
    if (heap_.empty()) {
        return std::nullopt;
    }
    return heap_.front().when;
}

std::size_t TimerQueue::run_due(MonoTime now) {
    std::size_t ran = 0;
    while (!heap_.empty() && heap_.front().when <= now) {
        Task task = remove_at(0);
        task();
        ++ran;
    }
    return ran;
}

Task TimerQueue::remove_at(std::uint32_t index) {
    const auto freed = heap_[index].slot;
    Slot& slot = slots_[freed];
    slot.heap_index = none;
    if (++slot.generation == 0) {
        slot.generation = 1;
    }
    free_.push_back(freed);
    Task task = std::move(slot.task);
    const Entry last = heap_.back();
    heap_.pop_back();
    if (index < heap_.size()) {
        if (index > 0 && last.before(heap_[(index - 1) / 2])) {
            sift_up(index, last);
        } else {
            sift_down(index, last);
        }
    }
    return task;
}

void TimerQueue::place(std::uint32_t index, Entry entry) {
    heap_[index] = entry;
    slots_[entry.slot].heap_index = index;
}

void TimerQueue::sift_up(std::uint32_t index, Entry entry) {
    while (index > 0) {
        const auto parent = (index - 1) / 2;
        if (!entry.before(heap_[parent])) {
            break;
        }
        place(index, heap_[parent]);
        index = parent;
    }
    place(index, entry);
}

void TimerQueue::sift_down(std::uint32_t index, Entry entry) {
    const auto count = static_cast<std::uint32_t>(heap_.size());
    for (;;) {
        auto child = 2 * index + 1;
        if (child >= count) {
            break;
        }
        if (child + 1 < count && heap_[child + 1].before(heap_[child])) {
            ++child;
        }
        if (!heap_[child].before(entry)) {
            break;
        }
        place(index, heap_[child]);
        index = child;
    }
    place(index, entry);
}

}  // namespace yh
