#pragma once

#include <vector>

#include "acd/agent_book.h"
#include "acd/call_book.h"
#include "acd/offer_book.h"

namespace yh::acd {

/// Brings free agents and unserved calls together. After `settle` no call rings nowhere while an agent who may
/// take it is free. Looks only at who became free and which calls came to need an agent in this moment: all
/// others had been settled before. Owned by the Distributor. Thread: call loop.
class Matcher {
  public:
    Matcher(Moment& moment, AgentBook& agents, CallBook& calls, OfferBook& offers, std::uint64_t seed)
        : moment_(moment), agents_(agents), calls_(calls), offers_(offers), random_(seed) {}

    void settle();

  private:
    /// First everybody takes calls not yet missed; what remains is tried again, with those who missed it.
    enum class Round { First, Again };
    struct Choice {
        Agent* agent = nullptr;
        Membership* member = nullptr;  ///< null: a preferred agent from outside the queue
        bool preferred = false;
    };

    void serve_agent(Agent& agent, Round round);
    void serve_call(Call& call, Round round);
    void join_ringing(Agent& agent);

    bool suits(const Call& call, const Membership& member, Round round) const;
    Call* best_call_for(const Agent& agent, Round round) const;
    Call* ringing_call_to_join(const Membership& member) const;
    Agent* preferred_agent(const Call& call) const;
    /// Whom the call would ring now; no agent: nobody suits.
    Choice choose(const Call& call, Round round);
    void ring(Call& call, const Choice& choice, Round round);

    Moment& moment_;
    AgentBook& agents_;
    CallBook& calls_;
    OfferBook& offers_;
    Random random_;
};

}  // namespace yh::acd
