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
    first.program.reset();
    second.program.reset();
    first.hears = {second.id};
    second.hears = {first.id};
    call.phase = Phase::Talking;
    call.result = CallResult::Answered;
    if (call.answered_at == WallTime{}) {
        call.answered_at = world_.clock.wall();
    }
    set_limit(call, config_.longest_call, &Conductor::on_too_long);
    start_recording(call);
    arrange(call);
    say(call, model::Bridged{first.id, second.id});
    for (const auto* leg : {&first, &second}) {
        if (leg->user && leg->occupies_agent) {
            decide(acd::AgentBusyWithCall{leg->user, model::AgentActivity::Talking});
        }
    }
    // Either party may have put us on hold while the other still rang.
    if (first.held() || second.held()) {
        hold_changed(call, first.held() ? first : second);
    }
    log().info("call.answered", {{"call", call.id}, {"leg", second.id}});
}

void Conductor::hold_changed(Call& call, Leg& leg) {
    leg.held_at = leg.held() ? world_.clock.wall() : WallTime{};
    say(call, model::LegHeld{leg.id, leg.held()});
    if (call.phase != Phase::Talking) {
        return;
    }
    Leg* partner = call.partner_of(leg.id);
    if (partner == nullptr) {
        return;
    }
    hear_each_other(call, leg, *partner);
    arrange(call);
    if (leg.user && leg.occupies_agent) {
        decide(acd::AgentBusyWithCall{leg.user,
                                      leg.held() ? model::AgentActivity::Holding : model::AgentActivity::Talking});
    }
}

// Whoever is held by the other hears music; whoever holds hears nothing; nobody held: they talk, unless one is muted.
void Conductor::hear_each_other(Call& call, Leg& leg, Leg& partner) {
    for (auto [one, other] : {std::pair{&leg, &partner}, std::pair{&partner, &leg}}) {
        one->program.reset();
        one->hears.clear();
        if (one->held()) {
            continue;
        }
        if (other->held()) {
            hear_program(call, *one, {"music:default"}, true);
        } else if (!other->muted) {
            one->hears = {other->id};
        }
    }
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
    if (call.recording && !call.recording->ended) {
        plan.recording = RecordingPlan{call.recording->id, call.recording->path, {}, {}, call.recording->paused};
        for (const auto& leg : call.legs) {
            if (leg.has_media && !leg.ended && (leg.id == call.first || leg.id == call.second)) {
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

Result<Leg*> Conductor::talking_leg(CallId id, UserId user) {
    Call* call = book_.find(id);
    if (call == nullptr) {
        return not_found("call.unknown");
    }
    Leg* leg = call->find_user(user);
    if (leg == nullptr) {
        return Error{ErrorKind::Forbidden, "call.not_yours", {}};
    }
    if (call->phase != Phase::Talking || call->partner_of(leg->id) == nullptr) {
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
        hear_each_other(call, *leg, *call.partner_of(leg->id));
        arrange(call);
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
    media_->send_dtmf(book_.find(command.call)->partner_of(leg->id)->id, command.digits);
    return command.call;
}

}  // namespace yh::calls
