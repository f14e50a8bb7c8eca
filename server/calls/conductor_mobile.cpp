#include <algorithm>
#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Mobiles in place of seats: signed in by their users (R024, R025), and as the last resort of a queue (R026, R111).
namespace yh::calls {

using model::AgentActivity;
using model::AgentState;

// ---------------------------------------------------------------- signed in by mobile

Result<CallId> Conductor::set_mobile(const model::SetMobile& command) {
    const auto* user = directory_->find_user(command.user);
    if (user == nullptr) {
        return not_found("agent.unknown");
    }
    if (!command.on) {
        sign_mobile_out(user->id);
        return CallId{};
    }
    if (user->mobile.empty()) {
        return invalid_input("mobile.no_number", "this person has no mobile number");
    }
    if (directory_->route_outbound(user->tenant, user->mobile) == nullptr) {
        return invalid_input("number.no_route", "no outbound rule takes this mobile");
    }
    if (!mobiles_.insert(user->id).second) {
        return CallId{};
    }
    log().info("mobile.signed_in", {{"user", user->id}});
    decide(acd::DeviceOnline{user->id, true});
    const auto agent = acd_.agent(user->id);
    if (agent && agent->state == AgentState::Offline) {
        decide(acd::AgentSet{user->id, AgentState::Ready, "sign_in"});
    }
    say_at(world_.clock.wall(), user->tenant, {}, model::DeviceChanged{user->id, true});
    say_at(world_.clock.wall(), user->tenant, {}, model::MobileChanged{user->id, true});
    return CallId{};
}

void Conductor::restore_mobile(UserId user, AgentState state) {
    if (const auto restored = set_mobile({user, true}); !restored.ok()) {
        log().warn("mobile.not_restored", {{"user", user}, {"why", restored.error().code}});
    } else if (state != AgentState::Ready && state != AgentState::WrapUp) {
        decide(acd::AgentSet{user, state, {}});
    }
}

// Whoever has no device of his own by then is not there any more.
void Conductor::sign_mobile_out(UserId user) {
    if (mobiles_.erase(user) == 0) {
        return;
    }
    log().info("mobile.signed_out", {{"user", user}});
    const bool own_device = reachable(user);
    decide(acd::DeviceOnline{user, own_device});
    if (!own_device) {
        decide(acd::AgentSet{user, AgentState::Offline, "sign_out"});
    }
    say_at(world_.clock.wall(), tenant_of(user), {}, model::DeviceChanged{user, own_device});
    say_at(world_.clock.wall(), tenant_of(user), {}, model::MobileChanged{user, false});
}

bool Conductor::reachable(UserId user) const {
    return devices_.contains(user) || mobiles_.contains(user);
}

// A browser that registers is the next sign-in, which ends the mobile's (R025); a desk phone is registered all the
// time, so there it is its user's being Ready at the seat that does (set_state).
void Conductor::note_device(UserId user, bool online) {
    if (!online) {
        devices_.erase(user);
        return;
    }
    devices_.insert(user);
    if (is_browser(user)) {
        sign_mobile_out(user);
    }
}

Leg* Conductor::ring_user(Call& call, Leg leg, const model::User& user) {
    return mobiles_.contains(user.id) ? ring_mobile(call, std::move(leg), user)
                                      : start_leg(call, std::move(leg), ToExtension{user.id});
}

// A carrier shows only numbers that are ours, so the mobile sees the company's unless the rule names none.
Leg* Conductor::ring_mobile(Call& call, Leg leg, const model::User& user) {
    const auto* rule = directory_->route_outbound(call.tenant, user.mobile);
    leg.mobile = true;
    leg.number = user.mobile;
    if (rule != nullptr) {
        leg.shown_number = rule->caller_id;
    }
    return rule == nullptr ? start_leg(call, std::move(leg), ToTrunk{})
                           : start_outside(call, std::move(leg), *rule, user.mobile);
}

// ---------------------------------------------------------------- the last resort of a queue

// Rings the next member's mobile; the caller hears on what plays. After the last one the queue's on_timeout follows.
void Conductor::forward_next(Call& call) {
    const auto* queue = directory_->find_queue(call.forward->queue);
    while (queue != nullptr && call.forward->next < queue->members.size()) {
        const auto* user = directory_->find_user(queue->members[call.forward->next++].user);
        if (user == nullptr || user->mobile.empty() ||
            directory_->route_outbound(call.tenant, user->mobile) == nullptr) {
            continue;
        }
        const auto agent = acd_.agent(user->id);
        if (agent && agent->activity != AgentActivity::Idle) {
            continue;
        }
        Leg leg = leg_for(*user);
        leg.occupies_agent = false;  // the seat may take other calls as long as the mobile only rings
        call.phase = Phase::Dialling;
        call.second = leg.id;
        if (ring_mobile(call, std::move(leg), *user) != nullptr) {
            const bool rings_for_ever = queue->ring_timeout <= Duration{0};
            set_limit(call, rings_for_ever ? config_.dial_timeout : queue->ring_timeout, &Conductor::on_dial_timeout);
            return;
        }
    }
    call.forward.reset();
    call.second = {};
    call.phase = Phase::Routing;
    world_.timers.cancel(std::exchange(call.limit, {}));
    go_to(call, queue == nullptr ? model::Destination{} : queue->on_timeout);
}

void Conductor::forward_answered(Call& call, Leg& leg) {
    const auto queue = std::exchange(call.forward, std::nullopt)->queue;
    leg.occupies_agent = true;
    say(call, model::ForwardedAnswered{leg.id, leg.user, queue});
}

}  // namespace yh::calls
