#pragma once

#include <string>

#include "base/result.h"
#include "sip/message.h"

namespace yh::sip {

/// Where a REFER (RFC 3515) wants the other party to go.
struct ReferTo {
    std::string number;    ///< user part of the URI, escapes resolved
    std::string replaces;  ///< value of Replaces in the URI (RFC 3891), escapes resolved; "": none

    /// Errors: sip.refer_to; the detail is fit for the reason phrase of a 400.
    static Result<ReferTo> parse(const Message& request);
};

}  // namespace yh::sip
