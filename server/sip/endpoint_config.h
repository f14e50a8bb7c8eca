#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "sip/flow.h"
#include "sip/transaction.h"

namespace yh::sip {

/// What an operator may set about SIP. Durations and counts carry what they limit in their names.
struct EndpointConfig {
    FlowConfig flows;
    TransactionConfig transactions;

    std::string realm = "yinghe";         ///< in our digest challenges
    std::string product = "Yinghe";       ///< User-Agent and Server
    std::string contact_user = "yinghe";  ///< user part of our Contact

    // Registrar (RFC 3261 §10).
    std::uint32_t registration_min_s = 60;
    std::uint32_t registration_default_s = 3'600;
    std::uint32_t registration_max_s = 7'200;
    std::size_t bindings_per_user = 10;

    // Who may ask how often.
    int lockout_failures = 10;
    Duration lockout_window = std::chrono::seconds{60};
    Duration lockout_time = std::chrono::minutes{5};
    int unauthenticated_per_s = 200;    ///< requests without credentials, per source address
    int unauthenticated_burst = 2'000;  ///< a whole floor of phones behind one NAT after a power cut

    // Sessions.
    std::uint32_t session_expires_s = 1'800;         ///< RFC 4028; 0: we do not ask for session timers
    std::uint32_t session_min_s = 90;                ///< RFC 4028 §5
    Duration ring_limit = std::chrono::minutes{5};   ///< a callee that only rings is cancelled at last
    Duration flow_grace = std::chrono::seconds{10};  ///< how long a leg whose connection broke may come back

    // Trunks.
    Duration trunk_probe = std::chrono::seconds{30};
    Duration trunk_retry_min = std::chrono::seconds{5};
    Duration trunk_retry_max = std::chrono::minutes{5};
    std::string dns_servers;  ///< "192.0.2.1,192.0.2.2:5353"; empty: the system's
};

}  // namespace yh::sip
