#pragma once

#include <functional>
#include <memory>

#include "base/loop.h"

namespace yh::sip {

/// Tells when a file descriptor can be read or written, on the call loop. Does not own the descriptor and never closes
/// it (the UDP socket and c-ares own theirs). Destroying it ends the watch; no callback follows. Thread: call loop.
class FdWatch {
  public:
    FdWatch(Loop& loop, int fd);
    ~FdWatch();
    FdWatch(const FdWatch&) = delete;
    FdWatch& operator=(const FdWatch&) = delete;

    /// Calls back at each readiness until this object dies; the callback may destroy it.
    void on_readable(std::function<void()> callback);
    /// Calls back once, at the next chance to write.
    void once_writable(std::function<void()> callback);

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace yh::sip
