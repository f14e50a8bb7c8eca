#include "base/worker.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

namespace yh {

Worker::Worker(std::string name, std::size_t capacity, int niceness)
    : name_{std::move(name)}, capacity_{capacity}, niceness_{niceness}, thread_{[this] { run(); }} {}

Worker::~Worker() {
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

bool Worker::post(Task job) {
    {
        const std::lock_guard lock{mutex_};
        if (jobs_.size() >= capacity_ || ending_) {
            return false;
        }
        jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
    return true;
}

std::size_t Worker::waiting() const {
    const std::lock_guard lock{mutex_};
    return jobs_.size();
}

void Worker::run() {
    name_this_thread(name_, niceness_);
    for (;;) {
        Task job;
        {
            std::unique_lock lock{mutex_};
            changed_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
            if (jobs_.empty()) {
                return;
            }
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        job();
    }
}

void name_this_thread(const std::string& name, int niceness) {
    ::pthread_setname_np(::pthread_self(), name.substr(0, 15).c_str());
    if (niceness != 0) {
        // On Linux niceness belongs to the thread, whatever POSIX says.
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), niceness);
    }
}

}  // namespace yh
