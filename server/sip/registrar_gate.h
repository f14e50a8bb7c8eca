#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "model/directory.h"
#include "sip/digest.h"
#include "sip/endpoint_world.h"
#include "sip/registrar_lockout.h"

namespace yh::sip {

/// Who a request says it is: the address of record, found in the directory. Without a user the request is treated
/// exactly as one with a wrong password.
struct Claim {
    const model::Tenant* tenant = nullptr;
    const model::User* user = nullptr;
    std::string name;  ///< the user part as claimed
};

/// Lets phones in by digest. Everybody unknown gets the same 401 after the same work, so that nobody can learn which
/// extensions exist. Owned by the endpoint. Thread: call loop.
class Gate {
  public:
    explicit Gate(const EndpointWorld& world);

    void set_directory(model::DirectoryPtr directory) { directory_ = std::move(directory); }
    /// The owner of `extension@tenant-code`; the domain may be anything while there is one tenant.
    Claim claim(std::string_view uri) const;
    /// The user when the credentials are right; otherwise the request has been answered (401, 403, 503) and null is
    /// returned.
    const model::User* authenticate(TransactionId id, const Message& request, const Claim& claim);
    /// Answers 401 whatever the request says: sources that we do not know.
    void challenge(TransactionId id, const Message& request, bool stale);
    /// Counts a request without credentials; false: it has been refused.
    bool admit_unauthenticated(TransactionId id, const Message& request);

  private:
    const EndpointWorld& world_;
    DigestServer digest_;
    LockOut lockout_;
    model::DirectoryPtr directory_;
    std::string nobody_;  ///< the password that unknown users are checked against
};

}  // namespace yh::sip
