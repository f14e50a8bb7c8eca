#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace yh {

/// A bounded queue to one or more blocking consumers that take several items at a time and say when they have
/// finished with them. The bound counts items in work too. When full, `push` refuses; the sender must have an answer.
/// Owned by the consumer's class; after `close` consumers get what is left and then an end.
template <class T>
class BatchQueue {
  public:
    enum class Hurry { No, Yes };

    explicit BatchQueue(std::size_t capacity) : capacity_{capacity} {}

    /// False when full or closed; the value is then untouched. `Hurry::Yes` ends the lingering of `take`. Thread: any.
    bool push(T&& value, Hurry hurry = Hurry::No) {
        bool wake = false;
        {
            const std::lock_guard lock{mutex_};
            if (closed_ || waiting_.size() + in_work_ >= capacity_) {
                return false;
            }
            waiting_.push_back(std::move(value));
            ++accepted_;
            hurry_ = hurry_ || hurry == Hurry::Yes;
            // A lingering consumer wakes by itself; it need not be told of each item.
            wake = waiting_.size() == 1 || hurry == Hurry::Yes || waiting_.size() >= wanted_;
        }
        if (wake) {
            changed_.notify_one();
        }
        return true;
    }

    /// Waits for a first item, then up to `linger` for more, at most `most`. False when closed and empty.
    /// Thread: a consumer.
    bool take(std::vector<T>& out, std::size_t most, Duration linger) {
        out.clear();
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
        if (linger > Duration::zero()) {
            wanted_ = most;
            changed_.wait_for(lock, linger, [this, most] { return closed_ || hurry_ || waiting_.size() >= most; });
            wanted_ = SIZE_MAX;
        }
        const auto count = std::min(most, waiting_.size());
        for (std::size_t i = 0; i < count; ++i) {
            out.push_back(std::move(waiting_.front()));
            waiting_.pop_front();
        }
        in_work_ += count;
        hurry_ = hurry_ && !waiting_.empty();
        return count > 0 || !closed_;
    }

    /// The consumer is done with `count` of the items it took. Thread: a consumer.
    void finish(std::size_t count) {
        {
            const std::lock_guard lock{mutex_};
            in_work_ -= count;
            finished_ += count;
        }
        done_.notify_all();
    }

    /// Takes every waiting item that `unwanted` says, out of turn: those that nobody waits for any more. They count as
    /// in work until `finish`. Thread: a consumer.
    template <class Unwanted>
    std::vector<T> withdraw(const Unwanted& unwanted) {
        std::vector<T> out;
        const std::lock_guard lock{mutex_};
        const auto kept = std::stable_partition(waiting_.begin(), waiting_.end(),
                                                [&unwanted](const T& item) { return !unwanted(item); });
        std::move(kept, waiting_.end(), std::back_inserter(out));
        waiting_.erase(kept, waiting_.end());
        in_work_ += out.size();
        return out;
    }

    /// Waits until everything accepted before the call is finished; with several consumers, until as many are.
    /// False when `deadline` came first. Thread: any that may block.
    bool wait_finished(MonoTime deadline) {
        std::unique_lock lock{mutex_};
        hurry_ = true;
        changed_.notify_all();
        const auto target = accepted_;
        return done_.wait_until(lock, deadline, [this, target] { return finished_ >= target; });
    }

    /// Waits, but not past `close`. False when closed. Thread: a consumer that backs off.
    bool pause(Duration at_most) {
        std::unique_lock lock{mutex_};
        return !paused_.wait_for(lock, at_most, [this] { return closed_; });
    }

    /// Refuses new items and wakes everybody. Thread: any.
    void close() {
        {
            const std::lock_guard lock{mutex_};
            closed_ = true;
        }
        changed_.notify_all();
        paused_.notify_all();
    }

    bool closed() const {
        const std::lock_guard lock{mutex_};
        return closed_;
    }

    /// Waiting and in work. Thread: any.
    std::size_t backlog() const {
        const std::lock_guard lock{mutex_};
        return waiting_.size() + in_work_;
    }

  private:
    const std::size_t capacity_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::condition_variable done_;
    std::condition_variable paused_;
    std::deque<T> waiting_;
    std::size_t in_work_ = 0;
    std::size_t wanted_ = SIZE_MAX;
    std::uint64_t accepted_ = 0;
    std::uint64_t finished_ = 0;
    bool hurry_ = false;
    bool closed_ = false;
};

}  // namespace yh
