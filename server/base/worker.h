#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "base/task.h"

namespace yh {

/// A thread that runs blocking jobs one after the other, from a bounded queue: files, SQL, password hashes.
/// Owned by main; the destructor runs what was accepted, then joins.
class Worker {
  public:
    /// `niceness` 0…19: how far it steps back behind the call and media loops.
    Worker(std::string name, std::size_t capacity, int niceness = 0);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// False when the queue is full; the caller answers for the job. Thread: any.
    bool post(Task job);
    std::size_t waiting() const;

  private:
    void run();

    const std::string name_;
    const std::size_t capacity_;
    const int niceness_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Task> jobs_;
    bool ending_ = false;
    std::thread thread_;
};

/// Names the calling thread (at most 15 characters) and sets its niceness, for top and perf.
void name_this_thread(const std::string& name, int niceness = 0);

}  // namespace yh
