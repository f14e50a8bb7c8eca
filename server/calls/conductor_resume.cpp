#include <algorithm>
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
    const bool asked = call.consult && call.consult->consulted == leg.id;
    const bool supervises = call.is_supervised() && call.supervision->leg == leg.id;
    if (config_.resume_grace <= Duration{0} || call.phase != Phase::Talking || !leg.answered || leg.mobile ||
        !is_browser(leg.user) || (!asked && !supervises && !call.is_party(leg.id))) {
        return false;
    }
    return call.room || leg_to_talk_with(call, leg.id) != nullptr;
}

// Who is in the call besides this one, and is there.
const Leg* Conductor::leg_to_talk_with(Call& call, LegId leg) {
    auto there = parties(call);
    if (call.consult) {
        there.push_back(call.find(call.consult->consulted));
    }
    const auto other =
        std::ranges::find_if(there, [&](const Leg* one) { return one->id != leg && one->answered && !one->ended; });
    return other == there.end() ? nullptr : *other;
}

void Conductor::lose(Call& call, Leg& leg, TellPeer tell_peer) {
    const auto until =
        world_.clock.wall() + std::chrono::duration_cast<std::chrono::milliseconds>(config_.resume_grace);
    const auto timer =
        world_.timers.schedule(world_.clock.now() + config_.resume_grace, [this, id = call.id, lost = leg.id] {
            Call* found = book_.find(id);
            if (found != nullptr && found->awaits(lost)) {
                found->find_lost(lost)->timer = {};
                on_resume_over(*found, lost);
            }
        });
    call.resumes.push_back({leg.user, leg.id, {}, until, timer});
    // The user stays taken for the ACD: `occupies_agent` is handed to the leg that replaces this one.
    const bool occupies = std::exchange(leg.occupies_agent, false);
    end_leg(call, leg, {EndingSide::Agent, connection_lost}, 0, tell_peer == TellPeer::Yes);
    leg.occupies_agent = occupies;
    settle_phase(call);
    hear(call);
    arrange(call);
    say(call, model::ResumeStarted{leg.id, leg.user, to_ms(until)});
    log().info("call.resuming", {{"call", call.id}, {"leg", leg.id}});
    ring_back(call, leg.id);
}

// Of two the one who is there waits; of more, the others talk.
void Conductor::settle_phase(Call& call) {
    const bool two = !call.consult && !call.is_conference();
    call.phase = two && (call.awaits(call.first) || call.awaits(call.second)) ? Phase::Resuming : Phase::Talking;
}

// Rings the browser with the call it was lost from, if it is there. When it is not, its registration brings us here
// again.
void Conductor::ring_back(Call& call, LegId lost) {
    auto* resume = call.find_lost(lost);
    if (resume == nullptr || resume->fresh) {
        return;
    }
    const auto agent = acd_.agent(resume->user);
    if (!agent || !agent->device_online) {
        return;
    }
    Leg leg;
    leg.role = call.find(lost)->role;
    leg.user = resume->user;
    leg.number = call.find(lost)->number;
    leg.purpose = "resume";
    const auto* other = leg_to_talk_with(call, lost);
    leg.like = other == nullptr ? LegId{} : other->id;
    leg.id = world_.ids.make<LegId>(to_ms(world_.clock.wall()));
    resume->fresh = leg.id;
    const auto user = resume->user;
    if (start_leg(call, std::move(leg), ToExtension{user}) == nullptr && call.awaits(lost)) {
        call.find_lost(lost)->fresh = {};
    }
}

void Conductor::on_resume_failed(Call& call, Leg& leg, int status) {
    auto& resume = *call.find_fresh(leg.id);
    const auto lost = resume.lost;
    resume.fresh = {};
    end_leg(call, leg, {EndingSide::Agent, "sip_" + std::to_string(status)}, status, false);
    world_.timers.schedule(world_.clock.now() + ring_again_after, [this, id = call.id, lost] {
        if (Call* found = book_.find(id)) {
            ring_back(*found, lost);
        }
    });
}

