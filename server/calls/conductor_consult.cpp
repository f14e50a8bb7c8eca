#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Consultation (咨询): the agent asks a third party while the other one hears music; then back (取消), handed over
// (咨询转), to and fro (切换), or all three together (三方).
namespace yh::calls {

using model::AgentActivity;
using model::ConsultOutcome;
using model::EndingSide;

Result<CallId> Conductor::consult(const model::Consult& command) {
    YH_TRY(auto* leg, leg_of_pair(command.call, command.user));
    YH_TRY(const auto target, target_of(command.user, command.to));
    if (target.queue != nullptr) {
        return invalid_input("target.not_a_person", "a queue cannot be asked");
    }
    Call& call = *book_.find(command.call);
    if (leg->held_by_user) {
        leg->held_by_user = false;
        hold_changed(call, *leg);
    }
    call.consult = Consult{leg->id, {}, command.to, false, false, {}};
    const auto* consulted = start_consulted(call, target);
    if (consulted == nullptr) {
        call.consult.reset();
        return conflict("target.offline");
    }
    call.consult->consulted = consulted->id;
    call.consult->timer = world_.timers.schedule(world_.clock.now() + config_.transfer_timeout, [this, id = call.id] {
        if (Call* found = book_.find(id); found != nullptr && found->consult) {
            on_consult_failed(*found, *found->find(found->consult->consulted), {EndingSide::Us, "no_answer"}, 487,
                              TellPeer::Yes);
        }
    });
    say(call, model::ConsultStarted{call.consult->by, consulted->id});
    set_activity(*leg, AgentActivity::Dialling);
    hear(call);
    arrange(call);
    return command.call;
}

Leg* Conductor::start_consulted(Call& call, const Target& target) {
    const Leg& by = *call.find(call.consult->by);
    Leg leg;
    if (target.user != nullptr) {
        leg = leg_for(*target.user);
        leg.shown_number = by.number;
        if (const auto* asks = directory_->find_user(by.user)) {
            leg.shown_name = asks->name;
        }
    } else {
        leg.role = model::LegRole::Other;
        leg.number = target.number;
        leg.shown_number = target.rule->caller_id.empty() ? by.number : target.rule->caller_id;
    }
    leg.like = by.id;
    if (target.user != nullptr) {
        decide(acd::AgentBusyWithCall{target.user->id, AgentActivity::Offered});
        return ring_user(call, std::move(leg), *target.user);
    }
    return start_outside(call, std::move(leg), *target.rule, target.number);
}

void Conductor::on_consult_answered(Call& call, Leg& leg) {
    world_.timers.cancel(std::exchange(call.consult->timer, {}));
    call.consult->answered = true;
    hear(call);
    arrange(call);
    set_activity(leg, AgentActivity::Talking);
    set_activity(*call.find(call.consult->by), AgentActivity::Talking);
    log().info("consult.answered", {{"call", call.id}, {"leg", leg.id}});
}

// Refused, busy, not answered, or gone before it was of use: the agent is with the other party again.
void Conductor::on_consult_failed(Call& call, Leg& leg, const model::Ending& ending, int status, TellPeer tell) {
    end_leg(call, leg, ending, status, tell == TellPeer::Yes);
    end_consult(call, ConsultOutcome::Failed);
    talk_on(call);
}

void Conductor::end_consult(Call& call, ConsultOutcome outcome) {
    const auto consult = *std::exchange(call.consult, std::nullopt);
    world_.timers.cancel(consult.timer);
    say(call, model::ConsultEnded{consult.by, consult.consulted, outcome});
}

Result<Call*> Conductor::consulting(CallId id, UserId user, bool answered) {
    YH_TRY(const auto* leg, talking_leg(id, user));
    Call* call = book_.find(id);
    if (!call->consult || call->consult->by != leg->id) {
        return conflict("call.wrong_phase", "nobody is asked");
    }
    if (answered && !call->consult->answered) {
        return conflict("call.wrong_phase", "not before the one who is asked has answered");
    }
    return call;
}

Result<CallId> Conductor::cancel_consult(const model::CancelConsult& command) {
    YH_TRY(auto* call, consulting(command.call, command.user, false));
    drop_consult(*call, {EndingSide::Agent, "consult_cancelled"}, ConsultOutcome::Cancelled);
    talk_on(*call);
    return command.call;
}

void Conductor::drop_consult(Call& call, const model::Ending& why, ConsultOutcome outcome) {
    Leg& consulted = *call.find(call.consult->consulted);
    if (call.awaits(consulted.id)) {
        stop_resuming(call, consulted.id, why.reason);
    }
    end_leg(call, consulted, why, consulted.answered ? 0 : 487, true);
    end_consult(call, outcome);
}

Result<CallId> Conductor::swap_consult(const model::SwapConsult& command) {
    YH_TRY(auto* call, consulting(command.call, command.user, true));
    call->consult->swapped = !call->consult->swapped;
    hear(*call);
    arrange(*call);
    const auto by = call->consult->by;
    say(*call, model::Bridged{call->consult->swapped ? call->partner_of(by)->id : call->consult->consulted, by});
    return command.call;
}

Result<CallId> Conductor::complete_consult(const model::CompleteConsult& command) {
    YH_TRY(auto* call, consulting(command.call, command.user, true));
    complete(*call, {EndingSide::Agent, "transferred"}, TellPeer::Yes);
    return command.call;
}

// The one who asked goes; the two others talk.
void Conductor::complete(Call& call, const model::Ending& ending, TellPeer tell) {
    const auto consult = *call.consult;
    Leg& by = *call.find(consult.by);
    const auto stays = call.partner_of(by.id)->id;
    say(call, model::Transferred{by.id, by.user, consult.to, consult.consulted});
    end_consult(call, ConsultOutcome::Completed);
    if (call.supervision && call.supervision->agent == by.id) {
        stop_supervision(call, {EndingSide::Us, "agent_left"}, TellPeer::Yes);
    }
    if (call.recording) {
        call.recording->paused_by_hand = false;
    }
    set_parties(call, {stays, consult.consulted});
    end_leg(call, by, ending, 0, tell == TellPeer::Yes);
    bridge(call);
    if (call.phase == Phase::Talking) {
        settle_phase(call);  // either of the two may be lost just now
    }
}

Result<CallId> Conductor::join_consult(const model::JoinConsult& command) {
    YH_TRY(auto* call, consulting(command.call, command.user, true));
    const auto consult = *call->consult;
    end_consult(*call, ConsultOutcome::Joined);
    call->joined = {consult.consulted};
    call->host = consult.by;
    call->find(consult.consulted)->served = true;
    say(*call, model::PartyJoined{consult.consulted});
    log().info("conference.begun", {{"call", call->id}});
    talk_on(*call);
    return command.call;
}

// Somebody hangs up while a consultation is up.
void Conductor::leave_consultation(Call& call, Leg& leg, const model::Ending& ending, TellPeer tell) {
    const auto consult = *call.consult;
    if (leg.id == consult.consulted) {
        end_leg(call, leg, ending, 0, tell == TellPeer::Yes);
        end_consult(call, ConsultOutcome::Cancelled);
        talk_on(call);
        return;
    }
    if (!consult.answered) {
        // R054: whoever hangs up before the answer hangs up on everybody; and who is asked for nobody need not answer.
        end_leg(call, leg, ending, 0, tell == TellPeer::Yes);
        finish(call, ending, call.result);
        return;
    }
    if (leg.id == consult.by) {
        complete(call, ending, tell);
        return;
    }
    // The one who waited is gone: the two others talk until they hang up.
    end_leg(call, leg, ending, 0, tell == TellPeer::Yes);
    end_consult(call, ConsultOutcome::Joined);
    set_parties(call, {consult.by, consult.consulted});
    say(call, model::PartyLeft{leg.id});
    if (parties(call).empty()) {
        finish(call, ending, call.result);
        return;
    }
    talk_on(call);
}

}  // namespace yh::calls
