#pragma once

#include <string>
#include <thread>

#include "base/loop.h"

namespace yh {

/// Runs a loop on a thread of its own, named after it. Owned by main; the destructor stops the loop and joins.
class LoopThread {
  public:
    explicit LoopThread(Loop& loop, int niceness = 0);
    ~LoopThread();
    LoopThread(const LoopThread&) = delete;
    LoopThread& operator=(const LoopThread&) = delete;

    /// Stops the loop and waits for its thread; the destructor then has nothing to do.
    void join();

  private:
    Loop& loop_;
    std::thread thread_;
};

}  // namespace yh
