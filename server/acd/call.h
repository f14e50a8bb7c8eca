#pragma once

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

#include "acd/acd.h"
#include "base/timer_queue.h"

namespace yh::acd {

struct Agent;
struct Call;
struct Queue;

/// A call being presented to an agent. Owned by the Distributor; ends with accept, failure or withdrawal.
struct Ringing {
    OfferId id;
    Call* call = nullptr;
    Agent* agent = nullptr;
    bool preferred = false;  ///< made because the call asked for this agent; nobody else joins in
    int penalty = 0;
    std::size_t place = 0;  ///< in the call's list
    TimerId timeout;
};

/// A call that waits in a queue, being offered or not. Owned by the Distributor; ends by Connect, Eject or CallLeft.
struct Call {
    /// An agent who did not take this call. Passed over until everybody else was tried, and until `not_before`.
    struct Passed {
        UserId agent;
        MonoTime not_before;
    };

    CallId id;
    Queue* queue = nullptr;
    int priority = 0;
    MonoTime entered;
    MonoTime waits_since;  ///< earlier than `entered` by what the call had waited before
    std::uint64_t arrival = 0;
    UserId preferred;

    std::vector<Ringing*> ringing;
    std::vector<Passed> passed;  ///< by agent
    bool needs_agent = false;    ///< lost its last offer, or came in, in this moment
    bool expired = false;        ///< waited too long; only what rings now may still save it
    bool overflow_due = false;   ///< moves on when what rings now comes to nothing
    bool callback = false;       ///< nobody is on the line
    int required_skill = 0;      ///< members below it are passed over; sinks with time
    std::vector<QueueId> been;   ///< queues it overflowed from: it never goes back by itself
    TimerId max_wait;
    TimerId overflow;
    TimerId relax;

    bool has_passed(UserId agent) const;
    /// Passed over, and not to be tried again yet.
    bool is_spared(UserId agent, MonoTime now) const;
    /// Whoever was passed over is offered the call again only after a new round has begun, so never stands here twice.
    void pass_over(UserId agent, MonoTime not_before);
    /// A new round: everyone whose pause is over may be tried again.
    void start_round(MonoTime now);
};

/// The order of service: priority, then time in queue, then arrival.
struct ServedBefore {
    bool operator()(const Call* a, const Call* b) const {
        if (a->priority != b->priority) {
            return a->priority > b->priority;
        }
        return a->waits_since != b->waits_since ? a->waits_since < b->waits_since : a->arrival < b->arrival;
    }
};

using Line = std::set<Call*, ServedBefore>;

}  // namespace yh::acd
