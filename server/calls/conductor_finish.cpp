#include <utility>

#include "base/assert.h"
#include "base/log.h"
#include "calls/conductor.h"

// The one way a call ends.
namespace yh::calls {

using model::CallResult;
using model::EndingSide;

void Conductor::end_leg(Call& call, Leg& leg, const model::Ending& ending, int status, bool tell_peer) {
    if (leg.ended) {
        return;
    }
    leg.ended = true;
    world_.timers.cancel(std::exchange(leg.patience, {}));
    // Who left a room and supervises it, or dials in again, has another leg in it.
    if (leg.user && !call.awaits(leg.user) && call.find_user(leg.user) == nullptr) {
        book_.part(leg.user, call.id);
    }
    end_offer(call, leg, model::OfferOutcome::Withdrawn);
    if (leg.held() && call.phase != Phase::Closing) {
        say(call, model::LegHeld{leg.id, false});  // the call goes on, and nobody holds it any more
    }
    if (tell_peer) {
        signal_->close(leg.id, {status == 0 ? 480 : status, ending.reason, 16});
    }
    if (leg.has_media) {
        media_->close(leg.id);
    }
    say(call, model::LegEnded{leg.id, ending, leg.answered ? 0 : status});
    free_agent(call, leg, with_customer(call, leg));
}

// This leg takes its user no longer. Who has another one goes on with that: knocked at, a second line of a phone, or a
// leader whose leg supervises the room that he has left.
void Conductor::free_agent(Call& call, Leg& leg, bool after_call_work) {
    if (!leg.user || !std::exchange(leg.occupies_agent, false)) {
        return;
    }
    Leg* other = call.phase == Phase::Closing ? nullptr : call.find_user(leg.user);
    Call* elsewhere = book_.find(book_.call_of(leg.user));
    if (other == nullptr && elsewhere != nullptr && elsewhere != &call) {
        other = elsewhere->find_user(leg.user);
    }
    if (other == nullptr || !(other->occupies_agent || other->answered || other->knocks)) {
        decide(acd::AgentFree{leg.user, after_call_work});
        return;
    }
    other->occupies_agent = true;
    set_activity(*other, other->held()     ? model::AgentActivity::Holding
                         : other->answered ? model::AgentActivity::Talking
                         : other->outgoing ? model::AgentActivity::Offered
                                           : model::AgentActivity::Dialling);
}

// After-call work is for whoever talked with the customer, not for those who only rang, were asked, or listened in.
bool Conductor::with_customer(const Call& call, const Leg& leg) {
    return call.direction != model::Direction::Internal && call.result == CallResult::Answered && leg.served;
}

void Conductor::finish(Call& call, model::Ending ending, CallResult result) {
    if (call.phase == Phase::Closing) {
        return;
    }
    leave_door(call);
    prepare_end(call, ending, result);
    YH_ASSERT(ending.set());
    const bool waiting = call.phase == Phase::Waiting;
    if (call.script != nullptr) {
        if (call.phase == Phase::Survey) {
            ending = call.script->talk_ended;  // who was asked afterwards did not end the talk
        }
        settle_script(call);
        result = call.message_kept ? CallResult::Voicemail : result;
    }
    call.phase = Phase::Closing;
    call.ending = std::move(ending);
    // Whoever has talked was answered, however often the call went on to wait and ring afterwards.
    call.result = call.answered_at == WallTime{} ? result : CallResult::Answered;
    call.ended_at = world_.clock.wall();
    world_.timers.cancel(std::exchange(call.limit, {}));
    if (waiting) {
        const auto exit = call.ending.side == EndingSide::Us ? model::QueueExit::Moved : model::QueueExit::Abandoned;
        say(call, model::QueueLeft{call.queue, exit, {}});
        decide(acd::CallLeft{call.id});  // withdraws what still rings
    }
    while (!call.resumes.empty()) {
        stop_resuming(call, call.resumes.front().lost, call.ending.reason);
    }
    if (call.consult) {
        end_consult(call, model::ConsultOutcome::Cancelled);
    }
    if (call.supervision) {
        stop_supervision(call, {EndingSide::Us, "call_ended"}, TellPeer::Yes);
    }
    for (auto& leg : call.legs) {
        end_leg(call, leg, call.ending, leg.answered ? 0 : 480, true);
    }
    callback_failed(call);
    call_lost_back(call);
    finished_.add();
    log().info("call.ended", {{"call", call.id},
                              {"reason", call.ending.reason},
                              {"lasted_ms", to_ms(Duration{call.ended_at - call.started_at})}});
    set_limit(call, config_.closing_patience, &Conductor::close_now);
    close_if_complete(call);
}

// The record is said once, when it is whole: every leg measured, the recording closed.
void Conductor::close_if_complete(Call& call) {
    if (call.phase != Phase::Closing) {
        return;
    }
    const bool measured = std::ranges::none_of(call.legs, &Leg::has_media);
    const bool recorded = (!call.recording || call.recording->ended) && (!call.message || call.message->ended);
    if (measured && recorded) {
        close_now(call);
    }
}

void Conductor::close_now(Call& call) {
    world_.timers.cancel(std::exchange(call.limit, {}));
    say_at(call.ended_at, call.tenant, call.id, model::CallEnded{call.result, call.ending});
    const auto id = call.id;
    // Deferred: whoever called us may still hold the call in its hands.
    world_.timers.schedule(world_.clock.now(), [this, id] {
        book_.erase(id);
        up_.set(static_cast<double>(book_.size()));
    });
    begin_callback(call);
}

void Conductor::on_measured(CallId id, LegId leg_id, model::Quality quality) {
    Call* call = book_.find(id);
    Leg* leg = call == nullptr ? nullptr : call->find(leg_id);
    if (leg == nullptr || !leg->has_media) {
        return;
    }
    leg->has_media = false;
    say(*call, model::LegMeasured{leg_id, std::move(quality)});
    close_if_complete(*call);
}

void Conductor::on_recording_ended(CallId id, model::RecordingEnded ended) {
    Call* call = book_.find(id);
    const bool is_message = call != nullptr && call->message && call->message->id == ended.recording;
    auto* recording = call == nullptr   ? nullptr
                      : is_message      ? &*call->message
                      : call->recording ? &*call->recording
                                        : nullptr;
    if (recording == nullptr || recording->ended || recording->id != ended.recording) {
        return;
    }
    recording->ended = true;
    if (is_message && !call->message_kept) {
        media_->discard_recording(recording->path);
        ended.failure = "discarded";
    } else if (!ended.failure.empty()) {
        log().error("recording.failed", {{"call", id}, {"failure", ended.failure}});
    }
    say(*call, std::move(ended));
    close_if_complete(*call);
}

// Plays a last prompt to whoever is on the line. A caller who was never answered gets a plain refusal instead,
// so that nobody pays for hearing a busy tone.
void Conductor::announce_and_finish(Call& call, std::vector<std::string> items, model::Ending ending,
                                    CallResult result) {
    Leg* caller = call.first_leg();
    if (caller == nullptr || caller->ended || !caller->answered) {
        finish(call, std::move(ending), result);
        return;
    }
    call.phase = Phase::Announcing;
    call.ending = std::move(ending);
    call.result = result;
    hear_program(call, *caller, std::move(items), false);
    arrange(call);
    constexpr auto longest_announcement = std::chrono::seconds{60};
    set_limit(call, longest_announcement, &Conductor::on_announced);
}

void Conductor::on_announced(Call& call) {
    auto ending = call.ending;
    finish(call, std::move(ending), call.result);
}

void Conductor::on_too_long(Call& call) {
    finish(call, {EndingSide::Us, "too_long"}, call.result);
}

Result<CallId> Conductor::hang_up(const model::Hangup& command) {
    Call* call = book_.find(command.call);
    Leg* leg = nullptr;
    if (const auto* lost = call == nullptr ? nullptr : call->find_resume(command.user)) {
        leg = call->find(lost->lost);
    } else {
        YH_TRY(leg, own_leg(command.call, command.user));
    }
    const bool rings = leg->outgoing && !leg->answered;
    if (rings && leg->id != call->first) {
        decline(*call, *leg);
    } else if (call->phase == Phase::Talking || (call->supervision && leg->id == call->supervision->leg)) {
        leave(*call, *leg, {EndingSide::Agent, "hangup"}, TellPeer::Yes);
    } else {
        finish(*call, {EndingSide::Agent, "hangup"}, call->result);
    }
    return command.call;
}

Result<CallId> Conductor::release(const model::Release& command) {
    Call* call = book_.find(command.call);
    if (call == nullptr) {
        return not_found("call.unknown");
    }
    if (command.talk_to_agent) {
        return release_and_talk(*call, command.by);
    }
    finish(*call, {EndingSide::Us, "forced_release"}, call->result);
    return command.call;
}

}  // namespace yh::calls
