#include "base/loop_thread.h"

#include "base/worker.h"

namespace yh {

LoopThread::LoopThread(Loop& loop, int niceness)
    : loop_{loop}, thread_{[&loop, niceness] {
          name_this_thread(loop.name(), niceness);
          loop.run();
      }} {}

LoopThread::~LoopThread() {
    join();
}

void LoopThread::join() {
    if (thread_.joinable()) {
        loop_.stop();
        thread_.join();
    }
}

}  // namespace yh
