#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// A leader in a call: listens (监听), whispers to the agent (耳语), talks with all (强插), takes the agent's place
// (接管). One session on one leg of the leader's device, which never rings again when the mode changes.
namespace yh::calls {

using model::AgentActivity;
using model::EndingSide;
using model::SupervisionMode;

Result<CallId> Conductor::supervise(const model::Supervise& command) {
    Call* call = book_.find(command.call);
    if (call == nullptr) {
        return not_found("call.unknown");
    }
    if (call->supervision && call->supervision->user == command.user) {
        return change_mode(*call, command.mode);
    }
    YH_CHECK(ring_supervisor(*call, command.user, command.mode));
    return command.call;
}

// The agent who is supervised: whoever serves the call, never the leader himself.
Leg* Conductor::supervised_agent(Call& call, UserId leader) {
    const auto serves = [&](const Leg* leg) {
        return leg != nullptr && leg->user && leg->user != leader && leg->answered && !leg->ended;
    };
    if (call.consult) {
        Leg* by = call.find(call.consult->by);
        return serves(by) ? by : nullptr;
    }
    if (serves(call.second_leg())) {
        return call.second_leg();
    }
    const auto all = parties(call);
    const auto found = std::ranges::find_if(all, serves);
    return found == all.end() ? nullptr : *found;
}

Result<void> Conductor::ring_supervisor(Call& call, UserId leader, SupervisionMode mode) {
    const auto* known = directory_->find_user(leader);
    if (known == nullptr) {
        return not_found("agent.unknown");
    }
    if (call.supervision) {
        return conflict("call.supervised", "another leader is in this call");
    }
    if (call.phase != Phase::Talking) {
        return conflict("call.wrong_phase", "nobody talks yet");
    }
    if (call.find_user(leader) != nullptr) {
        return conflict("call.yours", "you are a party of this call");
    }
    const auto* agent = supervised_agent(call, leader);
    if (agent == nullptr) {
        return conflict("call.no_agent");
    }
    const auto self = acd_.agent(leader);
    if (!self || !self->device_online) {
        return conflict("device.offline");
    }
    if (self->activity != AgentActivity::Idle) {
        return conflict("agent.in_call");
    }
    Leg leg = leg_for(*known);
    leg.role = model::LegRole::Other;
    leg.purpose = "supervise";
    leg.shown_number = agent->number;
    leg.shown_name = "督导";
    leg.like = agent->id;
    call.supervision = Supervision{leg.id, leader, agent->id, mode, false, false, {}};
    decide(acd::AgentBusyWithCall{leader, AgentActivity::Dialling});
    if (start_leg(call, std::move(leg), ToExtension{leader}) == nullptr) {
        call.supervision.reset();
        return conflict("device.offline");
    }
    call.supervision->timer =
        world_.timers.schedule(world_.clock.now() + config_.transfer_timeout, [this, id = call.id] {
            if (Call* found = book_.find(id); found != nullptr && found->supervision) {
                leave(*found, *found->find(found->supervision->leg), {EndingSide::Us, "no_answer"}, TellPeer::Yes);
            }
        });
    return {};
}

void Conductor::on_supervisor_answered(Call& call, Leg& leg) {
    auto& session = *call.supervision;
    world_.timers.cancel(std::exchange(session.timer, {}));
    session.answered = true;
    set_activity(leg, AgentActivity::Talking);
    log().info("supervision.begun", {{"call", call.id}, {"leg", leg.id}});
    say(call, model::Supervised{leg.id, leg.user, call.find(session.agent)->user, session.mode});
    act_on_mode(call);
}

// What the leader wants to do is done as soon as the agent is there.
void Conductor::act_on_mode(Call& call) {
    const auto& session = *call.supervision;
    const bool there = !call.awaits(session.agent) && call.is_supervised();
    if (there && session.drops_customer) {
        drop_customer(call);
    } else if (there && session.mode == SupervisionMode::Takeover) {
        take_over(call);
    } else {
        hear(call);
        arrange(call);
    }
}

Result<CallId> Conductor::change_mode(Call& call, SupervisionMode mode) {
    auto& session = *call.supervision;
    if (mode != session.mode && options_of(call.tenant).supervision_keeps_mode) {
        return conflict("call.mode_fixed", "the company wants a supervision to end as it began");
    }
    if (!session.answered) {
        session.mode = mode;
        return call.id;
    }
    if (call.phase != Phase::Talking || call.awaits(session.agent) || call.awaits(session.leg)) {
        return conflict("call.wrong_phase", "the agent, or you, are not there just now");
    }
    session.mode = mode;
    say(call, model::Supervised{session.leg, session.user, call.find(session.agent)->user, mode});
    act_on_mode(call);
    return call.id;
}

void Conductor::take_over(Call& call) {
    if (call.consult) {
        drop_consult(call, {EndingSide::Us, "taken_over"}, model::ConsultOutcome::Cancelled);
    }
    Leg& agent = *call.find(call.supervision->agent);
    auto stay = remaining(call);
    std::erase(stay, agent.id);
    set_parties(call, stay);
    if (call.host == agent.id) {
        call.host = call.supervision->leg;
    }
    end_leg(call, agent, {EndingSide::Us, "taken_over"}, 0, true);
    promote_supervisor(call);
}

void Conductor::promote_supervisor(Call& call) {
    const auto session = *std::exchange(call.supervision, std::nullopt);
    world_.timers.cancel(session.timer);
    say(call, model::SupervisionEnded{session.leg, session.user});
    Leg& leader = *call.find(session.leg);
    leader.role = model::LegRole::Agent;
    leader.served = true;
    auto talking = remaining(call);
    talking.push_back(leader.id);
    set_parties(call, talking);
    say(call, model::PartyJoined{leader.id});
    talk_on(call);
}

// 强拆并接管 (U14): the customer goes, agent and leader talk.
void Conductor::drop_customer(Call& call) {
    if (call.consult) {
        drop_consult(call, {EndingSide::Us, "forced_release"}, model::ConsultOutcome::Cancelled);
    }
    for (auto* party : parties(call)) {
        if (!party->user) {
            end_leg(call, *party, {EndingSide::Us, "forced_release"}, 0, true);
            say(call, model::PartyLeft{party->id});
        }
    }
    promote_supervisor(call);
}

Result<CallId> Conductor::release_and_talk(Call& call, UserId by) {
    if (call.supervision && call.supervision->user == by && call.supervision->answered) {
        if (call.awaits(call.supervision->agent) || !call.is_supervised()) {
            return conflict("call.wrong_phase", "the agent, or you, are not there just now");
        }
        drop_customer(call);
        return call.id;
    }
    YH_CHECK(ring_supervisor(call, by, SupervisionMode::Barge));
    call.supervision->drops_customer = true;
    return call.id;
}

// How loud everybody is goes to who supervises, and to nobody else: it is measured for them alone.
void Conductor::on_metered(CallId id, std::vector<LegMeter> legs) {
    const Call* call = book_.find(id);
    if (meter_sink_ != nullptr && call != nullptr && call->is_supervised()) {
        meter_sink_->on_meters(id, call->supervision->user, legs);
    }
}

void Conductor::stop_supervision(Call& call, const model::Ending& ending, TellPeer tell) {
    const auto session = *std::exchange(call.supervision, std::nullopt);
    world_.timers.cancel(session.timer);
    if (call.awaits(session.leg)) {
        stop_resuming(call, session.leg, ending.reason);
    }
    if (session.answered) {
        say(call, model::SupervisionEnded{session.leg, session.user});
    }
    end_leg(call, *call.find(session.leg), ending, session.answered ? 0 : 487, tell == TellPeer::Yes);
}

Result<CallId> Conductor::end_supervision(const model::EndSupervision& command) {
    Call* call = book_.find(command.call);
    if (call == nullptr) {
        return not_found("call.unknown");
    }
    if (!call->supervision || call->supervision->user != command.user) {
        return conflict("call.wrong_phase", "you do not supervise this call");
    }
    leave(*call, *call->find(call->supervision->leg), {EndingSide::Agent, "hangup"}, TellPeer::Yes);
    return command.call;
}

}  // namespace yh::calls
