#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/result.h"
#include "sip/wire.h"

namespace yh::sip {

/// A host to be reached, as written in a trunk's address.
struct Question {
    std::string host;
    std::uint16_t port = 0;  ///< 0: ask for NAPTR and SRV first (RFC 3263 §4)
    Transport transport = Transport::Udp;

    bool operator==(const Question&) const = default;
};

/// Where a host's SIP service is: best first (RFC 3263, RFC 2782).
struct Resolved {
    std::vector<Hop> hops;
    Duration ttl{};
};

/// Looks names up without blocking. Thread: call loop.
class Resolver {
  public:
    using Handler = std::function<void(Result<Resolved>)>;

    virtual ~Resolver() = default;
    /// The handler is never called from inside this call. Errors: dns.not_found, dns.failed.
    virtual void resolve(const Question& question, Handler handler) = 0;
};

}  // namespace yh::sip
