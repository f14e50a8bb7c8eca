#include "sip/flow_address.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace yh::sip {

namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

Address from_v6(const sockaddr_in6& in6) {
    Address address;
    std::memcpy(address.ip.data(), &in6.sin6_addr, address.ip.size());
    address.port = ntohs(in6.sin6_port);
    address.family = Address::Family::V6;
    if (std::equal(mapped_prefix.begin(), mapped_prefix.end(), address.ip.begin())) {
        std::array<std::uint8_t, 16> v4{};
        std::copy_n(address.ip.begin() + mapped_prefix.size(), 4, v4.begin());
        address.ip = v4;
        address.family = Address::Family::V4;
    }
    return address;
}

}  // namespace

socklen_t to_sockaddr(const Address& address, sockaddr_storage& storage) {
    std::memset(&storage, 0, sizeof storage);
    if (address.family == Address::Family::V6) {
        sockaddr_in6 in6{};
        in6.sin6_family = AF_INET6;
        in6.sin6_port = htons(address.port);
        std::memcpy(&in6.sin6_addr, address.ip.data(), address.ip.size());
        std::memcpy(&storage, &in6, sizeof in6);
        return sizeof in6;
    }
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(address.port);
    std::memcpy(&in.sin_addr, address.ip.data(), 4);
    std::memcpy(&storage, &in, sizeof in);
    return sizeof in;
}

Address from_sockaddr(const sockaddr_storage& storage) {
    if (storage.ss_family == AF_INET6) {
        sockaddr_in6 in6{};
        std::memcpy(&in6, &storage, sizeof in6);
        return from_v6(in6);
    }
    Address address;
    if (storage.ss_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &storage, sizeof in);
        std::memcpy(address.ip.data(), &in.sin_addr, 4);
        address.port = ntohs(in.sin_port);
        address.family = Address::Family::V4;
    }
    return address;
}

bool is_any_address(const Address& address) {
    return std::ranges::all_of(address.ip, [](std::uint8_t byte) { return byte == 0; });
}

bool is_loopback(const Address& address) {
    if (address.family == Address::Family::V4) {
        return address.ip[0] == 127;
    }
    std::array<std::uint8_t, 16> one{};
    one[15] = 1;
    return address.family == Address::Family::V6 && address.ip == one;
}

}  // namespace yh::sip
