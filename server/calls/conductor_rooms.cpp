#include <algorithm>
#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Conference rooms (多方会议, R118, R119), and what a host may do with single parties of any conference.
namespace yh::calls {

using model::AgentActivity;
using model::CallResult;
using model::EndingSide;

Call* Conductor::find_room(model::RoomId room) {
    for (const auto& [id, call] : book_.all()) {
        if (call->room == room && call->phase != Phase::Closing) {
            return call.get();
        }
    }
    return nullptr;
}

/// A call that begins inside, without anybody's leg yet.
Call& Conductor::open_call(TenantId tenant, model::Direction direction, const std::string& called) {
    Call fresh;
    fresh.id = world_.ids.make<CallId>(to_ms(world_.clock.wall()));
    fresh.tenant = tenant;
    fresh.started_at = world_.clock.wall();
    fresh.called_number = called;
    fresh.customer_number = called;
    fresh.direction = direction;
    Call& call = book_.add(std::move(fresh));
    up_.set(static_cast<double>(book_.size()));
    return call;
}

Call& Conductor::open_room(const model::Room& room) {
    Call& call = open_call(room.tenant, model::Direction::Internal, room.number);
    call.customer_name = room.name;
    call.room = room.id;
    call.phase = Phase::Talking;
    say(call, model::CallStarted{call.direction, call.customer_number, call.called_number, {}, room.id});
    log().info("room.opened", {{"call", call.id}, {"room", room.id}});
    return call;
}

Result<CallId> Conductor::start_room(const model::StartRoom& command) {
    if (draining_) {
        return unavailable("switch.draining");
    }
    const auto* room = directory_->find_room(command.room);
    if (room == nullptr) {
        return not_found("room.unknown");
    }
    Call* running = find_room(room->id);
    const auto free = [this](UserId participant) { return is_free(participant).ok(); };
    if (running == nullptr && std::ranges::none_of(room->participants, free)) {
        // Before a call is opened: there is no record of one in which nobody had a part.
        return conflict("room.nobody_reachable", "every participant is away or in a call");
    }
    Call& call = running != nullptr ? *running : open_room(*room);
    if (ring_participants(call, *room) == 0 && running == nullptr) {
        finish(call, {EndingSide::Us, "unreachable"}, CallResult::Failed);
        return conflict("room.nobody_reachable", "every participant is away or in a call");
    }
    set_limit(call, config_.dial_timeout, &Conductor::on_room_rung);
    return call.id;
}

// How many ring now. Who is in a call, or has no telephone there, is left in peace.
int Conductor::ring_participants(Call& call, const model::Room& room) {
    int ringing = 0;
    for (const auto participant : room.participants) {
        const auto* user = directory_->find_user(participant);
        if (user == nullptr || call.find_user(participant) != nullptr || call.awaits(participant) ||
            !is_free(participant).ok()) {
            continue;
        }
        Leg leg = leg_for(*user);
        leg.shown_number = room.number;
        leg.shown_name = "会议 " + room.name;
        decide(acd::AgentBusyWithCall{participant, AgentActivity::Offered});
        ringing += ring_user(call, std::move(leg), *user) != nullptr;
    }
    return ringing;
}

void Conductor::enter_room(Call& call, Leg& leg) {
    auto in = remaining(call);
    in.push_back(leg.id);
    set_parties(call, in);
    call.result = CallResult::Answered;
    say(call, model::PartyJoined{leg.id});
    set_activity(leg, AgentActivity::Talking);
    hear(call);
    arrange(call);
    if (in.size() == 2 && call.answered_at == WallTime{}) {
        call.answered_at = world_.clock.wall();
        say(call, model::Bridged{call.first, call.second});
    }
    if (!call.limit) {
        set_limit(call, config_.longest_call, &Conductor::on_too_long);
    }
    log().info("room.entered", {{"call", call.id}, {"leg", leg.id}, {"in", in.size()}});
}

void Conductor::on_room_leg_failed(Call& call, Leg& leg, int status) {
    end_leg(call, leg, {EndingSide::Agent, "sip_" + std::to_string(status)}, status, false);
    if (call.resumes.empty() && std::ranges::all_of(call.legs, &Leg::ended)) {
        finish(call, {EndingSide::Agent, "no_answer"}, CallResult::NoAnswer);
    }
}

// Whoever has not come by now is not waited for.
void Conductor::on_room_rung(Call& call) {
    for (auto& leg : call.legs) {
        if (!leg.answered && call.find_fresh(leg.id) == nullptr) {
            end_leg(call, leg, {EndingSide::Us, "no_answer"}, 487, true);
        }
    }
    if (remaining(call).empty()) {
        finish(call, {EndingSide::Agent, "no_answer"}, CallResult::NoAnswer);
    } else {
        set_limit(call, config_.longest_call, &Conductor::on_too_long);
    }
}

Result<Leg*> Conductor::party_of_conference(CallId id, LegId leg_id) {
    Call* call = book_.find(id);
    if (call == nullptr) {
        return not_found("call.unknown");
    }
    if (call->phase != Phase::Talking || !call->is_conference()) {
        return conflict("call.wrong_phase", "no conference");
    }
    Leg* leg = call->find(leg_id);
    if (leg == nullptr || (leg->ended && !call->awaits(leg_id)) || !call->is_party(leg_id)) {
        return not_found("call.party_unknown");
    }
    return leg;
}

Result<CallId> Conductor::remove_party(const model::RemoveParty& command) {
    YH_TRY(auto* leg, party_of_conference(command.call, command.leg));
    leave(*book_.find(command.call), *leg, {EndingSide::Us, "removed"}, TellPeer::Yes);
    return command.call;
}

Result<CallId> Conductor::mute_party(const model::MuteParty& command) {
    YH_TRY(auto* leg, party_of_conference(command.call, command.leg));
    if (leg->muted != command.on) {
        leg->muted = command.on;
        Call& call = *book_.find(command.call);
        say(call, model::LegMuted{leg->id, leg->muted});
        talk_changed(call, *leg);
    }
    return command.call;
}

}  // namespace yh::calls