Resume Conductor::take_resume(Call& call, LegId lost) {
    const auto at = std::ranges::find(call.resumes, lost, &Resume::lost);
    const Resume taken = *at;
    call.resumes.erase(at);
    world_.timers.cancel(taken.timer);
    return taken;
}

void Conductor::on_resumed(Call& call, Leg& fresh) {
    const auto resume = take_resume(call, call.find_fresh(fresh.id)->lost);
    Leg& lost = *call.find(resume.lost);
    fresh.held_by_user = lost.held();
    fresh.muted = lost.muted;
    fresh.served = lost.served;
    fresh.occupies_agent = std::exchange(lost.occupies_agent, false);
    call.replace(lost.id, fresh.id);
    settle_phase(call);
    say(call, model::Resumed{lost.id, fresh.id});
    if (!call.consult && !call.is_conference() && call.is_party(fresh.id)) {
        say(call, model::Bridged{call.first, call.second});
    }
    if (fresh.held()) {
        fresh.held_at = lost.held_at;
        say(call, model::LegHeld{fresh.id, true});
    }
    const bool asks = call.consult && call.consult->by == fresh.id && !call.consult->answered;
    set_activity(fresh, fresh.held() ? AgentActivity::Holding
                        : asks       ? AgentActivity::Dialling
                                     : AgentActivity::Talking);
    log().info("call.resumed", {{"call", call.id}, {"leg", fresh.id}});
    if (call.supervision && call.supervision->answered) {
        act_on_mode(call);
        return;
    }
    hear(call);
    arrange(call);
}

// Nobody waits for this browser any more: the grace period is over, the call ends, or its user leaves. He is free.
void Conductor::stop_resuming(Call& call, LegId lost_id, const std::string& reason) {
    const auto resume = take_resume(call, lost_id);
    Leg& lost = *call.find(resume.lost);
    say(call, model::ResumeEnded{resume.user, reason});
    if (Leg* fresh = call.find(resume.fresh)) {
        end_leg(call, *fresh, {EndingSide::Us, reason}, 487, true);
    }
    if (call.find_user(resume.user) == nullptr) {
        book_.part(resume.user, call.id);
    }
    free_agent(call, lost, reason != connection_lost && with_customer(call, lost));
}

void Conductor::on_resume_over(Call& call, LegId lost) {
    const auto user = call.find_lost(lost)->user;
    log().info("call.not_resumed", {{"call", call.id}, {"leg", lost}});
    if (call.consult && call.consult->by == lost && !call.consult->answered) {
        drop_consult(call, {EndingSide::Us, connection_lost}, model::ConsultOutcome::Cancelled);
        settle_phase(call);
    }
    if (call.phase == Phase::Resuming && call.is_party(lost)) {
        end_pair_of_lost(call, lost);
    } else {
        leave(call, *call.find(lost), {EndingSide::Agent, connection_lost}, TellPeer::No);
    }
    if (const auto agent = acd_.agent(user); agent && !agent->device_online) {
        decide(acd::AgentSet{user, AgentState::Offline, connection_lost});
    }
}

void Conductor::end_pair_of_lost(Call& call, LegId lost) {
    stop_resuming(call, lost, connection_lost);
    if (call.supervision) {
        stop_supervision(call, {EndingSide::Us, "agent_left"}, TellPeer::Yes);
    }
    const auto* queue = call.was_queued && lost == call.second ? directory_->find_queue(call.queue) : nullptr;
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
    call.wait.returned = true;
    call.queued_at = world_.clock.wall();
    world_.timers.cancel(std::exchange(call.limit, {}));
    if (call.recording) {
        call.recording->paused_by_hand = false;  // the next agent did not ask for it
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
        ring_back(*call, call->find_resume(user.id)->lost);
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
    YH_TRY(const auto* leg, own_leg(command.call, command.user));
    if (!is_browser(command.user)) {
        return conflict("device.answers_by_hand", "a desk phone is answered at the phone");
    }
    if (!leg->outgoing || leg->answered) {
        return conflict("call.wrong_phase", "it does not ring");
    }
    say(*book_.find(command.call), model::AnswerAsked{leg->id, leg->user});
    return command.call;
}

}  // namespace yh::calls
