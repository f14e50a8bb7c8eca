#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Sound: the talk of two, hold and mute, and the plan that media carries out.
namespace yh::calls {

using model::CallResult;

void Conductor::answer_leg(Call& call, Leg& leg) {
    if (leg.answered || leg.outgoing) {
        return;
    }
    leg.answered = true;
    signal_->answer(leg.id, leg.sdp_answer);
    say(call, model::LegAnswered{leg.id});
}

// The two parties talk from now on.
void Conductor::bridge(Call& call) {
    Leg& first = *call.first_leg();
    Leg& second = *call.second_leg();
    answer_leg(call, first);
    answer_leg(call, second);
    call.phase = Phase::Talking;
    call.result = CallResult::Answered;
    call.transferred_by = {};
    call.picked_up = false;
    if (call.answered_at == WallTime{}) {
        call.answered_at = world_.clock.wall();
        forget_callbacks_of(call);
    }
    set_limit(call, config_.longest_call, &Conductor::on_too_long);
    hear(call);
    arrange(call);
    say(call, model::Bridged{first.id, second.id});
    for (auto* leg : {&first, &second}) {
        leg->served = true;
        book_.turn_to(leg->user, call.id);
        set_activity(*leg, model::AgentActivity::Talking);
    }
    // Either party may have put us on hold while the other still rang.
    for (auto* leg : {&first, &second}) {
        if (leg->held() && !leg->ended) {
            hold_changed(call, *leg);
            break;
        }
    }
    log().info("call.answered", {{"call", call.id}, {"leg", second.id}});
}

void Conductor::hold_changed(Call& call, Leg& leg) {
    leg.held_at = leg.held() ? world_.clock.wall() : WallTime{};
    say(call, model::LegHeld{leg.id, leg.held()});
    talk_changed(call, leg);
}

// This leg is held, muted, or no longer so.
void Conductor::talk_changed(Call& call, Leg& leg) {
    if (call.phase != Phase::Talking) {
        return;
    }
    hear(call);
    arrange(call);
    set_activity(leg, leg.held() ? model::AgentActivity::Holding : model::AgentActivity::Talking);
}

void Conductor::hear_program(Call& call, Leg& leg, std::vector<std::string> items, bool loop) {
    leg.hears.clear();
    leg.program = Program{++call.programs, std::move(items), loop};
}

void Conductor::arrange(Call& call) {
    MediaPlan plan;
    plan.call = call.id;
    plan.legs.reserve(call.legs.size());
    for (const auto& leg : call.legs) {
        if (leg.has_media && !leg.ended && (leg.program || !leg.hears.empty())) {
            plan.legs.push_back({leg.id, leg.hears, leg.program});
        }
    }
    if (const auto* tenant = directory_->find_tenant(call.tenant)) {
        plan.voices = tenant->code;
    }
    plan.metered = call.is_supervised();
    if (call.script != nullptr && (call.phase == Phase::Voicemail || call.phase == Phase::Survey)) {
        // The talk is over, and with it its recording; a message is one of its own.
        const auto* voicemail = std::get_if<VoicemailTalk>(&call.script->talk);
        if (voicemail != nullptr && voicemail->recording() && call.message) {
            plan.recording =
                RecordingPlan{call.message->id, call.message->path, {call.first}, {}, false, true, call.message->quiet};
        }
    } else {
        settle_recording(call);
        plan.recording = recording_plan(call);
    }
    media_->arrange(std::move(plan));
}

Result<Leg*> Conductor::own_leg(CallId id, UserId user) {
    Call* call = book_.find(id);
    if (call == nullptr) {
        return not_found("call.unknown");
    }
    if (Leg* leg = call->find_user(user)) {
        return leg;
    }
    // Whose part is over is late, which is no wrong of theirs.
    if (std::ranges::find(call->legs, user, &Leg::user) != call->legs.end()) {
        return conflict("call.wrong_phase", "your part of this call is over");
    }
    return Error{ErrorKind::Forbidden, "call.not_yours", {}};
}

Result<Leg*> Conductor::talking_leg(CallId id, UserId user) {
    YH_TRY(auto* leg, own_leg(id, user));
    const Call* call = book_.find(id);
    if (call->phase != Phase::Talking || !leg->answered) {
        return conflict("call.wrong_phase", "nobody to talk with");
    }
    return leg;
}

Result<CallId> Conductor::hold(CallId id, UserId user, bool on) {
    YH_TRY(auto* leg, talking_leg(id, user));
    if (leg->held_by_user != on) {
        leg->held_by_user = on;
        hold_changed(*book_.find(id), *leg);
    }
    return id;
}

Result<CallId> Conductor::mute(const model::Mute& command) {
    YH_TRY(auto* leg, talking_leg(command.call, command.user));
    if (leg->muted != command.on) {
        leg->muted = command.on;
        Call& call = *book_.find(command.call);
        say(call, model::LegMuted{leg->id, leg->muted});
        talk_changed(call, *leg);
    }
    return command.call;
}

Result<CallId> Conductor::send_digits(const model::SendDtmf& command) {
    YH_TRY(const auto* leg, talking_leg(command.call, command.user));
    // Whoever the user talks with gets the keys, held and muted or not; in a conference that is everybody else.
    Call& call = *book_.find(command.call);
    if (call.consult) {
        for (const auto to : leg->hears) {
            media_->send_dtmf(to, command.digits);
        }
        return command.call;
    }
    for (const auto* party : parties(call)) {
        if (party != leg) {
            media_->send_dtmf(party->id, command.digits);
        }
    }
    return command.call;
}

}  // namespace yh::calls
