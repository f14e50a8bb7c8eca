#include "acd/distributor.h"
#include "acd/rules.h"

// How offers end: answered, missed, refused, or with a device that was not what we took it for.
namespace yh::acd {

using model::AgentActivity;
using model::OfferOutcome;
using model::QueueExit;

void Distributor::on(const OfferAccepted& accepted) {
    Ringing* ringing = offers_.find(accepted.offer);
    if (ringing == nullptr) {
        // Withdrawn a moment ago, which has been said already.
        count_late();
        return;
    }
    Call& call = *ringing->call;
    Agent& agent = *ringing->agent;
    offers_.end(*ringing);
    connect(call, agent, accepted.offer);
}

void Distributor::on(const CallTaken& taken) {
    Call* call = calls_.find(taken.call);
    Agent* agent = agents_.find(taken.agent);
    if (call == nullptr || agent == nullptr) {
        count_late();
        return;
    }
    if (Ringing* other = agent->ringing) {
        Call& given_back = *other->call;
        offers_.withdraw(*other, OfferOutcome::Withdrawn);
        if (&given_back != call) {
            // Its agent is taken from this moment on: it must not be offered to them again.
            agents_.set_activity(*agent, AgentActivity::Talking);
            after_offer(given_back);
        }
    }
    connect(*call, *agent, OfferId{});
    agents_.refresh(*agent);
}

void Distributor::connect(Call& call, Agent& agent, OfferId offer) {
    ++moment_.counts.connected;
    moment_.say(Connect{offer, call.id, call.queue->id, agent.id});
    agents_.set_activity(agent, AgentActivity::Talking);
    agent.talking_for = call.queue->id;
    agent.talking_since = moment_.now;
    if (auto* member = agent.find_membership(call.queue->id)) {
        ++member->calls;
    }
    silence(call);
    calls_.close(call);
}

void Distributor::on(const OfferFailed& failed) {
    Ringing* ringing = offers_.find(failed.offer);
    if (ringing == nullptr) {
        count_late();
        return;
    }
    Call& call = *ringing->call;
    Agent& agent = *ringing->agent;
    offers_.end(*ringing);
    switch (failed.outcome) {
        case OfferOutcome::Busy:
            ++moment_.counts.busy;
            agents_.lose_turn(agent);
            agents_.mark_busy(agent);
            break;
        case OfferOutcome::Unreachable:
            ++moment_.counts.unreachable;
            agents_.lose_turn(agent);
            agents_.mark_unreachable(agent);
            break;
        case OfferOutcome::NoAnswer:
            ++moment_.counts.no_answer;
            miss(call, agent, moment_.now + rules::refused_pause);
            break;
        case OfferOutcome::Accepted:
        case OfferOutcome::Withdrawn:
        case OfferOutcome::Refused:
            ++moment_.counts.refused;
            miss(call, agent, moment_.now + rules::refused_pause);
            break;
    }
    agents_.become_idle(agent);
    agents_.refresh(agent);
    after_offer(call);
}

void Distributor::on_rang_too_long(OfferId id) {
    Ringing* ringing = offers_.find(id);
    if (ringing == nullptr) {
        return;
    }
    ++moment_.counts.no_answer;
    miss(*ringing->call, *ringing->agent, moment_.now);
    withdraw(*ringing, OfferOutcome::NoAnswer);
}

void Distributor::withdraw(Ringing& ringing, OfferOutcome outcome) {
    Call& call = *ringing.call;
    Agent& agent = *ringing.agent;
    offers_.withdraw(ringing, outcome);
    agents_.become_idle(agent);
    agents_.refresh(agent);
    after_offer(call);
}

void Distributor::after_offer(Call& call) {
    if (!call.ringing.empty()) {
        return;
    }
    if (call.expired) {
        eject(call, QueueExit::TimedOut);
    } else if (!call.overflow_due || !overflow(call)) {
        calls_.need_agent(call);
    }
}

void Distributor::miss(Call& call, Agent& agent, MonoTime not_before) {
    agents_.lose_turn(agent);
    call.pass_over(agent.id, not_before);
    if (not_before > moment_.now) {
        // Nobody else may come free before the pause is over; then this agent is tried again.
        moment_.timers.schedule(not_before, [this, id = call.id] {
            Call* waiting = calls_.find(id);
            if (waiting != nullptr && waiting->ringing.empty()) {
                calls_.need_agent(*waiting);
            }
        });
    }
}

}  // namespace yh::acd
