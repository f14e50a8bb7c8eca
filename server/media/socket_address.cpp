#include "media/socket_address.h"

#include <arpa/inet.h>

#include <array>
#include <cstring>

namespace yh::media {

std::optional<SocketAddress> SocketAddress::parse(std::string_view ip, std::uint16_t port) {
    if (ip.size() >= INET6_ADDRSTRLEN) {
        return std::nullopt;
    }
    const std::string text{ip};
    SocketAddress out;
    if (::inet_pton(AF_INET, text.c_str(), &out.address_.v4.sin_addr) == 1) {
        out.address_.v4.sin_family = AF_INET;
    } else if (::inet_pton(AF_INET6, text.c_str(), &out.address_.v6.sin6_addr) == 1) {
        out.address_.v6.sin6_family = AF_INET6;
    } else {
        return std::nullopt;
    }
    out.set_port(port);
    return out;
}

SocketAddress SocketAddress::from(const sockaddr_storage& raw) {
    SocketAddress out;
    if (raw.ss_family == AF_INET) {
        std::memcpy(&out.address_.v4, &raw, sizeof out.address_.v4);
    } else if (raw.ss_family == AF_INET6) {
        std::memcpy(&out.address_.v6, &raw, sizeof out.address_.v6);
    }
    return out;
}

std::uint16_t SocketAddress::port() const {
    // Both forms keep the port at the same place, but naming each says so without relying on it.
    return ntohs(v6() ? address_.v6.sin6_port : address_.v4.sin_port);
}

void SocketAddress::set_port(std::uint16_t port) {
    if (v6()) {
        address_.v6.sin6_port = htons(port);
    } else {
        address_.v4.sin_port = htons(port);
    }
}

std::string SocketAddress::ip_text() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* from = v6() ? static_cast<const void*>(&address_.v6.sin6_addr) : &address_.v4.sin_addr;
    if (!*this || ::inet_ntop(family(), from, text.data(), text.size()) == nullptr) {
        return {};
    }
    return text.data();
}

bool SocketAddress::is_wildcard() const {
    if (v6()) {
        return IN6_IS_ADDR_UNSPECIFIED(&address_.v6.sin6_addr);
    }
    return address_.v4.sin_addr.s_addr == INADDR_ANY;
}

bool SocketAddress::same_ip(const SocketAddress& other) const {
    if (family() != other.family()) {
        return false;
    }
    if (v6()) {
        return IN6_ARE_ADDR_EQUAL(&address_.v6.sin6_addr, &other.address_.v6.sin6_addr);
    }
    return address_.v4.sin_addr.s_addr == other.address_.v4.sin_addr.s_addr;
}

}  // namespace yh::media
