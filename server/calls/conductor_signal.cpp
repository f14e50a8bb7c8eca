#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// What devices and trunks say about legs that exist.
namespace yh::calls {

using model::CallResult;
using model::EndingSide;

void Conductor::on_progress(LegId id, int status, std::string sdp) {
    const auto [call, leg] = book_.find(id);
    if (leg == nullptr || leg->ended) {
        return;
    }
    if (!leg->ringing) {
        leg->ringing = true;
        leg->ringing_at = world_.clock.wall();
        say(*call, model::LegRinging{id});
    }
    if (call->consult && id == call->consult->consulted && !sdp.empty() && !leg->early &&
        media_->accept(id, sdp).ok()) {
        leg->early = true;
        hear(*call);
        arrange(*call);
        return;
    }
    if (call->phase != Phase::Dialling || id != call->second || call->forward) {
        return;
    }
    Leg& caller = *call->first_leg();
    if (!sdp.empty() && !leg->early && media_->accept(id, sdp).ok()) {
        // Early media is passed through (R027): the caller hears what the far end plays.
        leg->early = true;
        caller.program.reset();
        caller.hears = {id};
        leg->hears = {call->first};
        arrange(*call);
        if (!caller.answered && !caller.outgoing) {
            caller.early = true;
            signal_->progress(caller.id, 183, caller.sdp_answer);
        }
    } else if (!caller.answered && !caller.outgoing && !caller.early) {
        signal_->progress(caller.id, status == 183 ? 180 : status, {});
    }
}

void Conductor::on_answered(LegId id, std::string sdp) {
    const auto [call, leg] = book_.find(id);
    if (leg == nullptr || leg->ended) {
        return;
    }
    if (!sdp.empty()) {
        if (const auto accepted = media_->accept(id, sdp); !accepted.ok()) {
            log().warn("media.refused", {{"call", call->id}, {"leg", id}, {"code", accepted.error().code}});
            signal_->close(id, {488, "incompatible media", 88});
            on_failed(id, 488, "incompatible media");
            return;
        }
    }
    if (!leg->outgoing || leg->answered) {
        return;  // the answer in the ACK of an offerless INVITE, or to an offer inside the session
    }
    leg->answered = true;
    say(*call, model::LegAnswered{id});
    if (call->find_fresh(id) != nullptr) {
        on_resumed(*call, *leg);
        return;
    }
    if (leg->offer) {
        decide(acd::OfferAccepted{leg->offer});
        return;
    }
    if (call->consult && id == call->consult->consulted) {
        on_consult_answered(*call, *leg);
        return;
    }
    if (call->supervision && id == call->supervision->leg) {
        on_supervisor_answered(*call, *leg);
        return;
    }
    if (call->room) {
        enter_room(*call, *leg);
        return;
    }
    if (call->phase == Phase::CallingBack && id == call->first) {
        dial_target_of(*call);
    } else if (call->phase == Phase::Dialling && id == call->second) {
        if (call->forward) {
            forward_answered(*call, *leg);
        } else if (call->callback.of) {
            callback_answered(*call);
        }
        bridge(*call);
    }
}

void Conductor::on_failed(LegId id, int status, std::string reason_text) {
    const auto [call, leg] = book_.find(id);
    if (leg == nullptr || leg->ended) {
        return;
    }
    log().info("leg.failed", {{"call", call->id}, {"leg", id}, {"status", status}, {"reason", reason_text}});
    if (call->find_fresh(id) != nullptr) {
        on_resume_failed(*call, *leg, status);
    } else if (!fail_over(*call, *leg, status, TellPeer::No)) {
        on_leg_failed(*call, *leg, status);
    }
}

void Conductor::on_leg_failed(Call& call, Leg& leg, int status) {
    if (leg.offer) {
        offer_failed(call, leg, status);
        return;
    }
    const model::Ending why{leg.user ? EndingSide::Agent : EndingSide::Carrier, "sip_" + std::to_string(status)};
    if (call.consult && leg.id == call.consult->consulted) {
        on_consult_failed(call, leg, why, status, TellPeer::No);
    } else if (call.supervision && leg.id == call.supervision->leg) {
        leave(call, leg, why, TellPeer::No);
    } else if (call.room) {
        on_room_leg_failed(call, leg, status);
    } else {
        end_leg(call, leg, why, status, false);
        dialling_failed(call, status);
    }
}

void Conductor::on_offer(LegId id, std::string sdp) {
    const auto [call, leg] = book_.find(id);
    if (leg == nullptr || leg->ended) {
        signal_->answer_offer(id, conflict("call.gone"));
        return;
    }
    if (sdp.empty()) {
        auto profile = profile_of(leg->mobile ? UserId{} : leg->user, MediaSecurity::None);
        profile.codecs = codecs_with(*leg);
        signal_->answer_offer(id, media_->offer(call->id, id, profile));
        return;
    }
    auto answer = media_->answer(call->id, id, sdp, {{}, MediaSecurity::None, false, codecs_with(*leg)});
    if (!answer.ok()) {
        signal_->answer_offer(id, std::move(answer).error());
        return;
    }
    // RFC 3264 §8.4: a peer that offers sendonly or inactive puts us on hold.
    const bool held = answer->flow == MediaFlow::ReceiveOnly || answer->flow == MediaFlow::Nothing;
    signal_->answer_offer(id, std::move(answer).value().sdp);
    if (held != leg->held_by_peer) {
        leg->held_by_peer = held;
        hold_changed(*call, *leg);
    }
}

void Conductor::on_ended(LegId id, model::Ending ending) {
    const auto [call, leg] = book_.find(id);
    if (leg == nullptr || leg->ended) {
        return;
    }
    if (!ending.set()) {
        ending = {leg->user ? EndingSide::Agent : EndingSide::Caller, "hangup"};
    }
    if (is_browser(leg->user) && ending.reason == "flow_lost") {
        ending.reason = "connection_lost";
        if (can_resume(*call, *leg)) {
            lose(*call, *leg, TellPeer::No);
            return;
        }
    }
    if (call->find_fresh(id) != nullptr) {
        on_resume_failed(*call, *leg, 480);
        return;
    }
    const bool waiting = call->phase == Phase::Waiting;
    if (leg->offer && waiting && id != call->first) {
        // Answered and hung up before the ACD could connect it. An agent who waits is the one who was sent on.
        offer_failed(*call, *leg, 480);
        return;
    }
    if (call->phase == Phase::Talking || (call->supervision && id == call->supervision->leg)) {
        leave(*call, *leg, ending, TellPeer::No);
        return;
    }
    auto result = call->result;
    if (id == call->first && waiting) {
        result = CallResult::Abandoned;
    } else if (call->phase == Phase::Dialling || call->phase == Phase::CallingBack) {
        result = call->direction == model::Direction::Inbound ? CallResult::Abandoned : CallResult::NoAnswer;
    }
    end_leg(*call, *leg, ending, 0, false);
    finish(*call, std::move(ending), result);
}

void Conductor::on_dtmf(LegId leg, char digit) {
    on_digit(leg, digit);
}

void Conductor::on_media_dtmf(LegId leg, char digit) {
    on_digit(leg, digit);
}

void Conductor::on_media_silent(LegId id) {
    const auto [call, leg] = book_.find(id);
    if (leg == nullptr || leg->ended || leg->held()) {
        return;
    }
    log().warn("leg.silent", {{"call", call->id}, {"leg", id}});
    if (fetch_silent(*call, *leg)) {
        return;
    }
    const model::Ending silent{leg->user ? EndingSide::Agent : EndingSide::Carrier, "rtp_timeout"};
    if (call->phase == Phase::Talking) {
        leave(*call, *leg, silent, TellPeer::Yes);
    } else {
        finish(*call, silent, call->result);
    }
}

void Conductor::on_program_finished(CallId id, LegId leg_id, std::int64_t program) {
    Call* call = book_.find(id);
    Leg* leg = call == nullptr ? nullptr : call->find(leg_id);
    if (leg == nullptr || !leg->program || leg->program->id != program) {
        return;  // something else plays by now
    }
    if (call->phase == Phase::Announcing) {
        on_announced(*call);
        return;
    }
    if (call->phase == Phase::Introducing) {
        bridge(*call);
        return;
    }
    if (call->script != nullptr && call->script->program == program) {
        on_script_played(*call);
        return;
    }
    if (call->phase == Phase::Waiting && program == call->greeting) {
        const auto* queue = directory_->find_queue(call->queue);
        hear_program(*call, *leg, {queue == nullptr ? std::string{"music:default"} : queue->music}, true);
        arrange(*call);
    }
}

}  // namespace yh::calls
