#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Blind transfer (盲转): the agent leaves at once, the other party goes on to somebody else. What comes to nothing
// returns to the agent who sent it, once.
namespace yh::calls {

using model::AgentActivity;
using model::AgentState;
using model::EndingSide;

Result<void> Conductor::is_free(UserId user) const {
    const auto agent = acd_.agent(user);
    if (!agent || !agent->device_online) {
        return conflict("target.offline", "no telephone of theirs is there");
    }
    if (agent->activity != AgentActivity::Idle) {
        return conflict("target.busy", "they are in a call");
    }
    return {};
}

Result<Conductor::Target> Conductor::target_of(UserId by, const std::string& to) const {
    const auto tenant = tenant_of(by);
    Target target;
    target.number = to;
    target.user = directory_->find_extension(tenant, to);
    if (target.user != nullptr) {
        if (target.user->id == by) {
            return invalid_input("target.self");
        }
        YH_CHECK(is_free(target.user->id));
        return target;
    }
    target.queue = directory_->find_queue(tenant, to);
    if (target.queue != nullptr) {
        return target;
    }
    YH_CHECK(may_dial_out(by));
    target.rule = directory_->route_outbound(tenant, to);
    if (target.rule == nullptr) {
        return invalid_input("number.no_route", "no outbound rule takes this number");
    }
    return target;
}

Result<Leg*> Conductor::leg_of_pair(CallId id, UserId user) {
    YH_TRY(auto* leg, talking_leg(id, user));
    Call& call = *book_.find(id);
    if (call.consult || call.is_conference() || call.partner_of(leg->id) == nullptr) {
        return conflict("call.wrong_phase", "only out of a talk of two");
    }
    return leg;
}

Result<CallId> Conductor::transfer(const model::Transfer& command) {
    YH_TRY(auto* leg, leg_of_pair(command.call, command.user));
    YH_TRY(const auto target, target_of(command.user, command.to));
    Call& call = *book_.find(command.call);
    const Leg& stays = *call.partner_of(leg->id);
    say(call, model::Transferred{leg->id, command.user, command.to, {}});
    log().info("call.transferred", {{"call", call.id}, {"to", masked_number(command.to)}});
    if (call.supervision) {
        stop_supervision(call, {EndingSide::Us, "agent_left"}, TellPeer::Yes);
    }
    if (call.recording) {
        call.recording->paused_by_hand = false;  // the next one did not ask for it
    }
    // The one who stays is first before the agent is free: what the agent is offered next must not find him here.
    set_parties(call, {stays.id});
    call.phase = Phase::Dialling;
    call.transferred_by = target.queue == nullptr ? command.user : UserId{};
    end_leg(call, *leg, {EndingSide::Agent, "transferred"}, 0, true);
    send_on(call, target);
    return command.call;
}

void Conductor::send_on(Call& call, const Target& target) {
    Leg& stays = *call.first_leg();
    world_.timers.cancel(std::exchange(call.limit, {}));
    call.second_caller_id = stays.number;
    if (target.queue != nullptr) {
        set_activity(stays, AgentActivity::Dialling);
        enter_queue(call, *target.queue);
        return;
    }
    set_activity(stays, AgentActivity::Dialling);
    hear_looped(call, stays, "tone:ringback");
    arrange(call);
    if (target.user != nullptr) {
        dial_extension(call, *target.user);
    } else {
        dial_outside(call, target.number);
    }
    if (call.limit && call.phase == Phase::Dialling) {
        set_limit(call, config_.transfer_timeout, &Conductor::on_dial_timeout);
    }
}

// The transfer came to nothing: the one who waits goes back to the agent who sent them on, if that agent is free.
bool Conductor::come_back(Call& call) {
    const auto user = std::exchange(call.transferred_by, {});
    const auto* known = user ? directory_->find_user(user) : nullptr;
    const auto* waits = call.first_leg();
    if (known == nullptr || waits == nullptr || waits->ended || !is_free(user).ok()) {
        return false;
    }
    const auto state = acd_.agent(user)->state;
    if (state == AgentState::Offline || state == AgentState::Rest) {
        return false;
    }
    Leg leg = leg_for(*known);
    leg.shown_number = waits->number;
    call.second = leg.id;
    call.phase = Phase::Dialling;
    log().info("call.transfer_came_back", {{"call", call.id}});
    decide(acd::AgentBusyWithCall{user, AgentActivity::Offered});
    if (ring_user(call, std::move(leg), *known) == nullptr) {
        return false;
    }
    hear_looped(call, *call.first_leg(), "tone:ringback");
    arrange(call);
    set_limit(call, config_.transfer_timeout, &Conductor::on_dial_timeout);
    return true;
}

Result<CallId> Conductor::refer(LegId leg_id, const std::string& to, LegId replaces) {
    const auto [call, leg] = book_.find(leg_id);
    if (leg == nullptr || leg->ended || !leg->user) {
        return not_found("refer.unknown");
    }
    return replaces ? refer_to_other_call(*call, *leg, replaces) : transfer({call->id, leg->user, to});
}

Result<void> Conductor::on_refer(LegId leg, std::string to, LegId replaces) {
    YH_CHECK(refer(leg, to, replaces));
    return {};
}

// A desk phone consulted in a call of its own, and now joins the other parties of its two calls. All sound of a call
// lives on one worker: whoever was consulted gets a new leg in the customer's call, by a re-INVITE, and keeps the
// dialog.
Result<CallId> Conductor::refer_to_other_call(Call& call, Leg& leg, LegId replaces) {
    const auto [other, own] = book_.find(replaces);
    if (own == nullptr || own->ended || own->user != leg.user || other == &call) {
        return not_found("refer.unknown");
    }
    const auto talks = [](Call& one, const Leg& mine) {
        const auto* partner = one.partner_of(mine.id);
        return one.phase == Phase::Talking && !one.consult && !one.is_conference() && partner != nullptr &&
               partner->answered && !partner->ended;
    };
    if (!talks(call, leg) || !talks(*other, *own)) {
        return conflict("call.wrong_phase", "not before both others have answered");
    }
    const auto stays = call.partner_of(leg.id)->id;
    Leg& consulted = *other->partner_of(own->id);
    const auto moved = world_.ids.make<LegId>(to_ms(world_.clock.wall()));
    auto profile = profile_of(consulted.user, MediaSecurity::None);
    profile.like = stays;
    YH_TRY(auto sdp, media_->offer(call.id, moved, profile));
    if (auto renamed = signal_->rename(consulted.id, moved); !renamed.ok()) {
        media_->close(moved);
        return std::move(renamed).error();
    }
    say(call, model::Transferred{leg.id, leg.user, consulted.number, moved});
    take_in(call, consulted, moved);
    // The legs that go on occupy their agents.
    consulted.occupies_agent = false;
    own->occupies_agent = false;
    end_leg(*other, consulted, {EndingSide::Us, "moved"}, 0, false);
    finish(*other, {EndingSide::Agent, "transferred"}, other->result);
    set_parties(call, {stays, moved});
    end_leg(call, leg, {EndingSide::Agent, "transferred"}, 0, true);
    signal_->offer(moved, std::move(sdp));
    bridge(call);
    return call.id;
}

void Conductor::take_in(Call& call, const Leg& consulted, LegId as) {
    Leg leg;
    leg.id = as;
    leg.role = consulted.user ? consulted.role : model::LegRole::Other;
    leg.user = consulted.user;
    leg.number = consulted.number;
    leg.mobile = consulted.mobile;
    leg.outgoing = true;
    leg.answered = true;
    leg.has_media = true;
    leg.held_by_peer = consulted.held_by_peer;
    leg.occupies_agent = consulted.occupies_agent;
    leg.started_at = world_.clock.wall();
    const auto& taken = book_.add_leg(call, std::move(leg));
    say(call, model::LegStarted{taken.id, taken.role, taken.user, taken.number});
    say(call, model::LegAnswered{taken.id});
}

}  // namespace yh::calls
