#include <fmt/chrono.h>
#include <fmt/format.h>

#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Messages (留言): for a queue, for one user, or for the company.
namespace yh::calls {

using model::CallResult;

// `box`: the number of a queue or an extension; empty: the queue that the call was in last.
void Conductor::go_to_voicemail(Call& call, const std::string& box) {
    const auto* queue = box.empty() ? directory_->find_queue(call.queue) : directory_->find_queue(call.tenant, box);
    const auto* user = directory_->find_extension(call.tenant, box);
    if (!box.empty() && queue == nullptr && user == nullptr) {
        go_nowhere(call, "voicemail:" + box);
        return;
    }
    auto script = std::make_unique<Script>(Script{.talk = VoicemailTalk{options_of(call.tenant).voicemail}});
    script->queue = queue == nullptr ? model::QueueId{} : queue->id;
    script->user = queue == nullptr && user != nullptr ? user->id : UserId{};
    call.result = call.was_queued ? CallResult::Abandoned : CallResult::NoAnswer;
    begin_script(call, Phase::Voicemail, std::move(script));
    perform(call, std::get<VoicemailTalk>(call.script->talk).begin());
}

void Conductor::record_message(Call& call, const RecordAct& act) {
    const auto* tenant = directory_->find_tenant(call.tenant);
    Recording message;
    message.id = world_.ids.make<RecordingId>(to_ms(world_.clock.wall()));
    message.path =
        fmt::format("{}/{:%Y/%m/%d}/{}-message.wav", tenant == nullptr ? "unknown" : tenant->code,
                    std::chrono::time_point_cast<std::chrono::seconds>(world_.clock.wall()), message.id.text());
    message.quiet = act.quiet;
    say(call, model::RecordingStarted{message.id, message.path, call.first, {}});
    call.message = std::move(message);
    call.message_kept = false;
    call.script->recorded_from = world_.clock.now();
    listen(call, act.longest);
}

Duration Conductor::recorded(const Script& script) const {
    return world_.clock.now() - script.recorded_from;
}

// The recording stops with the next arrangement, which does not mention it any more.
void Conductor::message_over(Call& call) {
    const auto& script = *call.script;
    call.message_kept = std::get<VoicemailTalk>(script.talk).kept();
    if (call.message_kept) {
        say(call, model::VoicemailLeft{call.message->id, script.queue, script.user, call.customer_number});
        log().info("voicemail.left", {{"call", call.id}, {"recorded_ms", to_ms(recorded(script))}});
    }
}

void Conductor::on_recording_quiet(CallId id, RecordingId recording) {
    Call* call = book_.find(id);
    auto* voicemail =
        call == nullptr || call->script == nullptr ? nullptr : std::get_if<VoicemailTalk>(&call->script->talk);
    if (voicemail == nullptr || !voicemail->recording() || call->message->id != recording) {
        return;
    }
    auto act = voicemail->on_quiet(recorded(*call->script));
    message_over(*call);
    perform(*call, std::move(act));
}

}  // namespace yh::calls
