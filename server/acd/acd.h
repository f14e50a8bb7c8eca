#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "model/directory.h"
#include "model/ids.h"
#include "model/words.h"

// The pure decisions of call distribution: state + input + now → effects. No I/O, no clock, no SQL, no threads.
namespace yh::acd {

using model::CallId;
using model::OfferId;
using model::QueueId;
using model::UserId;

// ---------------------------------------------------------------- what happened

/// The configuration, at start and whenever it changes. Agents and waiting calls live on; what vanished is let go.
struct Configured {
    model::DirectoryPtr directory;
};
/// A call asks to wait in a queue. `waited_before` keeps its place when it comes back or overflows.
struct CallEntered {
    CallId call;
    QueueId queue;
    int priority = 0;  ///< higher first; equal: by time in queue
    Duration waited_before{0};
    UserId preferred_agent;  ///< assigned-agent-first; none: the strategy decides
    bool returned = false;   ///< talked already and lost its agent: goes to the head, however full the queue is
    bool callback = false;  ///< nobody is on the line: let in however full or empty the queue is, and waits without end
};
/// More is known of a call that waits: who it should ring first, and whether it goes before others. What rings for it
/// rings on. A call that does not wait any more is left alone.
struct CallKnown {
    CallId call;
    int priority = 0;
    UserId preferred_agent;
};
/// The waiting call went away by itself (caller hung up), or was taken out by a command.
struct CallLeft {
    CallId call;
};
/// The agent answered; when several ring (ring_all), the first one wins.
struct OfferAccepted {
    OfferId offer;
};
/// A colleague takes a call that waits or rings elsewhere (代答); answered by Connect without an offer. The agent's own
/// device is up already: what else rings there is withdrawn. A call that does not wait any more is left alone.
struct CallTaken {
    CallId call;
    UserId agent;
};
/// The offer came to nothing at the agent's end: refused, busy, or the device could not be reached.
struct OfferFailed {
    OfferId offer;
    model::OfferOutcome outcome = model::OfferOutcome::Refused;
};
/// The agent, a leader or the registration sets the global state.
struct AgentSet {
    UserId agent;
    model::AgentState state = model::AgentState::Offline;
    std::string reason;
};
struct QueuePaused {
    UserId agent;
    QueueId queue;
    bool paused = false;
    std::string reason;
};
/// The agent's device can (not) be rung.
struct DeviceOnline {
    UserId agent;
    bool online = false;
};
/// The agent is busy with a call that is not an offer of ours: dialling out, internal, transferred to.
struct AgentBusyWithCall {
    UserId agent;
    model::AgentActivity activity = model::AgentActivity::Talking;
};
/// The agent's call, of whatever kind, is over. `queue_call`: wrap-up follows if the agent wraps up.
struct AgentFree {
    UserId agent;
    bool queue_call = false;
};

using Input = std::variant<Configured, CallEntered, CallLeft, OfferAccepted, OfferFailed, AgentSet, QueuePaused,
                           DeviceOnline, AgentBusyWithCall, AgentFree, CallTaken, CallKnown>;

// ---------------------------------------------------------------- what to do

/// Ring this agent with this call.
struct Offer {
    OfferId offer;
    CallId call;
    QueueId queue;
    UserId agent;
};
/// Stop ringing: no answer in time, the caller left, another agent won, or the agent is no longer available.
struct Withdraw {
    OfferId offer;
    CallId call;
    UserId agent;
    model::OfferOutcome outcome = model::OfferOutcome::NoAnswer;
};
/// The accepted offer, or the call that was taken: connect the two. The call has left the queue.
struct Connect {
    OfferId offer;  ///< none: taken
    CallId call;
    QueueId queue;
    UserId agent;
};
/// The call leaves the queue without an agent; go on with the queue's on_timeout (TimedOut, LeftEmpty, Refused).
struct Eject {
    CallId call;
    QueueId queue;
    model::QueueExit exit = model::QueueExit::TimedOut;
};
/// The call was let in; its place, counted from 1.
struct Entered {
    CallId call;
    QueueId queue;
    int position = 0;
};
/// The call has waited too long in `from` and waits in `to` now, with the time it has waited so far.
struct Moved {
    CallId call;
    QueueId from;
    QueueId to;
    int position = 0;
};
struct StateChanged {
    UserId agent;
    model::AgentState from = model::AgentState::Offline;
    model::AgentState to = model::AgentState::Offline;
    std::string reason;
    Duration lasted{0};
};
struct ActivityChanged {
    UserId agent;
    model::AgentActivity activity = model::AgentActivity::Idle;
};
struct PauseChanged {
    UserId agent;
    QueueId queue;
    bool paused = false;
    std::string reason;
};

using Effect =
    std::variant<Offer, Withdraw, Connect, Eject, Entered, StateChanged, ActivityChanged, PauseChanged, Moved>;

// ---------------------------------------------------------------- pictures of the state

struct AgentView {
    UserId agent;
    model::AgentState state = model::AgentState::Offline;
    model::AgentActivity activity = model::AgentActivity::Idle;
    std::string reason;
    MonoTime since;  ///< of the state; once free again after a call, of being free
    bool device_online = false;
    std::vector<QueueId> paused_queues;
    std::optional<model::AgentState> asked;  ///< asked for during a call or an offer; comes into force after it
    std::optional<MonoTime> wrap_up_until;  ///< when wrap-up ends by itself; none: no wrap-up, or one asked for by hand
    OfferId offer;                          ///< that rings at the agent; none: nothing does
};
struct WaitingView {
    CallId call;
    MonoTime entered;
    int position = 0;
};

/// What happened since the start; rises only.
struct Counts {
    std::uint64_t offers = 0;
    std::uint64_t connected = 0;
    std::uint64_t no_answer = 0;
    std::uint64_t refused = 0;
    std::uint64_t busy = 0;  ///< our picture of the agent was wrong; should stay near 0
    std::uint64_t unreachable = 0;
    std::uint64_t withdrawn = 0;
    std::uint64_t late_inputs = 0;  ///< about offers, calls, agents or queues that are gone or never were; harmless
};

/// The distributor. Thread: call loop (it has no thread of its own). Owned by the conductor.
/// Rules: an agent is offered a call only if the global state is Ready, activity Idle, the device online, and
/// the queue not paused; one offer per agent at a time (capacity 1); a call is offered to one agent at a time
/// except with ring_all; order in a queue is by priority, then by time in queue (waited_before counts); several
/// free agents and several waiting calls are matched in parallel. All the rules in words: acd/README.md.
/// Not answered in time: the agent stays Ready, loses the turn, and is passed over for this call until every other
/// candidate who is free has been tried, so that a caller is never stuck on an absent agent.
class Acd {
  public:
    /// `seed` feeds Strategy::Random only. Offers are numbered upwards from `first_offer`: a number that rises from
    /// run to run (an IdMaker's) keeps them unique in the records.
    explicit Acd(std::uint64_t seed = 1, OfferId first_offer = OfferId{1});
    ~Acd();
    Acd(const Acd&) = delete;
    Acd& operator=(const Acd&) = delete;

    /// Decides. Effects come in the order they must be carried out.
    std::vector<Effect> apply(const Input& input, MonoTime now);
    /// Lets time pass: offers that rang too long, waits that took too long, wrap-up that ended.
    std::vector<Effect> wake(MonoTime now);
    /// When `wake` has something to do; none: only an input can change anything.
    std::optional<MonoTime> next_wake() const;

    std::optional<AgentView> agent(UserId agent) const;
    std::vector<AgentView> agents() const;
    std::vector<WaitingView> waiting(QueueId queue) const;
    /// 1 for the next to be served; none: not waiting.
    std::optional<int> position(CallId call) const;
    /// position × average handle time of the queue's calls of late ÷ members at work; none: not waiting, nobody at
    /// work, or no call finished yet. An estimate for announcements, never more.
    std::optional<Duration> expected_wait(CallId call) const;
    const Counts& counts() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace yh::acd
