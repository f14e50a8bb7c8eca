#include "acd/offer_book.h"

namespace yh::acd {

Ringing* OfferBook::find(OfferId id) {
    const auto at = ringing_.find(id);
    return at == ringing_.end() ? nullptr : &at->second;
}

Ringing& OfferBook::start(Call& call, Agent& agent, Membership* member) {
    const OfferId id = next_;
    ++next_.value;
    Ringing& ringing = ringing_[id];
    ringing.id = id;
    ringing.call = &call;
    ringing.agent = &agent;
    ringing.place = call.ringing.size();
    if (call.queue->ring_timeout > Duration{0}) {
        ringing.timeout =
            moment_.timers.schedule(moment_.now + call.queue->ring_timeout, [this, id] { timed_out_(id); });
    }
    if (call.ringing.empty()) {
        calls_.set_served(call);
    }
    call.ringing.push_back(&ringing);
    agent.ringing = &ringing;
    agents_.refresh(agent);
    if (member != nullptr) {
        ringing.penalty = member->penalty;
        member->turn = ++call.queue->turns;
    }
    ++moment_.counts.offers;
    moment_.say(Offer{id, call.id, call.queue->id, agent.id});
    agents_.set_activity(agent, model::AgentActivity::Offered);
    return ringing;
}

void OfferBook::end(Ringing& ringing) {
    moment_.timers.cancel(ringing.timeout);
    auto& others = ringing.call->ringing;
    others[ringing.place] = others.back();
    others[ringing.place]->place = ringing.place;
    others.pop_back();
    ringing.agent->ringing = nullptr;
    ringing_.erase(ringing.id);
}

void OfferBook::withdraw(Ringing& ringing, model::OfferOutcome outcome) {
    moment_.say(Withdraw{ringing.id, ringing.call->id, ringing.agent->id, outcome});
    if (outcome == model::OfferOutcome::Withdrawn) {
        ++moment_.counts.withdrawn;
    }
    end(ringing);
}

}  // namespace yh::acd
