#include <algorithm>
#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Call-back from the queue (B02): the caller hangs up, the place waits on. When its turn comes an agent is rung first,
// then the customer; why in this order: docs/decisions/0012-callback-rings-the-agent-first.md.
namespace yh::calls {

using model::CallResult;
using model::EndingSide;

namespace {

constexpr auto look_at_hours_every = std::chrono::minutes{1};

const char* word_of(const Call& call) {
    const bool agent_gave_up = call.ending.side == EndingSide::Agent && call.ending.reason == "hangup";
    if (!agent_gave_up && call.result == CallResult::Busy) {
        return "busy";
    }
    return !agent_gave_up && call.result == CallResult::NoAnswer ? "no_answer" : "failed";
}

}  // namespace

void Conductor::ask_callback(Call& call) {
    const auto* queue = directory_->find_queue(call.queue);
    if (queue == nullptr || !call.was_queued) {
        go_nowhere(call, "callback");
        return;
    }
    if (call.phase == Phase::Waiting) {
        // No agent is offered a caller who listens to something else; who changes their mind comes back to this place.
        leave_door(call);
        call.phase = Phase::Routing;
        say(call, model::QueueLeft{call.queue, model::QueueExit::Moved, {}});
        decide(acd::CallLeft{call.id});
    }
    if (call.answered_at == WallTime{}) {
        call.result = CallResult::Abandoned;
    }
    const bool dialable = directory_->route_outbound(call.tenant, call.customer_number) != nullptr;
    auto script = std::make_unique<Script>(
        Script{.talk = CallbackTalk{dialable ? call.customer_number : std::string{}, queue->number}});
    begin_script(call, Phase::Menu, std::move(script));
    perform(call, std::get<CallbackTalk>(call.script->talk).begin());
}

void Conductor::on_callback_key(Call& call, char key) {
    auto& talk = std::get<CallbackTalk>(call.script->talk);
    const bool before = talk.chosen();
    auto act = talk.on_key(key);
    if (talk.chosen() && !before) {
        if (directory_->route_outbound(call.tenant, talk.number()) == nullptr) {
            act = talk.refuse();
        } else {
            keep_place_for_callback(call, talk.number());
        }
    }
    perform(call, std::move(act));
}

// The caller has chosen it and may still be on the line, to hear that we will call. Whoever ends the call now, and
// however: it ends as asked for a call-back, and the place waits from then on (begin_callback).
void Conductor::keep_place_for_callback(Call& call, const std::string& number) {
    if (!call.callback.wanted_at.empty()) {
        call.callback.wanted_at = number;
        return;
    }
    call.callback.wanted_at = number;
    say(call, model::CallbackAsked{call.queue, number});
    log().info("callback.asked", {{"call", call.id}, {"queue", call.queue}});
    if (call.phase == Phase::Waiting) {
        call.phase = Phase::Routing;
        say(call, model::QueueLeft{call.queue, model::QueueExit::Moved, {}});
        decide(acd::CallLeft{call.id});
    }
}

void Conductor::prepare_end(Call& call, model::Ending& ending, CallResult& result) {
    if (!call.callback.wanted_at.empty()) {
        ending = {EndingSide::Completed, "callback_asked"};
        result = CallResult::NoAnswer;
        return;
    }
    if (!call.callback.of || call.phase != Phase::Waiting) {
        return;
    }
    // The ACD knows the place, not this call: the place waits on, and whoever is offered it next gets a new call.
    call.phase = Phase::Routing;
    say(call, model::QueueLeft{call.queue, model::QueueExit::Moved, {}});
    if (auto* place = find_callback(call.callback.of)) {
        place->call = {};
    }
    for (auto& leg : call.legs) {
        if (leg.offer_open && !leg.ended) {
            end_offer(call, leg, model::OfferOutcome::Withdrawn);
            decide(acd::OfferFailed{leg.offer, model::OfferOutcome::Withdrawn});
        }
    }
}

// Said when the record of the call is complete and its id is free for the place.
void Conductor::begin_callback(const Call& call) {
    if (call.callback.wanted_at.empty()) {
        return;
    }
    const Callback place{call.id,         call.tenant, call.queue,          call.callback.wanted_at,
                         call.started_at, 0,           call.customer_number};
    world_.timers.schedule(world_.clock.now(), [this, place] { restore_callback(place); });
}

void Conductor::restore_callback(Callback place) {
    if (draining_) {
        return;  // it stays in the records, and is restored by the next process
    }
    const auto at = callbacks_.insert_or_assign(place.asked_by, std::move(place)).first;
    wait_for_turn(at->second);
}

// Nobody is called back outside of the queue's hours: the place rests, and keeps the time it has waited.
bool Conductor::rests(Callback& place) {
    const auto* queue = directory_->find_queue(place.queue);
    if (queue == nullptr || !is_outside_hours(*queue)) {
        return false;
    }
    if (acd_.position(place.asked_by)) {
        decide(acd::CallLeft{place.asked_by});
    }
    wait_later(place, look_at_hours_every);
    return true;
}

void Conductor::wait_later(Callback& place, Duration after) {
    world_.timers.cancel(place.next);
    place.next = world_.timers.schedule(world_.clock.now() + after, [this, id = place.asked_by] {
        if (auto* found = find_callback(id)) {
            found->next = {};
            wait_for_turn(*found);
        }
    });
}

void Conductor::wait_for_turn(Callback& place) {
    if (rests(place)) {
        return;
    }
    const auto waited = world_.clock.wall() - place.waits_since;
    const auto priority = vip_priority(place.tenant, place.caller);
    decide(acd::CallEntered{place.asked_by, place.queue, priority, waited, {}, false, true});
}

Callback* Conductor::find_callback(CallId asked_by) {
    const auto at = callbacks_.find(asked_by);
    return at == callbacks_.end() ? nullptr : &at->second;
}

const Callback* Conductor::find_callback(CallId asked_by) const {
    const auto at = callbacks_.find(asked_by);
    return at == callbacks_.end() ? nullptr : &at->second;
}

// The place has entered, or moved to, a queue of the ACD. Its events carry the id of the call that asked: pages see the
// queue change, and its record is written already.
void Conductor::callback_entered(Callback& place, model::QueueId queue, int position) {
    place.queue = queue;
    say_at(world_.clock.wall(), place.tenant, place.asked_by, model::QueueEntered{queue, position, "callback"});
}

// The call that an agent is offered in place of the caller; there is one at a time.
Call& Conductor::call_of(Callback& place) {
    if (Call* up = book_.find(place.call)) {
        return *up;
    }
    Call fresh;
    fresh.id = world_.ids.make<CallId>(to_ms(world_.clock.wall()));
    fresh.tenant = place.tenant;
    fresh.direction = model::Direction::AutoOutbound;
    fresh.phase = Phase::Waiting;
    fresh.customer_number = place.number;
    fresh.called_number = place.number;
    fresh.queue = place.queue;
    fresh.was_queued = true;
    fresh.wait.priority = vip_priority(place.tenant, place.caller);
    fresh.callback.of = place.asked_by;
    fresh.started_at = world_.clock.wall();
    fresh.queued_at = fresh.started_at;
    fresh.result = CallResult::NoAnswer;
    Call& call = book_.add(std::move(fresh));
    up_.set(static_cast<double>(book_.size()));
    place.call = call.id;
    const auto* rule = directory_->route_outbound(call.tenant, place.number);
    const auto* line = rule == nullptr ? nullptr : directory_->find_trunk(rule->trunk);
    say(call, model::CallStarted{call.direction, call.customer_number, call.called_number,
                                 line == nullptr ? std::string{} : line->name});
    say(call, model::QueueEntered{call.queue, 1, "callback"});
    ask_customer(call);
    return call;
}

// Nobody took the offer, and nobody else is offered it in the same moment: the call made for it ends, the place waits.
void Conductor::end_callback_if_idle(Call& call) {
    if (!call.callback.of) {
        return;
    }
    world_.timers.schedule(world_.clock.now(), [this, id = call.id] {
        Call* found = book_.find(id);
        if (found != nullptr && found->phase == Phase::Waiting && std::ranges::all_of(found->legs, &Leg::ended)) {
            finish(*found, {EndingSide::Agent, "no_answer"}, CallResult::NoAnswer);
        }
    });
}

// The agent has answered and hears ring-back; the customer is dialled.
void Conductor::dial_back(Call& call, Leg& agent) {
    call.first = agent.id;
    call.phase = Phase::Dialling;
    call.callback.dialled = true;
    if (auto* place = find_callback(call.callback.of)) {
        ++place->attempts;
    }
    decide(acd::AgentBusyWithCall{agent.user, model::AgentActivity::Dialling});
    hear_program(call, agent, {"tone:ringback"}, true);
    arrange(call);
    dial_outside(call, call.customer_number);
}

void Conductor::callback_answered(Call& call) {
    const auto* place = find_callback(call.callback.of);
    if (place == nullptr) {
        return;
    }
    say(call, model::CallbackTried{place->asked_by, place->queue, call.first_leg()->user, place->attempts, "answered"});
    say(call, model::CallbackEnded{place->asked_by, place->queue, "answered"});
    callbacks_.erase(call.callback.of);
}

// The call made for it has ended without the customer: once more after a while, or never.
void Conductor::callback_failed(Call& call) {
    auto* place = find_callback(call.callback.of);
    if (place == nullptr) {
        return;  // answered or cancelled
    }
    if (!call.callback.dialled) {
        return;  // no agent took it: the place waits in the ACD as before
    }
    place->call = {};
    const Leg* agent = call.first_leg();
    say(call, model::CallbackTried{place->asked_by, place->queue, agent == nullptr ? UserId{} : agent->user,
                                   place->attempts, word_of(call)});
    const auto* queue = directory_->find_queue(place->queue);
    if (queue == nullptr || place->attempts >= queue->service.callback_attempts) {
        say(call, model::CallbackEnded{place->asked_by, place->queue, "gave_up"});
        log().info("callback.gave_up", {{"call", place->asked_by}, {"attempts", place->attempts}});
        callbacks_.erase(call.callback.of);
        return;
    }
    wait_later(*place, queue->service.callback_spacing);
}

// The place is over without any call of an attempt, or with one that has not reached the customer.
void Conductor::drop_callback(CallId asked_by, const std::string& result) {
    auto* found = find_callback(asked_by);
    if (found == nullptr) {
        return;
    }
    const Callback place = *found;
    callbacks_.erase(asked_by);
    world_.timers.cancel(place.next);
    const auto now = world_.clock.wall();
    if (acd_.position(asked_by)) {
        decide(acd::CallLeft{asked_by});
    }
    say_at(now, place.tenant, asked_by, model::QueueLeft{place.queue, model::QueueExit::Moved, {}});
    Call* call = book_.find(place.call);
    say_at(now, place.tenant, call == nullptr ? CallId{} : call->id,
           model::CallbackEnded{asked_by, place.queue, result});
    if (call != nullptr) {
        finish(*call, {EndingSide::Us, "callback_" + result}, CallResult::NoAnswer);
    }
}

Result<CallId> Conductor::cancel_callback(const model::CancelCallback& command) {
    if (find_callback(command.call) == nullptr) {
        return not_found("callback.unknown");
    }
    log().info("callback.cancelled", {{"call", command.call}, {"by", command.by}});
    drop_callback(command.call, "cancelled");
    return command.call;
}

// The process ends: the places stay in the records, for the next one.
void Conductor::let_callbacks_go() {
    for (auto& [id, place] : std::exchange(callbacks_, {})) {
        world_.timers.cancel(place.next);
        if (acd_.position(id)) {
            decide(acd::CallLeft{id});
        }
    }
}

}  // namespace yh::calls
