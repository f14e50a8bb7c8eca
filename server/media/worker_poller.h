#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <sys/epoll.h>

#include "base/clock.h"
#include "base/result.h"
#include "media/socket.h"

namespace yh::media {

/// What a readable descriptor may use while it is served.
struct ReceiveContext {
    std::span<std::uint8_t> buffer;  ///< the worker's one packet buffer
    MonoTime now;
};

/// Something with a descriptor in a media worker's poll set. Must leave the set only between two polls, which is why
/// legs are closed by command and never from inside a packet.
class Pollable {
  public:
    virtual ~Pollable() = default;
    /// Level-triggered: read once; what is left comes back in the next round.
    virtual void on_readable(ReceiveContext& context) = 0;
};

/// One epoll set. Owned by a media worker. Thread: that worker's.
class Poller {
  public:
    static Result<Poller> create();

    /// Closing the descriptor removes it. Error: media.no_socket.
    Result<void> add(int fd, Pollable& pollable);

    /// Ready ones, at most 256; waits no longer than `at_most` (negative: for ever).
    std::span<const epoll_event> wait(Duration at_most);
    static Pollable& ready(const epoll_event& event) { return *static_cast<Pollable*>(event.data.ptr); }

  private:
    explicit Poller(SocketHandle epoll) : epoll_{std::move(epoll)} {}

    SocketHandle epoll_;
    std::array<epoll_event, 256> events_{};
};

}  // namespace yh::media
