#pragma once

#include <boost/describe/class.hpp>
#include <string>

#include "model/words.h"

namespace yh::model {

/// Why something ended: one side and one stable reason word ("hangup", "no_answer", "process_lost",
/// "rtp_timeout", "sip_503" …). Records, metrics, log and wallboard all read this one value.
struct Ending {
    EndingSide side = EndingSide::Unknown;
    std::string reason;

    bool operator==(const Ending&) const = default;
    bool set() const { return !reason.empty(); }
};
BOOST_DESCRIBE_STRUCT(Ending, (), (side, reason))

}  // namespace yh::model
