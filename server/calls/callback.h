#pragma once

#include <string>

#include "base/clock.h"
#include "base/timer_queue.h"
#include "model/ids.h"

namespace yh::calls {

/// A place in a queue whose caller has hung up and wants to be called back (排队回呼). It waits in the ACD under the id
/// of the call that asked for it, which is long over; a call of its own is made as soon as an agent is offered it.
/// A plain value of the conductor's; the stored one, which survives a restart, is the records' row. Ends: answered,
/// given up after the queue's attempts, or cancelled.
struct Callback {
    model::CallId asked_by;
    model::TenantId tenant;
    model::QueueId queue;
    std::string number;
    WallTime waits_since;  ///< what the place in the queue counts from
    int attempts = 0;      ///< how often the customer was dialled
    std::string caller{};  ///< who asked: whose calls may go before others, whatever number is called back
    model::CallId call{};  ///< of the present attempt; none: nobody is offered it
    TimerId next{};        ///< when it waits for its turn again, after an attempt
};

}  // namespace yh::calls
