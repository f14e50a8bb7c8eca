#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "acd/agent.h"
#include "acd/call.h"
#include "acd/candidate_index.h"

namespace yh::acd {

/// One queue: its rules, its members, those of them who are free, and the calls in order. Owned by the QueueBook.
struct Queue {
    QueueId id;
    model::Strategy strategy = model::Strategy::LongestIdle;
    Duration ring_timeout{0};
    Duration max_wait{0};
    bool join_when_empty = true;
    bool leave_when_empty = false;
    int max_waiting = 0;

    std::vector<std::unique_ptr<Membership>> members;  ///< in the order of the directory
    CandidateIndex candidates;
    Line waiting;   ///< every call of the queue
    Line unserved;  ///< those of them that ring nowhere
    int signed_in = 0;
    std::uint64_t turns = 0;

    bool full() const { return max_waiting > 0 && waiting.size() >= static_cast<std::size_t>(max_waiting); }
    /// Strategy counters start anew: with a new strategy (R086), and when the last member has gone home.
    void clear_counters();
    /// 1 for the next to be served.
    int position_of(Call& call) const;
};

}  // namespace yh::acd
