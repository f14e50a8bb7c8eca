#include <algorithm>
#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// The watchdog (B24): finds agents and calls that stand where nothing moves them any more, and heals them by the same
// inputs that should have come. None of it should ever be found; each one that is, is a bug somewhere else.
namespace yh::calls {

using model::EndingSide;
using model::Fault;

namespace {

// A timer that is late by so much will not come.
constexpr auto overdue = std::chrono::seconds{5};

}  // namespace

void Conductor::begin_watch(Duration every, WatchSink* sink) {
    watch_.every = every;
    watch_.sink = sink;
    world_.timers.cancel(watch_.next);
    watch_.next = world_.timers.schedule(world_.clock.now() + every, [this] {
        look_for_stuck();
        begin_watch(watch_.every, watch_.sink);
    });
}

void Conductor::look_for_stuck() {
    watch_agents();
    watch_calls();
    watch_queues();
    watch_callbacks();
    watch_alarm();
    watch_.finish_look();
}

// Says it, too: whoever asks heals.
bool Conductor::is_stuck(Fault fault, std::int64_t id, TenantId tenant, CallId call, UserId user) {
    if (!watch_.confirms(fault, id)) {
        return false;
    }
    watch_.note({to_ms(world_.clock.wall()), fault, tenant, call, user});
    return true;
}

void Conductor::watch_agents() {
    for (const auto& agent : acd_.agents()) {
        watch_agent(agent);
    }
}

void Conductor::watch_agent(const acd::AgentView& agent) {
    const auto user = agent.agent;
    const auto tenant = tenant_of(user);
    const auto stuck = [&](Fault fault, CallId call) { return is_stuck(fault, user.value, tenant, call, user); };
    if (agent.wrap_up_until && *agent.wrap_up_until + overdue < world_.clock.now() && stuck(Fault::WrapUpOverdue, {})) {
        decide(acd::AgentSet{user, model::AgentState::Ready, {}});
    }
    if (agent.offer) {
        const auto [call, leg] = book_.find(agent.offer);
        if ((leg == nullptr || leg->ended) && stuck(Fault::OfferWithoutRing, call == nullptr ? CallId{} : call->id)) {
            decide(acd::OfferFailed{agent.offer, model::OfferOutcome::Withdrawn});
        }
        return;
    }
    Call* call = book_.find(book_.call_of(user));
    const Leg* leg = call == nullptr ? nullptr : call->find_user(user);
    const bool in_call = leg != nullptr || (call != nullptr && call->awaits(user));
    if (agent.activity != model::AgentActivity::Idle && !in_call && stuck(Fault::AgentWithoutCall, {})) {
        decide(acd::AgentFree{user, false});
    } else if (agent.activity == model::AgentActivity::Idle && leg != nullptr && leg->occupies_agent &&
               stuck(Fault::BusyTakenForFree, call->id)) {
        set_activity(*leg, leg->held() ? model::AgentActivity::Holding : model::AgentActivity::Talking);
    }
}

void Conductor::watch_calls() {
    // Healing one may end others.
    for (const auto id : book_.ids()) {
        if (Call* call = book_.find(id)) {
            watch_call(*call);
        }
    }
}

void Conductor::watch_call(Call& call) {
    const auto stuck = [&](Fault fault) { return is_stuck(fault, call.id.value, call.tenant, call.id, {}); };
    if (call.phase == Phase::Closing) {
        if (call.ended_at + config_.closing_patience + overdue < world_.clock.wall() && stuck(Fault::ClosingForever)) {
            close_now(call);
        }
        return;
    }
    const Leg* caller = call.first_leg();
    const bool callers_wait = call.phase == Phase::Waiting && !call.callback.of;
    const bool nobody = std::ranges::all_of(call.legs, &Leg::ended) && call.resumes.empty();
    if (nobody || (callers_wait && (caller == nullptr || caller->ended))) {
        if (stuck(Fault::CallWithoutParty)) {
            finish(call, {EndingSide::Us, "stuck"}, call.result);
        }
        return;
    }
    if (!watch_legs(call)) {
        return;
    }
    const bool at_door = call.wait.asks || call.wait.held;
    if (callers_wait && !at_door && !acd_.position(call.id) && stuck(Fault::WaitingNowhere)) {
        if (directory_->find_queue(call.queue) != nullptr) {
            wait_in(call, call.queue);
        } else {
            go_to(call, {});
        }
    }
}

// What a device's end, or silence, would have brought about; false: something was, and the call may be over by now.
bool Conductor::watch_legs(Call& call) {
    for (const auto& leg : call.legs) {
        if (leg.ended) {
            continue;
        }
        const auto id = leg.id;
        const auto side = leg.user ? EndingSide::Agent : EndingSide::Carrier;
        if (!signal_->has_leg(id)) {
            if (!is_stuck(Fault::SignalLost, call.id.value, call.tenant, call.id, leg.user)) {
                continue;
            }
            constexpr int unavailable = 503;
            if (leg.outgoing && !leg.answered) {
                on_failed(id, unavailable, "lost");
            } else {
                on_ended(id, {side, "signal_lost"});
            }
            return false;
        }
        if (leg.has_media && !media_->has_leg(id)) {
            if (!is_stuck(Fault::MediaLost, call.id.value, call.tenant, call.id, leg.user)) {
                continue;
            }
            Leg& silent = *call.find(id);
            silent.has_media = false;  // nobody will measure it
            if (fetch_silent(call, silent)) {
                return false;
            }
            if (call.phase == Phase::Talking) {
                leave(call, silent, {side, "media_lost"}, TellPeer::Yes);
            } else {
                finish(call, {side, "media_lost"}, call.result);
            }
            return false;
        }
    }
    return true;
}

// Who stands in a queue must wait: a caller, or the place of one who is to be called back.
void Conductor::watch_queues() {
    for (const auto& queue : directory_->queues) {
        for (const auto& place : acd_.waiting(queue.id)) {
            const Call* call = book_.find(place.call);
            const bool waits = find_callback(place.call) != nullptr ||
                               (call != nullptr && call->phase == Phase::Waiting && !call->callback.of);
            if (!waits && is_stuck(Fault::WaitingUnknown, place.call.value, queue.tenant, place.call, {})) {
                decide(acd::CallLeft{place.call});
            }
        }
    }
}

void Conductor::watch_callbacks() {
    std::vector<CallId> forgotten;
    for (const auto& [id, place] : callbacks_) {
        if (!place.next && !acd_.position(id) && book_.find(place.call) == nullptr &&
            is_stuck(Fault::CallbackForgotten, id.value, place.tenant, id, {})) {
            forgotten.push_back(id);
        }
    }
    for (const auto id : forgotten) {
        if (auto* place = find_callback(id)) {
            wait_for_turn(*place);
        }
    }
}

void Conductor::watch_alarm() {
    const auto next = acd_.next_wake();
    if (next && *next + overdue < world_.clock.now() && is_stuck(Fault::AlarmLost, 0, {}, {}, {})) {
        world_.timers.cancel(std::exchange(acd_wake_, {}));
        arm_acd();
    }
}

}  // namespace yh::calls
