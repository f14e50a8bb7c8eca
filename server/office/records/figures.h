#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>

#include "base/result.h"
#include "db/connection.h"
#include "office/people/identity.h"

namespace yh::office::records {

/// An agent's day so far (R078).
struct MyFigures {
    std::int64_t from_ms = 0;          ///< when the day began
    std::int64_t signed_in_at_ms = 0;  ///< first time out of offline today; 0: not yet
    std::int64_t outbound = 0;         ///< calls I dialled outside
    std::int64_t answered = 0;         ///< inbound and internal calls I answered
    std::int64_t missed = 0;           ///< calls offered to me that I did not answer
    double talk_s = 0;
    double average_talk_s = 0;  ///< of all calls in which I talked
};
BOOST_DESCRIBE_STRUCT(MyFigures, (), (from_ms, signed_in_at_ms, outbound, answered, missed, talk_s, average_talk_s))

/// Thread: one that may block.
Result<MyFigures> my_figures(db::Connection& connection, const people::SignedIn& who, std::int64_t from_ms);

}  // namespace yh::office::records
