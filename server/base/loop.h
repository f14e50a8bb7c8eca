#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/task.h"
#include "base/timer_queue.h"

namespace yh {

/// One thread's event loop (an Asio io_context behind this seam). Everything that belongs to a loop is touched
/// only on its thread; others reach it by `post`. A task over 20 ms is logged as loop.slow and counted.
/// Owned by main; ends when `stop` was called and the running task returned.
class Loop {
  public:
    explicit Loop(std::string name);
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    /// Serves on the calling thread until `stop`. Tasks posted before it are kept.
    void run();
    /// Serves what is ready or becomes ready within `at_most`; for tests and draining. Thread: the one that would
    /// run().
    void run_for(Duration at_most);
    /// Thread: any.
    void stop();
    /// Runs the task on this loop, later, in order of posting. Thread: any.
    void post(Task task);

    bool is_here() const;
    /// Aborts when called from another thread while the loop runs.
    void assert_here() const;

    /// Thread: the loop's.
    TimerId after(Duration delay, Task task);
    TimerId at(MonoTime when, Task task);
    void cancel(TimerId id);
    /// The same timers for pure machines that are given a TimerQueue. Thread: the loop's.
    /// After scheduling through it directly, nothing else is needed: the loop looks at it after each task.
    TimerQueue& timers();
    const Clock& clock() const;
    const std::string& name() const;

    struct Impl;
    Impl& impl() { return *impl_; }

  private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace yh
