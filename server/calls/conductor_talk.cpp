#include <fmt/chrono.h>
#include <fmt/format.h>

#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Sound: who hears whom, hold, and the recording.
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
    start_recording(call);
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

// Who is on the recording: the parties, who is consulted, and a supervisor who is heard by somebody. A whisper is on
// the agent's channel only, where the customer's ear never was.
bool Conductor::is_recorded(const Call& call, LegId leg) {
    return call.is_party(leg) || (call.consult && leg == call.consult->consulted) ||
           (call.supervision && leg == call.supervision->leg &&
            call.supervision->mode != model::SupervisionMode::Listen);
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
    } else if (call.recording && !call.recording->ended) {
        plan.recording =
            RecordingPlan{call.recording->id, call.recording->path, {}, {}, call.recording->paused, false, {}};
        for (const auto& leg : call.legs) {
            if (leg.has_media && !leg.ended && is_recorded(call, leg.id)) {
                (leg.role == model::LegRole::Customer ? plan.recording->left : plan.recording->right).push_back(leg.id);
            }
        }
    }
    media_->arrange(std::move(plan));
}

// R095: calls with customers are recorded where a queue says so; internal calls are not. A direct outbound call
// is recorded when its agent belongs to a recorded queue.
bool Conductor::records(const Call& call) const {
    if (call.direction == model::Direction::Internal) {
        return false;
    }
    if (const auto* queue = directory_->find_queue(call.queue)) {
        return queue->record;
    }
    for (const auto& leg : call.legs) {
        for (const auto& queue : directory_->queues) {
            if (leg.user && queue.record &&
                std::ranges::find(queue.members, leg.user, &model::QueueMember::user) != queue.members.end()) {
                return true;
            }
        }
    }
    return false;
}

void Conductor::start_recording(Call& call) {
    if (call.recording || !records(call)) {
        return;
    }
    const auto* tenant = directory_->find_tenant(call.tenant);
    Recording recording;
    recording.id = world_.ids.make<RecordingId>(to_ms(world_.clock.wall()));
    recording.path =
        fmt::format("{}/{:%Y/%m/%d}/{}.wav", tenant == nullptr ? "unknown" : tenant->code,
                    std::chrono::time_point_cast<std::chrono::seconds>(world_.clock.wall()), call.id.text());
    LegId left;
    LegId right;
    for (const auto& leg : call.legs) {
        if (leg.id == call.first || leg.id == call.second) {
            (leg.role == model::LegRole::Customer ? left : right) = leg.id;
        }
    }
    say(call, model::RecordingStarted{recording.id, recording.path, left, right});
    call.recording = std::move(recording);
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

Result<CallId> Conductor::pause_recording(const model::PauseRecording& command) {
    YH_CHECK(talking_leg(command.call, command.user));
    Call& call = *book_.find(command.call);
    if (!call.recording) {
        return conflict("call.not_recorded");
    }
    if (call.recording->paused != command.on) {
        call.recording->paused = command.on;
        arrange(call);
        say(call, model::RecordingPaused{call.recording->id, command.on});
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
