#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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
    Duration overflow_after{0};
    QueueId overflow_to;  ///< none: calls never move by themselves
    int required_skill = 0;
    Duration skill_relaxes_every{0};
    bool service_changed = false;  ///< the four above are new: calls that wait must learn of it

    std::vector<std::unique_ptr<Membership>> members;  ///< in the order of the directory
    CandidateIndex candidates;
    Line waiting;   ///< every call of the queue
    Line unserved;  ///< those of them that ring nowhere
    int signed_in = 0;
    std::uint64_t turns = 0;
    Duration average_talk{0};          ///< of late, from answer to hang-up; 0: no call is over yet
    Duration average_after_call{0};    ///< … and from there to the end of after-call work
    bool after_call_measured = false;  ///< until it is, the set length is taken for it

    /// Whether the call that comes by itself may wait here.
    bool lets_in() const { return !full() && (join_when_empty || signed_in > 0); }
    bool full() const { return max_waiting > 0 && waiting.size() >= static_cast<std::size_t>(max_waiting); }
    /// Strategy counters start anew: with a new strategy (R086), and when the last member has gone home.
    void clear_counters();
    /// 1 for the next to be served.
    int position_of(Call& call) const;
    /// A call of this queue is over, and after-call work of this length is due. Recent calls count more than old ones.
    void note_handled(Duration talk, Duration due);
    /// So long it really took.
    void note_after_call(Duration lasted);
    /// How long the call at this place will wait; none: nobody can say.
    std::optional<Duration> expected_wait(int position) const;
};

}  // namespace yh::acd
