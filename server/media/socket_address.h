#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yh::media {

/// An IPv4 or IPv6 address with a port, ready for the socket calls. A value; a default one is "none".
/// Thread: any.
class SocketAddress {
  public:
    SocketAddress() = default;
    /// Numeric text only: a name would need DNS, which may not happen on the call loop.
    static std::optional<SocketAddress> parse(std::string_view ip, std::uint16_t port);
    static SocketAddress from(const sockaddr_storage& raw);

    explicit operator bool() const { return address_.base.sa_family != AF_UNSPEC; }
    int family() const { return address_.base.sa_family; }
    bool v6() const { return family() == AF_INET6; }
    std::uint16_t port() const;
    void set_port(std::uint16_t port);
    std::string ip_text() const;
    /// 0.0.0.0 or ::
    bool is_wildcard() const;
    bool same_ip(const SocketAddress& other) const;
    bool operator==(const SocketAddress& other) const { return same_ip(other) && port() == other.port(); }

    const sockaddr* raw() const { return &address_.base; }
    socklen_t raw_bytes() const { return v6() ? sizeof(sockaddr_in6) : sizeof(sockaddr_in); }

  private:
    union Any {
        sockaddr base;
        sockaddr_in v4;
        sockaddr_in6 v6;
    };
    Any address_{.v6 = {}};
};

}  // namespace yh::media
