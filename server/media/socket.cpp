#include "media/socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "base/os_error.h"

namespace yh::media {
namespace {

// Two seconds of G.711 as the kernel accounts for it. More would only keep sound that is too old to be heard.
constexpr int receive_buffer_bytes = 96 * 1024;

}  // namespace

SocketHandle& SocketHandle::operator=(SocketHandle&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

SocketHandle::~SocketHandle() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

Result<SocketHandle> open_udp(const SocketAddress& local) {
    SocketHandle handle{::socket(local.family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (!handle) {
        return unavailable("media.no_socket", os_error_text(errno));
    }
    if (::bind(handle.fd(), local.raw(), local.raw_bytes()) != 0) {
        return unavailable(errno == EADDRINUSE ? "media.port_taken" : "media.no_socket", os_error_text(errno));
    }
    ::setsockopt(handle.fd(), SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
    return handle;
}

SocketAddress outward_address(int family) {
    const bool v6 = family == AF_INET6;
    const auto loopback = *SocketAddress::parse(v6 ? "::1" : "127.0.0.1", 0);
    // Documentation addresses: connecting a UDP socket only asks for the route.
    const auto outside = *SocketAddress::parse(v6 ? "2001:db8::1" : "192.0.2.1", 9);
    const SocketHandle probe{::socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    sockaddr_storage found{};
    socklen_t bytes = sizeof found;
    if (!probe || ::connect(probe.fd(), outside.raw(), outside.raw_bytes()) != 0 ||
        ::getsockname(probe.fd(), reinterpret_cast<sockaddr*>(&found), &bytes) != 0) {
        return loopback;
    }
    const auto address = SocketAddress::from(found);
    return address.is_wildcard() ? loopback : address;
}

}  // namespace yh::media
