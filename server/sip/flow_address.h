#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include "sip/wire.h"

// Between our Address value and the operating system's. Only flow*.cpp and resolver*.cpp include this.
namespace yh::sip {

/// Fills `storage`; returns the length that the socket calls want.
socklen_t to_sockaddr(const Address& address, sockaddr_storage& storage);
/// None for families other than IPv4 and IPv6; an IPv4 address mapped into IPv6 comes back as IPv4.
Address from_sockaddr(const sockaddr_storage& storage);
/// 0.0.0.0 or [::]: listens everywhere, and must never be told to anybody.
bool is_any_address(const Address& address);
bool is_loopback(const Address& address);

}  // namespace yh::sip
