#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Somebody leaves a talk. What becomes of the others is a table in docs/life_of_a_call.md; every row of it is a test.
namespace yh::calls {

using model::EndingSide;

// `tell`: the leg's device does not know yet.
void Conductor::leave(Call& call, Leg& leg, const model::Ending& ending, TellPeer tell) {
    if (call.awaits(leg.id)) {
        stop_resuming(call, leg.id, ending.reason);
    }
    if (call.supervision && leg.id == call.supervision->leg) {
        stop_supervision(call, ending, tell);
        hear(call);
        arrange(call);
    } else if (call.room) {
        leave_room(call, leg, ending, tell);
    } else if (call.consult) {
        leave_consultation(call, leg, ending, tell);
    } else if (call.is_conference()) {
        leave_conference(call, leg, ending, tell);
    } else {
        leave_pair(call, leg, ending, tell);
    }
}

void Conductor::leave_pair(Call& call, Leg& leg, const model::Ending& ending, TellPeer tell) {
    const bool barged = call.is_supervised() && call.supervision->mode == model::SupervisionMode::Barge;
    if (barged && call.is_party(leg.id)) {
        // The leader was in a talk of three, and stays with whoever is left.
        end_leg(call, leg, ending, 0, tell == TellPeer::Yes);
        const Leg* stays = call.partner_of(leg.id);
        set_parties(call, {stays->id});
        say(call, model::PartyLeft{leg.id});
        promote_supervisor(call);
        return;
    }
    const Leg* stays = call.partner_of(leg.id);
    const bool customer_stays = stays != nullptr && !stays->user && leg.user;
    if (customer_stays && ending.reason == "hangup" && ask_survey(call, leg, ending)) {
        return;
    }
    end_leg(call, leg, ending, 0, tell == TellPeer::Yes);
    finish(call, ending, call.result);
}

// U7: by default the others talk on. With host_ends_conference only the third party may go without ending it for all.
bool Conductor::ends_for_all(const Call& call, const Leg& leg) const {
    const auto* tenant = directory_->find_tenant(call.tenant);
    if (tenant == nullptr || !tenant->options.host_ends_conference) {
        return false;
    }
    return leg.id == call.host || leg.role == model::LegRole::Customer;
}

void Conductor::leave_conference(Call& call, Leg& leg, const model::Ending& ending, TellPeer tell) {
    const bool over = ends_for_all(call, leg);
    end_leg(call, leg, ending, 0, tell == TellPeer::Yes);
    if (over) {
        finish(call, ending, call.result);
        return;
    }
    const auto left = remaining(call);
    set_parties(call, left);
    say(call, model::PartyLeft{leg.id});
    log().info("conference.left", {{"call", call.id}, {"leg", leg.id}, {"left", left.size()}});
    if (parties(call).empty()) {
        finish(call, ending, call.result);  // whoever is lost would come back to nobody
        return;
    }
    if (call.supervision && call.supervision->agent == leg.id) {
        stop_supervision(call, {EndingSide::Us, "agent_left"}, TellPeer::Yes);
    }
    talk_on(call);
}

// Whoever is left talks with each other.
void Conductor::talk_on(Call& call) {
    settle_phase(call);
    hear(call);
    arrange(call);
    for (const auto* party : parties(call)) {
        set_activity(*party, party->held() ? model::AgentActivity::Holding : model::AgentActivity::Talking);
    }
    if (call.phase == Phase::Talking && call.joined.empty() && call.second) {
        say(call, model::Bridged{call.first, call.second});
    }
}

void Conductor::leave_room(Call& call, Leg& leg, const model::Ending& ending, TellPeer tell) {
    end_leg(call, leg, ending, 0, tell == TellPeer::Yes);
    const auto left = remaining(call);
    set_parties(call, left);
    say(call, model::PartyLeft{leg.id});
    if (left.empty()) {
        finish(call, ending, call.result);
        return;
    }
    hear(call);
    arrange(call);
}

// The user does not want what rings at his device.
void Conductor::decline(Call& call, Leg& leg) {
    constexpr int declined = 603;
    signal_->close(leg.id, {487, "declined", 21});
    on_failed(leg.id, declined, "declined");
    log().info("leg.declined", {{"call", call.id}});
}

}  // namespace yh::calls
