#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Runs what walks a caller: voice flows, the survey, the taking of a message. The scripts decide; here they are played,
// listened for and timed.
namespace yh::calls {

using model::CallResult;
using model::EndingSide;

namespace {

/// A prompt that never says that it is over must not keep a caller for ever.
constexpr Duration longest_prompt = std::chrono::minutes{10};
/// Played while we listen: keys that come as sound are looked for only while something plays.
const std::string listening = "tone:silence_1s";

}  // namespace

void Conductor::go_to_flow(Call& call, const std::string& code) {
    const auto* flow = directory_->find_flow(call.tenant, code);
    if (flow == nullptr) {
        go_nowhere(call, "ivr:" + code);
        return;
    }
    // The walk keeps the directory that its flow belongs to.
    auto script = std::make_unique<Script>(
        Script{.talk = FlowWalk{{directory_, flow}, call.customer_number, call.called_number}});
    if (call.answered_at == WallTime{}) {
        call.result = CallResult::Abandoned;
    }
    log().info("flow.entered", {{"call", call.id}, {"flow", code}});
    begin_script(call, Phase::Menu, std::move(script));
    perform(call, std::get<FlowWalk>(call.script->talk).begin());
}

void Conductor::go_to_hours(Call& call, const std::string& code) {
    const auto* schedule = directory_->find_schedule(call.tenant, code);
    if (schedule == nullptr) {
        go_nowhere(call, "hours:" + code);
        return;
    }
    const auto openness = directory_->openness(call.tenant, code, world_.clock.wall());
    const auto& closed = openness == model::Openness::Holiday && !schedule->when_holiday.empty()
                             ? schedule->when_holiday
                             : schedule->when_closed;
    const auto& to = openness == model::Openness::Open ? schedule->when_open : closed;
    const auto destination = model::parse_destination(to);
    if (!destination.ok()) {
        go_nowhere(call, to);
        return;
    }
    go_to(call, *destination);
}

void Conductor::begin_script(Call& call, Phase phase, std::unique_ptr<Script> script) {
    settle_script(call);
    set_limit(call, config_.longest_call, &Conductor::on_too_long);
    call.phase = phase;
    call.script = std::move(script);
    answer_leg(call, *call.first_leg());
}

// One act can bring the next at once (hours are known here and now).
void Conductor::perform(Call& call, ScriptAct act) {
    tell_steps(call);
    carry_out_wishes(call);
    while (call.script != nullptr && perform_one(call, act)) {
        tell_steps(call);
    }
}

// True: `act` is the next one.
bool Conductor::perform_one(Call& call, ScriptAct& act) {
    if (auto* play = std::get_if<PlayAct>(&act)) {
        perform_play(call, std::move(play->items));
    } else if (const auto* pause = std::get_if<ListenAct>(&act)) {
        listen(call, pause->patience);
    } else if (const auto* hours = std::get_if<AskHoursAct>(&act)) {
        const auto openness = directory_->openness(call.tenant, hours->schedule, world_.clock.wall());
        act = std::get<FlowWalk>(call.script->talk).on_hours(openness);
        return true;
    } else if (auto* question = std::get_if<LookUpAct>(&act)) {
        look_up(call, std::move(question->url));
    } else if (const auto* go = std::get_if<GoAct>(&act)) {
        const auto to = model::parse_destination(go->to);
        const auto text = go->to;
        settle_script(call);
        world_.timers.cancel(std::exchange(call.limit, {}));
        to.ok() ? go_to(call, *to) : go_nowhere(call, text);
    } else if (const auto* recording = std::get_if<RecordAct>(&act)) {
        record_message(call, *recording);
    } else if (const auto* end = std::get_if<EndAct>(&act)) {
        end_script(call, end->reason);
    }
    return false;
}

void Conductor::perform_play(Call& call, std::vector<std::string> items) {
    Leg& caller = *call.first_leg();
    hear_program(call, caller, std::move(items), false);
    call.script->program = call.programs;
    set_script_timer(call, longest_prompt);
    arrange(call);
}

void Conductor::listen(Call& call, Duration patience) {
    Leg& caller = *call.first_leg();
    hear_looped(call, caller, listening);
    call.script->program = 0;
    set_script_timer(call, patience);
    arrange(call);
}

void Conductor::look_up(Call& call, std::string url) {
    constexpr auto patience = std::chrono::seconds{8};  // the port gives up before
    call.script->question = ++call.programs;
    listen(call, patience);
    if (lookup_ == nullptr) {
        on_looked_up(call.id, call.script->question, LookupOutcome::Failed, {});
        return;
    }
    lookup_->look_up(call.id, call.script->question, std::move(url));
}

void Conductor::on_looked_up(CallId id, std::int64_t question, LookupOutcome outcome, const LookupFields& fields) {
    Call* call = book_.find(id);
    if (call == nullptr || call->script == nullptr || call->script->question != question) {
        return;  // the caller is somewhere else by now
    }
    call->script->question = 0;
    log().info("flow.looked_up", {{"call", id}, {"fields", fields.size()}});
    perform(*call, std::get<FlowWalk>(call->script->talk).on_looked_up(outcome, fields));
}

void Conductor::set_script_timer(Call& call, Duration after) {
    world_.timers.cancel(call.script->timer);
    call.script->timer = world_.timers.schedule(world_.clock.now() + after, [this, id = call.id] {
        if (Call* found = book_.find(id); found != nullptr && found->script != nullptr) {
            found->script->timer = {};
            on_script_time(*found);
        }
    });
}

void Conductor::tell_steps(Call& call) {
    auto* walk = call.script == nullptr ? nullptr : std::get_if<FlowWalk>(&call.script->talk);
    if (walk == nullptr) {
        return;
    }
    for (auto& step : walk->take_steps()) {
        say(call, model::FlowStep{walk->flow(), std::move(step.node), std::move(step.keys)});
    }
    call.keys = walk->keys();
}

void Conductor::on_digit(LegId id, char digit) {
    const auto [call, leg] = book_.find(id);
    if (leg == nullptr || leg->ended || id != call->first) {
        return;
    }
    if (call->script != nullptr) {
        on_script_key(*call, digit);
    } else if (call->phase == Phase::Waiting) {
        on_queue_key(*call, digit);
    }
}

void Conductor::on_script_key(Call& call, char digit) {
    auto& script = *call.script;
    if (auto* voicemail = std::get_if<VoicemailTalk>(&script.talk)) {
        const bool was_recording = voicemail->recording();
        auto act = voicemail->on_key(digit, recorded(script));
        if (was_recording && !voicemail->recording()) {
            message_over(call);
        }
        perform(call, std::move(act));
        return;
    }
    if (std::holds_alternative<CallbackTalk>(script.talk)) {
        on_callback_key(call, digit);
        return;
    }
    if (auto* messages = std::get_if<MessagesTalk>(&script.talk)) {
        perform(call, messages->on_key(digit));
        return;
    }
    auto* walk = std::get_if<FlowWalk>(&script.talk);
    perform(call, walk != nullptr ? walk->on_key(digit) : std::get<SurveyTalk>(script.talk).on_key(digit));
}

void Conductor::on_script_played(Call& call) {
    perform(call, std::visit([](auto& talk) { return talk.on_played(); }, call.script->talk));
}

void Conductor::on_script_time(Call& call) {
    auto& script = *call.script;
    const bool plays = script.program != 0;
    if (script.question != 0) {
        on_looked_up(call.id, script.question, LookupOutcome::Failed, {});
        return;
    }
    auto* voicemail = std::get_if<VoicemailTalk>(&script.talk);
    const bool was_recording = voicemail != nullptr && voicemail->recording();
    auto act = std::visit([plays](auto& talk) { return plays ? talk.on_played() : talk.on_silence(); }, script.talk);
    if (was_recording && !voicemail->recording()) {
        message_over(call);
    }
    perform(call, std::move(act));
}

// The script is over, and the call with it.
void Conductor::end_script(Call& call, const std::string& reason) {
    const bool mail = std::holds_alternative<VoicemailTalk>(call.script->talk);
    const bool heard = std::holds_alternative<MessagesTalk>(call.script->talk);
    const auto result = call.message_kept ? CallResult::Voicemail
                        : mail            ? CallResult::NoAnswer
                        : heard           ? CallResult::Answered
                                          : CallResult::Refused;
    finish(call, {EndingSide::Us, reason}, result);
}

void Conductor::settle_script(Call& call) {
    if (call.script == nullptr) {
        return;
    }
    world_.timers.cancel(call.script->timer);
    if (auto* voicemail = std::get_if<VoicemailTalk>(&call.script->talk);
        voicemail != nullptr && voicemail->recording()) {
        voicemail->on_hang_up(recorded(*call.script));
        message_over(call);
    }
    tell_survey(call);
    tell_steps(call);
    call.script.reset();
}

}  // namespace yh::calls
