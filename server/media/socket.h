#pragma once

#include <utility>

#include "base/result.h"
#include "media/socket_address.h"

namespace yh::media {

/// One file descriptor, closed with its owner. Thread: its owner's.
class SocketHandle {
  public:
    SocketHandle() = default;
    explicit SocketHandle(int fd) : fd_{fd} {}
    SocketHandle(SocketHandle&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
    SocketHandle& operator=(SocketHandle&& other) noexcept;
    ~SocketHandle();
    SocketHandle(const SocketHandle&) = delete;
    SocketHandle& operator=(const SocketHandle&) = delete;

    int fd() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

  private:
    int fd_ = -1;
};

/// A non-blocking UDP socket bound to `local`. Errors: media.port_taken (somebody else has it), media.no_socket.
Result<SocketHandle> open_udp(const SocketAddress& local);

/// The address this machine would use towards the outside; nothing is sent. Loopback when there is no route.
SocketAddress outward_address(int family);

}  // namespace yh::media
