#pragma once

#include <mutex>
#include <utility>

namespace yh {

/// A small value that one thread changes and others look at: a state for the health page. Readers get a copy.
/// Thread: any.
template <class T>
class SharedValue {
  public:
    explicit SharedValue(T value = {}) : value_{std::move(value)} {}

    T get() const {
        const std::lock_guard lock{mutex_};
        return value_;
    }

    /// `change` runs under the lock: it must only assign.
    template <class Change>
    void update(Change&& change) {
        const std::lock_guard lock{mutex_};
        change(value_);
    }

  private:
    mutable std::mutex mutex_;
    T value_;
};

}  // namespace yh
