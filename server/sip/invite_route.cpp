#include "sip/invite_route.h"

#include "sip/uri.h"

namespace yh::sip {

bool is_private(const Address& address) {
    const auto& ip = address.ip;
    if (address.family == Address::Family::V6) {
        return (ip[0] & 0xfe) == 0xfc || (ip[0] == 0xfe && (ip[1] & 0xc0) == 0x80);
    }
    return ip[0] == 10 || (ip[0] == 172 && (ip[1] & 0xf0) == 16) || (ip[0] == 192 && ip[1] == 168) ||
           (ip[0] == 100 && (ip[1] & 0xc0) == 64) || (ip[0] == 169 && ip[1] == 254);
}

Hop next_hop(const Dialog& dialog, const Hop& seen) {
    if (seen.flow) {
        return seen;
    }
    const auto uri = Uri::parse(dialog.next_hop_uri());
    if (!uri.ok() || !uri->is_sip()) {
        return seen;
    }
    const auto transport = uri->transport();
    if (!transport.ok() || *transport == Transport::Ws || *transport == Transport::Wss) {
        return seen;
    }
    const auto address = Address::from_host(uri->host, uri->port != 0 ? uri->port : default_port(*transport));
    if (!address.ok() || (is_private(*address) && !is_private(seen.address))) {
        return seen;
    }
    Hop hop;
    hop.transport = *transport;
    hop.address = *address;
    hop.tls_name = seen.tls_name;
    return hop;
}

}  // namespace yh::sip
