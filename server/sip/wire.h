#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"

namespace yh::sip {

enum class Transport : std::uint8_t { Udp, Tcp, Tls, Ws, Wss };

/// "UDP", "TCP", "TLS", "WS", "WSS": as in Via.
std::string_view transport_name(Transport transport);
/// Any case. Error: sip.transport_unknown.
Result<Transport> transport_from(std::string_view name);
inline bool is_reliable(Transport transport) {
    return transport != Transport::Udp;
}
/// A page: reached through its own connection or not at all.
inline bool is_browser(Transport transport) {
    return transport == Transport::Ws || transport == Transport::Wss;
}
inline bool is_secure(Transport transport) {
    return transport == Transport::Tls || transport == Transport::Wss;
}
/// 5060, 5061, 80 or 443.
std::uint16_t default_port(Transport transport);

/// An IPv4 or IPv6 address with a port, as a plain value.
struct Address {
    enum class Family : std::uint8_t { None, V4, V6 };

    std::array<std::uint8_t, 16> ip{};  ///< network order; IPv4 uses the first four
    std::uint16_t port = 0;
    Family family = Family::None;

    auto operator<=>(const Address&) const = default;
    explicit operator bool() const { return family != Family::None; }

    /// "192.0.2.1:5060", "192.0.2.1", "[2001:db8::1]:5060", "[2001:db8::1]" or "2001:db8::1". Error: sip.address.
    static Result<Address> parse(std::string_view text);
    /// A host without port (brackets allowed) and a port. Error: sip.address when it is a name, not an address.
    static Result<Address> from_host(std::string_view host, std::uint16_t port);
    /// "192.0.2.1" or "[2001:db8::1]": how a host stands in a URI or Via.
    std::string host() const;
    /// "192.0.2.1" or "2001:db8::1": how it stands in `received=`.
    std::string bare_host() const;
    /// host():port
    std::string text() const;
    bool same_host(const Address& other) const { return family == other.family && ip == other.ip; }
};

struct FlowTag;
/// One connection (TCP, TLS, WebSocket), or 0 for "any flow to that address".
using FlowId = Id<FlowTag>;

/// Where a message goes to or came from. With a flow, the flow decides: a browser is reached by nothing else.
struct Hop {
    Transport transport = Transport::Udp;
    Address address;
    FlowId flow;
    std::string tls_name;  ///< whose certificate we demand when we connect with TLS

    bool operator==(const Hop&) const = default;
};

/// What the SIP core asks of the network. Implemented by the flows (sockets), and by tests in memory.
/// Thread: call loop.
class Wire {
  public:
    virtual ~Wire() = default;

    /// Sends, connecting first where needed. Failure is told later by `WireUser::on_send_failed` and never from
    /// inside this call. The bytes are copied by the wire if it cannot send them at once.
    virtual void send(const Hop& to, std::string_view bytes) = 0;
    /// Our "host:port" as this peer should see it: for Via and Contact ("….invalid" for WebSocket clients).
    virtual std::string local_host_port(const Hop& to) const = 0;
};

/// What the network tells the SIP core (implemented by TransactionLayer). Thread: call loop.
class WireUser {
  public:
    virtual ~WireUser() = default;

    /// One whole message: a datagram, a WebSocket message, or what StreamFramer cut.
    virtual void on_received(std::string bytes, const Hop& from) = 0;
    /// Something sent to `to` could not be delivered (ICMP error, connect refused, certificate wrong).
    virtual void on_send_failed(const Hop& to) = 0;
    /// The connection is gone; transactions that run over it fail now.
    virtual void on_flow_closed(FlowId flow) = 0;
};

}  // namespace yh::sip
