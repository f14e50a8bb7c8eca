#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Carries out what the ACD decided.
namespace yh::calls {

using model::CallResult;
using model::EndingSide;
using model::OfferOutcome;

namespace {

constexpr int most_refusals = 8;

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
    if (auto* callback = find_callback(place.call)) {
        callback_entered(*callback, place.queue, place.position);
    } else if (Call* call = book_.find(place.call)) {
        call->wait.refusals = 0;
        say(*call, model::QueueEntered{place.queue, place.position, call->wait.returned ? "connection_lost" : ""});
        announce_place(*call, place.position, !call->wait.returned);
    }
}

// The ACD places the call by the time since it began, wherever it has waited or rung meanwhile.
void Conductor::wait_in(const Call& call, model::QueueId queue) {
    const auto& wait = call.wait;
    const auto waited = world_.clock.wall() - call.started_at;
    decide(acd::CallEntered{call.id, queue, wait.priority, waited, preferred_of(call), wait.returned});
}

// The caller hears on what plays: the queues are one company's, and music that jumps would only tell of the change.
void Conductor::moved(const acd::Moved& on) {
    if (auto* callback = find_callback(on.call)) {
        callback_entered(*callback, on.to, on.position);
        return;
    }
    Call* call = book_.find(on.call);
    const auto* queue = directory_->find_queue(on.to);
    if (call == nullptr || queue == nullptr || call->phase != Phase::Waiting) {
        return;
    }
    say(*call, model::QueueLeft{on.from, model::QueueExit::Moved, {}});
    call->queue = on.to;
    call->queued_at = world_.clock.wall();
    say(*call, model::QueueEntered{on.to, on.position, "overflow"});
}

void Conductor::make_offer(const acd::Offer& offer) {
    auto* place = find_callback(offer.call);
    if (place != nullptr && rests(*place)) {
        return;  // which has withdrawn the offer
    }
    Call* call = place == nullptr ? book_.find(offer.call) : &call_of(*place);
    const auto* agent = directory_->find_user(offer.agent);
    if (call == nullptr || agent == nullptr || call->phase != Phase::Waiting) {
        decide(acd::OfferFailed{offer.offer, OfferOutcome::Unreachable});
        return;
    }
    Leg leg = leg_for(*agent);
    leg.occupies_agent = false;  // the offer does, until it is accepted
    leg.offer = offer.offer;
    leg.offer_open = true;
    say(*call, model::OfferMade{offer.offer, offer.queue, offer.agent, leg.id});
    if (ring_user(*call, std::move(leg), *agent) == nullptr) {
        decide(acd::OfferFailed{offer.offer, OfferOutcome::Unreachable});
        end_callback_if_idle(*call);
    }
}

void Conductor::withdraw(const acd::Withdraw& withdrawn) {
    const auto [call, leg] = book_.find(withdrawn.offer);
    if (leg == nullptr || leg->ended) {
        return;
    }
    end_offer(*call, *leg, withdrawn.outcome);
    end_leg(*call, *leg, {EndingSide::Us, reason_of(withdrawn.outcome)}, 487, true);
    end_callback_if_idle(*call);
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
    end_callback_if_idle(call);
}

void Conductor::end_offer(Call& call, Leg& leg, OfferOutcome outcome) {
    if (std::exchange(leg.offer_open, false)) {
        say(call, model::OfferEnded{leg.offer, leg.user, outcome});
    }
}

void Conductor::connect_offer(const acd::Connect& connected) {
    if (!connected.offer) {
        return;  // picked up: the colleague's device is rung, or is on the line already (conductor_pick_up.cpp)
    }
    const auto [call, leg] = book_.find(connected.offer);
    if (leg == nullptr || leg->ended) {
        // The agent hung up in the very moment of answering: free again, and the caller takes up its old place.
        decide(acd::AgentFree{connected.agent, false});
        if (auto* place = find_callback(connected.call)) {
            wait_for_turn(*place);
        } else if (Call* left = book_.find(connected.call); left != nullptr && left->phase == Phase::Waiting) {
            wait_in(*left, connected.queue);
        }
        return;
    }
    leg->occupies_agent = true;
    end_offer(*call, *leg, OfferOutcome::Accepted);
    say(*call, model::QueueLeft{connected.queue, model::QueueExit::Connected, connected.agent});
    if (call->callback.of) {
        dial_back(*call, *leg);
        return;
    }
    call->second = leg->id;
    introduce(*call);
}

bool Conductor::is_outside_hours(const model::Queue& queue) const {
    const auto& hours = queue.service.hours;
    return !hours.empty() && directory_->openness(queue.tenant, hours, world_.clock.wall()) != model::Openness::Open;
}

bool Conductor::is_closed(Call& call, const model::Queue& queue) {
    if (!is_outside_hours(queue)) {
        return false;
    }
    if (++call.wait.refusals > most_refusals) {
        log().warn("call.queues_refuse", {{"call", call.id}});
        go_to(call, {});
    } else {
        go_to(call, queue.service.when_closed);
    }
    return true;
}

// R088: the agent assigned to the customer, where the company wants that. Whoever has talked already was sent on to
// somebody else, perhaps by that very agent.
UserId Conductor::preferred_of(const Call& call) const {
    const bool first_time = call.answered_at == WallTime{};
    return first_time && options_of(call.tenant).assigned_agent_first ? call.wait.preferred : UserId{};
}

void Conductor::eject(const acd::Eject& ejected) {
    if (find_callback(ejected.call) != nullptr) {
        drop_callback(ejected.call, "gave_up");  // its queue is gone
        return;
    }
    Call* call = book_.find(ejected.call);
    if (call == nullptr || call->phase != Phase::Waiting) {
        return;
    }
    say(*call, model::QueueLeft{ejected.queue, ejected.exit, {}});
    call->phase = Phase::Routing;
    const auto* queue = directory_->find_queue(ejected.queue);
    // Queues that send to each other what they let not in would go on for ever, in no time.
    if (ejected.exit == model::QueueExit::Refused && ++call->wait.refusals > most_refusals) {
        log().warn("call.queues_refuse", {{"call", call->id}});
        go_to(*call, {});
        return;
    }
    if (queue != nullptr && queue->service.forward_to_mobiles) {
        call->forward = Forward{queue->id, 0};
        forward_next(*call);
        return;
    }
    go_to(*call, queue == nullptr ? model::Destination{} : queue->on_timeout);
}

}  // namespace yh::calls
