#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/people/scope.h"

namespace yh::office::rollups {

/// What a queue has done since its counters began (R245): when it was made, or its way of ringing was changed last.
/// Unlike those of a switch they outlive a restart (U28). A call that came to the queue twice counts twice.
struct QueueCounter {
    std::string number;
    std::int64_t from_ms = 0;  ///< 0: since it was made
    std::int64_t answered = 0;
    std::int64_t unanswered = 0;
};
BOOST_DESCRIBE_STRUCT(QueueCounter, (), (number, from_ms, answered, unanswered))

/// Of the queues that `who` sees. Thread: one that may block.
Result<std::vector<QueueCounter>> queue_counters(db::Connection& connection, const people::SignedIn& who);

/// They begin anew, inside of the transaction that changes the queue.
Result<void> restart_queue_counters(db::Connection& connection, std::int64_t tenant, std::int64_t queue,
                                    std::int64_t now_ms);

}  // namespace yh::office::rollups
