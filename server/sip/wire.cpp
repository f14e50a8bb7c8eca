#include "sip/wire.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "sip/uri.h"

namespace yh::sip {
namespace {

constexpr std::array<std::string_view, 5> transport_names{"UDP", "TCP", "TLS", "WS", "WSS"};

Error bad_address(std::string_view text) {
    return invalid_input("sip.address", std::string{text.substr(0, 100)});
}

Result<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
        return bad_address(text);
    }
    return port;
}

}  // namespace

std::string_view transport_name(Transport transport) {
    return transport_names[static_cast<std::size_t>(transport)];
}

Result<Transport> transport_from(std::string_view name) {
    for (std::size_t i = 0; i < transport_names.size(); ++i) {
        if (same_text(transport_names[i], name)) {
            return static_cast<Transport>(i);
        }
    }
    return Error{ErrorKind::Unsupported, "sip.transport_unknown", std::string{name.substr(0, 100)}};
}

std::uint16_t default_port(Transport transport) {
    switch (transport) {
        case Transport::Udp:
        case Transport::Tcp:
            return 5060;
        case Transport::Tls:
            return 5061;
        case Transport::Ws:
            return 80;
        case Transport::Wss:
            return 443;
    }
    return 5060;
}

Result<Address> Address::from_host(std::string_view host, std::uint16_t port) {
    if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    }
    // inet_pton wants a terminated string; a longer one is no address.
    std::array<char, INET6_ADDRSTRLEN + 1> terminated{};
    if (host.empty() || host.size() >= terminated.size()) {
        return bad_address(host);
    }
    std::copy(host.begin(), host.end(), terminated.begin());
    Address address;
    address.port = port;
    const bool v6 = host.find(':') != std::string_view::npos;
    if (::inet_pton(v6 ? AF_INET6 : AF_INET, terminated.data(), address.ip.data()) != 1) {
        return bad_address(host);
    }
    address.family = v6 ? Family::V6 : Family::V4;
    return address;
}

Result<Address> Address::parse(std::string_view text) {
    const auto first_colon = text.find(':');
    const auto last_colon = text.rfind(':');
    const bool bracketed = !text.empty() && text.front() == '[';
    const bool bare_v6 = !bracketed && first_colon != last_colon;
    const bool has_port = last_colon != std::string_view::npos && !bare_v6 && (!bracketed || text.back() != ']');
    if (!has_port) {
        return from_host(text, 0);
    }
    YH_TRY(const auto port, parse_port(text.substr(last_colon + 1)));
    return from_host(text.substr(0, last_colon), port);
}

std::string Address::bare_host() const {
    if (family == Family::None) {
        return {};
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(family == Family::V6 ? AF_INET6 : AF_INET, ip.data(), text.data(), text.size());
    return text.data();
}

std::string Address::host() const {
    return family == Family::V6 ? '[' + bare_host() + ']' : bare_host();
}

std::string Address::text() const {
    return fmt::format("{}:{}", host(), port);
}

}  // namespace yh::sip
