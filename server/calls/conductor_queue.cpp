#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Carries out what the ACD decided.
namespace yh::calls {

using model::CallResult;
using model::EndingSide;
using model::OfferOutcome;

namespace {

// What an agent's device meant by its refusal. Phones say "decline" with 603, and busy with 486 or 600.
OfferOutcome outcome_of(int status) {
    if (status == 486 || status == 600) {
        return OfferOutcome::Busy;
    }
    if (status == 603 || status == 403 || status == 480) {
        return OfferOutcome::Refused;
    }
    return OfferOutcome::Unreachable;
}

const char* reason_of(OfferOutcome outcome) {
    switch (outcome) {
        case OfferOutcome::Accepted:
            return "accepted";
        case OfferOutcome::NoAnswer:
            return "no_answer";
        case OfferOutcome::Refused:
            return "refused";
        case OfferOutcome::Busy:
            return "busy";
        case OfferOutcome::Unreachable:
            return "unreachable";
        case OfferOutcome::Withdrawn:
            return "withdrawn";
    }
    return "unknown";
}

}  // namespace

void Conductor::entered(const acd::Entered& place) {
    if (Call* call = book_.find(place.call)) {
        say(*call, model::QueueEntered{place.queue, place.position, call->returned ? "connection_lost" : ""});
    }
}

void Conductor::make_offer(const acd::Offer& offer) {
    Call* call = book_.find(offer.call);
    const auto* agent = directory_->find_user(offer.agent);
    if (call == nullptr || agent == nullptr || call->phase != Phase::Waiting) {
        decide(acd::OfferFailed{offer.offer, OfferOutcome::Unreachable});
        return;
    }
    Leg leg;
    leg.role = model::LegRole::Agent;
    leg.user = agent->id;
    leg.number = agent->extension;
    leg.offer = offer.offer;
    leg.offer_open = true;
    leg.id = world_.ids.make<LegId>(to_ms(world_.clock.wall()));
    say(*call, model::OfferMade{offer.offer, offer.queue, offer.agent, leg.id});
    if (start_leg(*call, std::move(leg), ToExtension{agent->id}) == nullptr) {
        decide(acd::OfferFailed{offer.offer, OfferOutcome::Unreachable});
    }
}

void Conductor::withdraw(const acd::Withdraw& withdrawn) {
    const auto [call, leg] = book_.find(withdrawn.offer);
    if (leg == nullptr || leg->ended) {
        return;
    }
    end_offer(*call, *leg, withdrawn.outcome);
    end_leg(*call, *leg, {EndingSide::Us, reason_of(withdrawn.outcome)}, 487, true);
}

void Conductor::offer_failed(Call& call, Leg& leg, int status) {
    const auto outcome = outcome_of(status);
    if (outcome == OfferOutcome::Busy) {
        busy_surprises_.add();
    }
    const auto offer = leg.offer;
    end_offer(call, leg, outcome);
    end_leg(call, leg, {EndingSide::Agent, reason_of(outcome)}, status, false);
    decide(acd::OfferFailed{offer, outcome});
}

void Conductor::end_offer(Call& call, Leg& leg, OfferOutcome outcome) {
    if (std::exchange(leg.offer_open, false)) {
        say(call, model::OfferEnded{leg.offer, leg.user, outcome});
    }
}

void Conductor::connect_offer(const acd::Connect& connected) {
    const auto [call, leg] = book_.find(connected.offer);
    if (leg == nullptr || leg->ended) {
        // The agent hung up in the very moment of answering: free again, and the caller takes up its old place.
        decide(acd::AgentFree{connected.agent, false});
        if (Call* left = book_.find(connected.call); left != nullptr && left->phase == Phase::Waiting) {
            decide(acd::CallEntered{
                left->id, connected.queue, 0, world_.clock.wall() - left->started_at, {}, left->returned});
        }
        return;
    }
    leg->occupies_agent = true;
    call->second = leg->id;
    end_offer(*call, *leg, OfferOutcome::Accepted);
    say(*call, model::QueueLeft{connected.queue, model::QueueExit::Connected, connected.agent});
    bridge(*call);
}

void Conductor::eject(const acd::Eject& ejected) {
    Call* call = book_.find(ejected.call);
    if (call == nullptr || call->phase != Phase::Waiting) {
        return;
    }
    say(*call, model::QueueLeft{ejected.queue, ejected.exit, {}});
    call->phase = Phase::Routing;
    const auto* queue = directory_->find_queue(ejected.queue);
    go_to(*call, queue == nullptr ? model::Destination{} : queue->on_timeout);
}

}  // namespace yh::calls
