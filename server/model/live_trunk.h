#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "model/ids.h"
#include "model/words.h"

namespace yh::model {

/// Up and Down are those of a peer; a register trunk is Registering, Registered or Failed.
enum class TrunkHealth { Up, Down, Registering, Registered, Failed, Unknown };
BOOST_DESCRIBE_ENUM(TrunkHealth, Up, Down, Registering, Registered, Failed, Unknown)

/// A picture of one trunk as it is now.
struct LiveTrunk {
    TrunkId id;
    std::string address;  ///< where requests go now
    TrunkHealth state = TrunkHealth::Unknown;
    std::string reason;
    std::int64_t since_ms = 0;
    int calls = 0;
};

}  // namespace yh::model
