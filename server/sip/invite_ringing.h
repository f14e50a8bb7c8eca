#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sip/invite_leg.h"

namespace yh::sip {

/// What a leg needs only until it is answered.
struct InviteLeg::Ringing {
    // They called (invite_uas.cpp).
    TransactionId invite;
    bool reliably = false;     ///< the INVITE requires 100rel (RFC 3262 §3)
    bool wants_offer = false;  ///< the INVITE came without SDP
    std::uint32_t rseq = 0;    ///< of the last reliable response; 0: none yet
    bool unacknowledged = false;
    bool answered_early = false;  ///< a reliable response carried our answer
    int next_status = 0;          ///< a response that waits for the PRACK of the one before
    std::string next_sdp;
    std::string answer;

    // We called (invite_uac.cpp).
    std::vector<BranchId> branches;
    bool single = true;  ///< one branch only: its early media may be heard
    std::vector<std::string> early_dialogs;
    std::string early_answer;  ///< from a reliable response
    std::string won_sdp;
    int told_status = 0;
    std::string told_sdp;
    int failed_status = 0;
    std::string failed_reason;
    TimerId limit;
};

}  // namespace yh::sip
