#pragma once

#include <optional>
#include <vector>

#include "acd/agent_book.h"
#include "acd/call_book.h"
#include "acd/matcher.h"
#include "acd/moment.h"
#include "acd/offer_book.h"
#include "acd/queue_book.h"

namespace yh::acd {

/// What follows from each input and from each timer. Every input is taken in first and settled after.
/// Owned by the Acd. Thread: call loop.
class Distributor {
  public:
    Distributor(std::uint64_t seed, OfferId first_offer);

    std::vector<Effect> apply(const Input& input, MonoTime now);
    std::vector<Effect> wake(MonoTime now);

    const Moment& moment() const { return moment_; }
    const AgentBook& agents() const { return agents_; }
    const CallBook& calls() const { return calls_; }
    const QueueBook& queues() const { return queues_; }

    void on(const Configured& configured);
    void on(const CallEntered& entered);
    void on(const CallLeft& left);
    void on(const OfferAccepted& accepted);
    void on(const OfferFailed& failed);
    void on(const AgentSet& set);
    void on(const QueuePaused& pause);
    void on(const DeviceOnline& device);
    void on(const AgentBusyWithCall& busy);
    void on(const AgentFree& free);
    void on(const CallTaken& taken);
    void on(const CallKnown& known);

  private:
    std::vector<Effect> settle();
    void eject_from_emptied_queues();

    // distributor_configure.cpp
    void let_agents_go(const model::Directory& directory);
    void let_queues_go(const model::Directory& directory);

    // distributor_waiting.cpp: what becomes of a call by waiting
    void arm_max_wait(Call& call);
    /// Overflow and required skill, by the rules of the call's queue as they are now.
    void arm_service(Call& call);
    void arm_relax(Call& call);
    void on_waited_too_long(CallId id);
    void on_overflow_due(CallId id);
    void on_relaxed(CallId id);
    /// Moves the call to the next queue; false: it stays.
    bool overflow(Call& call);

    // distributor_calls.cpp
    void eject(Call& call, model::QueueExit exit);
    /// `Callbacks::Stay`: nobody is on the line of these, so nobody is tired of waiting.
    enum class Callbacks { Leave, Stay };
    void eject_all(Queue& queue, model::QueueExit exit, Callbacks callbacks);
    /// Stops all that rings for the call; the agents are free again.
    void silence(Call& call);

    // distributor_offers.cpp
    void on_rang_too_long(OfferId id);
    void connect(Call& call, Agent& agent, OfferId offer);
    /// The offer is over and the call still waits: it goes on to others, or leaves if its time is up.
    void after_offer(Call& call);
    void withdraw(Ringing& ringing, model::OfferOutcome outcome);
    /// The agent did not take the call: the turn is lost, and the agent passed over until `not_before`.
    void miss(Call& call, Agent& agent, MonoTime not_before);

    Agent* known(UserId id);
    void count_late() { ++moment_.counts.late_inputs; }

    Moment moment_;
    AgentBook agents_;
    QueueBook queues_;
    CallBook calls_;
    OfferBook offers_;
    Matcher matcher_;
};

}  // namespace yh::acd
