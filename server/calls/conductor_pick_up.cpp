#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Picking up (代接): a call that rings elsewhere is taken, by a command or by a feature code.
namespace yh::calls {

using model::AgentActivity;
using model::EndingSide;

bool Conductor::may_pick_up(const Call& call, const Leg& leg, UserId user, UserId of) const {
    const bool rings = leg.outgoing && !leg.answered && !leg.ended && leg.user && leg.user != user;
    const bool offered = call.phase == Phase::Waiting && leg.offer_open;
    const bool dialled = call.phase == Phase::Dialling && leg.id == call.second;
    if (!rings || call.callback.of || call.forward || (!offered && !dialled) || call.tenant != tenant_of(user)) {
        return false;
    }
    if (of) {
        return leg.user == of;
    }
    const auto* queue = offered ? directory_->find_queue(call.queue) : nullptr;
    return queue != nullptr &&
           (std::ranges::find(queue->members, user, &model::QueueMember::user) != queue->members.end() ||
            std::ranges::find(queue->leaders, user) != queue->leaders.end());
}

/// What rings there, the oldest first.
CallBook::Place Conductor::ringing_for(UserId user, UserId of) {
    CallBook::Place oldest;
    for (const auto& [id, call] : book_.all()) {
        for (auto& leg : call->legs) {
            if (may_pick_up(*call, leg, user, of) && (!oldest || leg.started_at < oldest.leg->started_at)) {
                oldest = {call.get(), &leg};
            }
        }
    }
    return oldest;
}

// What rang is silent, and the call waits for this user's leg.
void Conductor::take_ringing(Call& call, LegId ringing, UserId user) {
    log().info("call.picked_up", {{"call", call.id}});
    const bool queued = call.phase == Phase::Waiting;
    call.phase = Phase::Dialling;
    if (queued) {
        call.picked_up = true;
        say(call, model::QueueLeft{call.queue, model::QueueExit::Connected, user});
        decide(acd::CallTaken{call.id, user});  // withdraws everything that rings
    } else {
        end_leg(call, *call.find(ringing), {EndingSide::Us, "picked_up"}, 487, true);
    }
}

Result<CallId> Conductor::pick_up(const model::PickUp& command) {
    const auto* user = directory_->find_user(command.user);
    if (user == nullptr) {
        return not_found("agent.unknown");
    }
    YH_CHECK(may_dial_out(user->id));
    const auto self = acd_.agent(user->id);
    if (!self || !self->device_online) {
        return conflict("device.offline");
    }
    if (self->activity != AgentActivity::Idle) {
        return conflict("agent.in_call");
    }
    const auto [call, ringing] = ringing_for(command.user, command.of);
    if (ringing == nullptr) {
        return not_found("pick_up.nothing_rings");
    }
    take_ringing(*call, ringing->id, user->id);
    Leg leg = leg_for(*user);
    leg.purpose = "dial";  // the user asked for it: a browser answers by itself
    call->second = leg.id;
    decide(acd::AgentBusyWithCall{user->id, AgentActivity::Offered});
    if (ring_user(*call, std::move(leg), *user) == nullptr) {
        dialling_failed(*call, 480);
        return conflict("device.offline");
    }
    set_limit(*call, config_.transfer_timeout, &Conductor::on_dial_timeout);
    return call->id;
}

// Whoever took a queue's call did not answer it after all: the caller waits on, at the old place.
bool Conductor::put_back(Call& call) {
    const auto* queue = std::exchange(call.picked_up, false) ? directory_->find_queue(call.queue) : nullptr;
    if (queue == nullptr || call.first_leg() == nullptr || call.first_leg()->ended) {
        return false;
    }
    call.second = {};
    call.phase = Phase::Waiting;
    world_.timers.cancel(std::exchange(call.limit, {}));
    wait_in(call, queue->id);
    return true;
}

}  // namespace yh::calls
