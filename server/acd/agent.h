#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "acd/acd.h"
#include "acd/candidate_index.h"
#include "base/timer_queue.h"

namespace yh::acd {

struct Agent;
struct Queue;
struct Ringing;

/// One agent's place in one queue. Owned by the queue; ends when the queue, the agent or the membership vanishes.
struct Membership {
    Agent* agent = nullptr;
    Queue* queue = nullptr;
    int penalty = 0;
    int skill_level = 0;
    std::uint32_t order = 0;  ///< place in the queue's list of members
    bool paused = false;
    std::string pause_reason;

    std::int64_t calls = 0;  ///< answered for this queue
    Duration talk{0};        ///< in calls of this queue
    std::uint64_t turn = 0;  ///< when last offered a call of this queue, counted in offers

    bool candidate = false;  ///< stands in the queue's index
    CandidateSet::iterator place;
    std::size_t pool_place = 0;
};

/// A person who can be offered calls. Owned by the AgentBook.
struct Agent {
    struct Wish {
        model::AgentState state = model::AgentState::Busy;
        std::string reason;
    };

    UserId id;
    bool wraps_up = false;
    Duration wrap_up{0};
    std::vector<Membership*> memberships;

    model::AgentState state = model::AgentState::Offline;
    MonoTime since;
    MonoTime free_since;  ///< end of the last call
    std::string reason;
    std::optional<Wish> asked;
    model::AgentActivity activity = model::AgentActivity::Idle;
    MonoTime idle_since;

    bool device_online = false;
    bool unreachable = false;    ///< the device failed us; holds until it registers again or a timer ends it
    bool busy_surprise = false;  ///< the device said busy; a timer ends it
    bool offerable = false;      ///< as the indexes know it; see AgentBook::refresh
    bool freed = false;          ///< became offerable in this moment; the matcher will look for a call

    Ringing* ringing = nullptr;  ///< the one offer
    QueueId talking_for;         ///< the queue whose call the agent accepted
    MonoTime talking_since;
    QueueId after_call_of;  ///< the queue whose call the present after-call work follows
    MonoTime after_call_since;
    TimerId wrap_up_ends;
    MonoTime wrap_up_until;  ///< while that timer runs
    TimerId unreachable_ends;
    TimerId busy_surprise_ends;

    /// Takes calls, or will when the present one is over.
    bool at_work() const {
        const bool serving = state == model::AgentState::Ready || state == model::AgentState::WrapUp;
        return serving && device_online && !unreachable;
    }
    bool in_call() const { return activity != model::AgentActivity::Idle && ringing == nullptr; }
    bool may_be_offered() const {
        return state == model::AgentState::Ready && activity == model::AgentActivity::Idle && device_online &&
               !unreachable && !busy_surprise && ringing == nullptr;
    }
    Membership* find_membership(QueueId queue) const;
};

}  // namespace yh::acd
