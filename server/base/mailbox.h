#pragma once

#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace yh {

/// A bounded many-to-one queue between threads, drained whole. When full, `push` refuses and the sender must
/// have an answer (drop, refuse or spill) and count it. An eventfd tells a poll loop that something came.
/// Thread: push from any, drain from one.
template <class T>
class Mailbox;

/// The wake-up of a mailbox: an eventfd as a small RAII handle.
class WakeFd {
  public:
    WakeFd();
    ~WakeFd();
    WakeFd(const WakeFd&) = delete;
    WakeFd& operator=(const WakeFd&) = delete;
    int fd() const { return fd_; }
    void signal() noexcept;
    void clear() noexcept;

  private:
    int fd_;
};

template <class T>
class Mailbox {
  public:
    explicit Mailbox(std::size_t capacity) : capacity_{capacity} {}

    /// False when full; the value is then untouched.
    bool push(T&& value) {
        bool first = false;
        {
            const std::lock_guard lock{mutex_};
            if (waiting_.size() >= capacity_) {
                return false;
            }
            first = waiting_.empty();
            waiting_.push_back(std::move(value));
        }
        if (first) {
            wake_.signal();
        }
        return true;
    }

    /// Moves everything waiting into `out` (cleared first).
    void drain(std::vector<T>& out) {
        out.clear();
        wake_.clear();
        const std::lock_guard lock{mutex_};
        out.swap(waiting_);
    }

    int fd() const { return wake_.fd(); }

  private:
    const std::size_t capacity_;
    std::mutex mutex_;
    std::vector<T> waiting_;
    WakeFd wake_;
};

}  // namespace yh
