#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "calls/conductor.h"

// What of a call is recorded (R095, R044). Calls with customers are, where their agent's own word or the queue says so;
// internal calls are not. The recording follows who talks: it begins as soon as one who is recorded talks with the
// customer, goes on through transfers to whomever, and pauses for as long as somebody takes part who is never recorded.
namespace yh::calls {

using model::RecordCalls;

namespace {

bool is_consulted(const Call& call, LegId leg) {
    return call.consult && leg == call.consult->consulted;
}

// Has answered, or is heard before it does; and is there, or a lost browser that is waited for.
bool is_in(const Call& call, const Leg& leg) {
    return (leg.answered || leg.early) && (!leg.ended || call.awaits(leg.id));
}

}  // namespace

// Who is on the recording: the parties, who is consulted, and a supervisor who is heard by somebody. A whisper is on
// the agent's channel only, where the customer's ear never was.
bool Conductor::is_recorded(const Call& call, LegId leg) {
    return call.is_party(leg) || is_consulted(call, leg) ||
           (call.supervision && leg == call.supervision->leg &&
            call.supervision->mode != model::SupervisionMode::Listen);
}

// Somebody is there who is never recorded. What they hear is what the others say, so nothing of the talk may be kept.
// A supervisor is none of those who talk.
bool Conductor::bars_recording(const Call& call) const {
    return std::ranges::any_of(call.legs, [&](const Leg& leg) {
        const auto* user = leg.user ? directory_->find_user(leg.user) : nullptr;
        return user != nullptr && user->record_calls == RecordCalls::Never && is_in(call, leg) &&
               (call.is_party(leg.id) || is_consulted(call, leg.id));
    });
}

// A queue speaks for its calls, whoever talks: also for those that went on to a number outside.
bool Conductor::wants_recording(const Call& call) const {
    const auto talks = [&](const Leg& leg) { return call.is_party(leg.id) && is_in(call, leg); };
    const bool with_customer = std::ranges::any_of(
        call.legs, [&](const Leg& leg) { return leg.role == model::LegRole::Customer && talks(leg); });
    if (call.direction == model::Direction::Internal || call.phase != Phase::Talking || !with_customer) {
        return false;
    }
    const auto* queue = directory_->find_queue(call.queue);
    return (queue != nullptr && queue->record) || std::ranges::any_of(call.legs, [&](const Leg& leg) {
               return leg.user && talks(leg) && is_recorded_agent(call, leg.user);
           });
}

// Of a call of no queue, a direct or an outbound one, the queues speak that its agent belongs to.
bool Conductor::is_recorded_agent(const Call& call, UserId user) const {
    const auto* known = directory_->find_user(user);
    if (known == nullptr || known->record_calls != RecordCalls::AsQueue) {
        return known != nullptr && known->record_calls == RecordCalls::Always;
    }
    return directory_->find_queue(call.queue) == nullptr &&
           std::ranges::any_of(directory_->queues, [&](const model::Queue& queue) {
               return queue.record &&
                      std::ranges::find(queue.members, user, &model::QueueMember::user) != queue.members.end();
           });
}

void Conductor::settle_recording(Call& call) {
    const bool barred = bars_recording(call);
    if (!call.recording && !barred && wants_recording(call)) {
        begin_recording(call);
    }
    if (!call.recording || call.recording->ended) {
        return;
    }
    const bool paused = barred || call.recording->paused_by_hand;
    if (std::exchange(call.recording->paused, paused) != paused) {
        say(call, model::RecordingPaused{call.recording->id, paused});
    }
}

void Conductor::begin_recording(Call& call) {
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

std::optional<RecordingPlan> Conductor::recording_plan(const Call& call) {
    if (!call.recording || call.recording->ended) {
        return {};
    }
    RecordingPlan plan{call.recording->id, call.recording->path, {}, {}, call.recording->paused, false, {}};
    for (const auto& leg : call.legs) {
        if (leg.has_media && !leg.ended && is_recorded(call, leg.id)) {
            (leg.role == model::LegRole::Customer ? plan.left : plan.right).push_back(leg.id);
        }
    }
    return plan;
}

Result<CallId> Conductor::pause_recording(const model::PauseRecording& command) {
    YH_CHECK(talking_leg(command.call, command.user));
    Call& call = *book_.find(command.call);
    if (!call.recording) {
        return conflict("call.not_recorded");
    }
    if (!command.on && bars_recording(call)) {
        return conflict("call.never_recorded", "somebody takes part who is never recorded");
    }
    if (std::exchange(call.recording->paused_by_hand, command.on) != command.on) {
        arrange(call);
    }
    return command.call;
}

}  // namespace yh::calls
