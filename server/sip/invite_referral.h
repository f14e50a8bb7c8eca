#pragma once

#include <string>

#include "sip/invite_leg.h"

namespace yh::sip {

/// The implicit subscription that a REFER makes (RFC 3515 §2.4.4): one NOTIFY at once, one with the outcome, which ends
/// it. One at a time is under way, so that they arrive in order.
struct InviteLeg::Referral {
    std::string event;       ///< "refer" or "refer;id=2"
    int outcome = 0;         ///< SIP status; 0: not known yet
    bool notifying = false;  ///< a NOTIFY has no answer yet
    bool told = false;       ///< the last NOTIFY was sent
    TimerId limit;           ///< of our patience when our BYE waits
};

}  // namespace yh::sip
