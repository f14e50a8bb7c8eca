#pragma once

#include <functional>
#include <unordered_map>
#include <utility>

#include "acd/agent_book.h"
#include "acd/call_book.h"
#include "acd/moment.h"

namespace yh::acd {

/// What rings now. Starts and ends offers on both sides, call and agent; what follows from an ending is the
/// Distributor's to decide. Owned by the Distributor. Thread: call loop.
class OfferBook {
  public:
    OfferBook(Moment& moment, AgentBook& agents, CallBook& calls, OfferId first)
        : moment_(moment), agents_(agents), calls_(calls), next_(first) {}

    Ringing* find(OfferId id);
    /// Rings the agent. `member`: the agent's place in the call's queue, null for a preferred agent from outside.
    Ringing& start(Call& call, Agent& agent, Membership* member);
    /// Forgets the offer; the agent is left in AgentActivity::Offered for the caller to change.
    void end(Ringing& ringing);
    /// Says that the offer is withdrawn, and ends it.
    void withdraw(Ringing& ringing, model::OfferOutcome outcome);
    /// What to do when an offer rang too long.
    void on_timeout(std::function<void(OfferId)> timed_out) { timed_out_ = std::move(timed_out); }

  private:
    Moment& moment_;
    AgentBook& agents_;
    CallBook& calls_;
    OfferId next_;
    std::function<void(OfferId)> timed_out_;
    std::unordered_map<OfferId, Ringing> ringing_;
};

}  // namespace yh::acd
