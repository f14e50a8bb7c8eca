#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// A browser that was lost in mid-call: a reload, a closed lid, another network. The call waits for it, the other party
// hears music, and the page that registers next is rung with the same call. And presence: who is away, and since when.
namespace yh::calls {

using model::AgentActivity;
using model::AgentState;
using model::EndingSide;

namespace {

constexpr const char* connection_lost = "connection_lost";
// A page in the middle of loading may refuse or break the first attempt.
constexpr auto ring_again_after = std::chrono::seconds{1};
// How long a browser may be away outside of calls until its agent counts as gone.
constexpr auto away_until_offline = std::chrono::seconds{60};
// A page whose sound stays away although it is there and was fetched again is not fetched for ever. A network that goes
// silent now and then is another matter: each time counts for itself.
constexpr int most_silences = 2;
constexpr auto silences_forgotten_after = std::chrono::minutes{2};

}  // namespace

bool Conductor::is_browser(UserId user) const {
    const auto* known = user ? directory_->find_user(user) : nullptr;
    return known != nullptr && known->extension_type == model::ExtensionType::Web;
}

bool Conductor::can_resume(Call& call, const Leg& leg) const {
    if (config_.resume_grace <= Duration{0} || call.phase != Phase::Talking || !leg.answered || leg.mobile ||
        !is_browser(leg.user)) {
        return false;
    }
    if (call.is_conference() || (call.consult && call.consult->by != leg.id)) {
        return false;  // the others talk on, and who waits for nobody's browser is not kept waiting
    }
    const Leg* partner = call.partner_of(leg.id);
    return partner != nullptr && !partner->ended;
}

void Conductor::lose(Call& call, Leg& leg, TellPeer tell_peer) {
    const auto until =
        world_.clock.wall() + std::chrono::duration_cast<std::chrono::milliseconds>(config_.resume_grace);
    call.phase = Phase::Resuming;
    call.resume = Resume{leg.user, leg.id, {}, until, {}};
    call.resume->timer = world_.timers.schedule(world_.clock.now() + config_.resume_grace, [this, id = call.id] {
        if (Call* found = book_.find(id); found != nullptr && found->resume) {
            found->resume->timer = {};
            on_resume_over(*found);
        }
    });
    if (call.consult) {
        Leg& consulted = *call.find(call.consult->consulted);
        end_leg(call, consulted, {EndingSide::Us, connection_lost}, consulted.answered ? 0 : 487, true);
        end_consult(call, model::ConsultOutcome::Cancelled);
    }
    // The user stays taken for the ACD: `occupies_agent` is handed to the leg that replaces this one.
    const bool occupies = std::exchange(leg.occupies_agent, false);
    end_leg(call, leg, {EndingSide::Agent, connection_lost}, 0, tell_peer == TellPeer::Yes);
    leg.occupies_agent = occupies;
    hear(call);
    arrange(call);
    say(call, model::ResumeStarted{leg.id, leg.user, to_ms(until)});
    log().info("call.resuming", {{"call", call.id}, {"leg", leg.id}});
    ring_back(call);
}

// Rings the browser with the call it was lost from, if it is there. When it is not, its registration brings us here
// again.
void Conductor::ring_back(Call& call) {
    if (!call.resume || call.resume->fresh) {
        return;
    }
    const auto user = call.resume->user;
    const auto agent = acd_.agent(user);
    if (!agent || !agent->device_online) {
        return;
    }
    Leg leg;
    leg.role = model::LegRole::Agent;
    leg.user = user;
    leg.number = call.find(call.resume->lost)->number;
    leg.id = world_.ids.make<LegId>(to_ms(world_.clock.wall()));
    call.resume->fresh = leg.id;
    if (start_leg(call, std::move(leg), ToExtension{user}) == nullptr && call.resume) {
        call.resume->fresh = {};
    }
}

void Conductor::on_resume_failed(Call& call, Leg& leg, int status) {
    call.resume->fresh = {};
    end_leg(call, leg, {EndingSide::Agent, "sip_" + std::to_string(status)}, status, false);
    world_.timers.schedule(world_.clock.now() + ring_again_after, [this, id = call.id] {
        if (Call* found = book_.find(id)) {
            ring_back(*found);
        }
    });
}

void Conductor::on_resumed(Call& call, Leg& fresh) {
    const auto resume = *std::exchange(call.resume, std::nullopt);
    world_.timers.cancel(resume.timer);
    Leg& lost = *call.find(resume.lost);
    fresh.held_by_user = lost.held();
    fresh.muted = lost.muted;
    fresh.served = lost.served;
    fresh.occupies_agent = std::exchange(lost.occupies_agent, false);
    (call.first == lost.id ? call.first : call.second) = fresh.id;
    call.phase = Phase::Talking;
    say(call, model::Bridged{call.first, call.second});
    if (fresh.held()) {
        fresh.held_at = lost.held_at;
        say(call, model::LegHeld{fresh.id, true});
    }
    hear(call);
    arrange(call);
    set_activity(fresh, fresh.held() ? AgentActivity::Holding : AgentActivity::Talking);
    log().info("call.resumed", {{"call", call.id}, {"leg", fresh.id}});
}

// Nobody waits for this browser any more: the grace period is over, or the call ends. The user is free.
void Conductor::stop_resuming(Call& call, const std::string& reason) {
    if (!call.resume) {
        return;
    }
    const auto resume = *std::exchange(call.resume, std::nullopt);
    world_.timers.cancel(resume.timer);
    say(call, model::ResumeEnded{resume.user, reason});
    book_.part(resume.user, call.id);
    if (Leg* fresh = call.find(resume.fresh)) {
        end_leg(call, *fresh, {EndingSide::Us, reason}, 487, true);
    }
    if (std::exchange(call.find(resume.lost)->occupies_agent, false)) {
        decide(acd::AgentFree{resume.user, reason != connection_lost && with_customer(call, *call.find(resume.lost))});
    }
}

void Conductor::on_resume_over(Call& call) {
    const auto user = call.resume->user;
    const bool second = call.resume->lost == call.second;
    stop_resuming(call, connection_lost);
    if (call.supervision) {
        stop_supervision(call, {EndingSide::Us, "agent_left"}, TellPeer::Yes);
    }
    log().info("call.not_resumed", {{"call", call.id}});
    if (const auto agent = acd_.agent(user); agent && !agent->device_online) {
        decide(acd::AgentSet{user, AgentState::Offline, connection_lost});
    }
    const auto* queue = call.was_queued && second ? directory_->find_queue(call.queue) : nullptr;
    if (queue != nullptr) {
        return_to_head(call, *queue);
    } else {
        finish(call, {EndingSide::Agent, connection_lost}, call.result);
    }
}

// The caller talked already and has waited again: nobody goes before them now.
void Conductor::return_to_head(Call& call, const model::Queue& queue) {
    call.second = {};
    call.phase = Phase::Waiting;
    call.returned = true;
    call.queued_at = world_.clock.wall();
    world_.timers.cancel(std::exchange(call.limit, {}));
    if (call.recording) {
        call.recording->paused = false;  // the next agent did not ask for it
    }
    hear_program(call, *call.first_leg(), {queue.music}, true);
    arrange(call);
    decide(acd::CallEntered{call.id, queue.id, 0, {}, {}, true});
}

bool Conductor::fetch_silent(Call& call, Leg& leg) {
    const auto now = world_.clock.now();
    if (now - call.silent_at >= silences_forgotten_after) {
        call.silences = 0;
    }
    call.silent_at = now;
    if (call.silences >= most_silences || !can_resume(call, leg)) {
        return false;
    }
    ++call.silences;
    lose(call, leg, TellPeer::Yes);
    return true;
}

// ---------------------------------------------------------------- presence

// A browser that goes may be back in a moment: its agent is not offered calls, but stays in his state for a while.
void Conductor::on_browser(const model::User& user, bool online) {
    const auto away = away_.find(user.id);
    if (away != away_.end()) {
        world_.timers.cancel(away->second);
        away_.erase(away);
    }
    if (!online) {
        away_[user.id] = world_.timers.schedule(world_.clock.now() + away_until_offline, [this, id = user.id] {
            away_.erase(id);
            on_away(id);
        });
        return;
    }
    const auto agent = acd_.agent(user.id);
    // Who chose to be offline stays so; who was signed out, or never in, comes in now (R019, R021).
    const bool chosen = agent && !agent->reason.empty() && agent->reason != connection_lost &&
                        agent->reason != "sign_out" && agent->reason != "device_lost";
    const auto* company = directory_->find_tenant(user.tenant);
    if (agent && agent->state == AgentState::Offline && !chosen && company != nullptr) {
        decide(acd::AgentSet{user.id, company->state_after_login, "sign_in"});
    }
    if (Call* call = book_.find(book_.call_of(user.id)); call != nullptr && call->awaits(user.id)) {
        ring_back(*call);
    }
}

void Conductor::on_away(UserId user) {
    const auto agent = acd_.agent(user);
    const Call* call = book_.find(book_.call_of(user));
    const bool awaited = call != nullptr && call->awaits(user);  // then the end of the grace period decides
    if (agent && !agent->device_online && agent->state != AgentState::Offline && !awaited) {
        decide(acd::AgentSet{user, AgentState::Offline, connection_lost});
    }
}

// ---------------------------------------------------------------- answering from afar

Result<CallId> Conductor::answer(const model::Answer& command) {
    Call* call = book_.find(command.call);
    if (call == nullptr) {
        return not_found("call.unknown");
    }
    const Leg* leg = call->find_user(command.user);
    if (leg == nullptr) {
        return Error{ErrorKind::Forbidden, "call.not_yours", {}};
    }
    if (!is_browser(command.user)) {
        return Error{ErrorKind::Unsupported, "device.answers_by_hand", "a desk phone is answered at the phone"};
    }
    if (!leg->outgoing || leg->answered) {
        return conflict("call.wrong_phase", "it does not ring");
    }
    say(*call, model::AnswerAsked{leg->id, leg->user});
    return command.call;
}

}  // namespace yh::calls
