#include "sip/endpoint_world.h"

namespace yh::sip {

std::string EndpointWorld::contact(const Hop& hop, std::string_view user) const {
    std::string uri{"sip:"};
    uri += user;
    uri += '@';
    uri += wire.local_host_port(hop);
    switch (hop.transport) {
        case Transport::Udp:
            break;
        case Transport::Tcp:
            uri += ";transport=tcp";
            break;
        case Transport::Tls:
            uri += ";transport=tls";
            break;
        case Transport::Ws:
        case Transport::Wss:
            // RFC 7118 §5.2: "ws" for both; the flow is secure or not by itself.
            uri += ";transport=ws";
            break;
    }
    return uri;
}

}  // namespace yh::sip
