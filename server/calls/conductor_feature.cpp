#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Feature codes (功能码) dialled by our own phones: the agent's state, picking up, entering a conference room. Hearing
// messages is a file of its own.
namespace yh::calls {

using model::AgentActivity;
using model::AgentState;
using model::CallResult;
using model::EndingSide;

bool Conductor::dial_feature(const Invited& invited, const model::User& user) {
    const auto* tenant = directory_->find_tenant(user.tenant);
    const auto& number = invited.to_number;
    if (tenant == nullptr || draining_ || number.empty()) {
        return false;
    }
    const auto& code = tenant->options.feature;
    if (number == code.voicemail) {  // before the others: it begins like one of them
        return hear_messages_by_phone(invited, user);
    }
    for (const auto& [word, state] :
         {std::pair{&code.ready, AgentState::Ready}, std::pair{&code.busy, AgentState::Busy},
          std::pair{&code.rest, AgentState::Rest}, std::pair{&code.sign_out, AgentState::Offline}}) {
        if (number == *word) {
            return set_state_by_phone(invited, user, state);
        }
    }
    const auto after = [&](const std::string& word) { return number.substr(word.size()); };
    if (!code.pick_up.empty() && number.starts_with(code.pick_up)) {
        return pick_up_by_phone(invited, user, after(code.pick_up));
    }
    if (!code.conference.empty() && number.starts_with(code.conference)) {
        return enter_room_by_phone(invited, user, after(code.conference));
    }
    return false;
}

// Adds the phone that dialled to a call that is up, answered. False: it could not be, and was told so.
bool Conductor::join_by_phone(const Invited& invited, const model::User& user, Call& call) {
    Leg fresh = leg_for(user);
    fresh.id = invited.leg;
    fresh.started_at = world_.clock.wall();
    Leg& leg = book_.add_leg(call, std::move(fresh));
    say(call, model::LegStarted{leg.id, leg.role, leg.user, leg.number});
    decide(acd::AgentBusyWithCall{user.id, AgentActivity::Dialling});
    if (invited.sdp.empty()) {
        auto offer = media_->offer(call.id, leg.id, profile_of(user.id, MediaSecurity::None));
        leg.has_media = offer.ok();
        leg.sdp_answer = offer.ok() ? std::move(offer).value() : std::string{};
    } else {
        auto answer = media_->answer(call.id, leg.id, invited.sdp, {{}, MediaSecurity::SdesOptional});
        leg.has_media = answer.ok();
        leg.sdp_answer = answer.ok() ? std::move(answer).value().sdp : std::string{};
    }
    if (!leg.has_media) {
        constexpr int not_acceptable = 488;
        end_leg(call, leg, {EndingSide::Us, "media_refused"}, not_acceptable, true);
        return false;
    }
    answer_leg(call, leg);
    return true;
}

bool Conductor::set_state_by_phone(const Invited& invited, const model::User& user, AgentState state) {
    Call& call = open_call(user.tenant, model::Direction::Internal, invited.to_number);
    call.first = invited.leg;
    say(call, model::CallStarted{call.direction, call.customer_number, call.called_number, {}});
    if (!join_by_phone(invited, user, call)) {
        finish(call, {EndingSide::Us, "media_refused"}, CallResult::Failed);
        return true;
    }
    decide(acd::AgentSet{user.id, state, "feature_code"});
    announce_and_finish(call, {"tone:beep"}, {EndingSide::Us, "feature_code"}, CallResult::Answered);
    return true;
}

bool Conductor::pick_up_by_phone(const Invited& invited, const model::User& user, const std::string& of) {
    const auto* colleague = of.empty() ? nullptr : directory_->find_extension(user.tenant, of);
    const bool nobody = !of.empty() && colleague == nullptr;
    const auto [call, ringing] = nobody || !may_dial_out(user.id).ok()
                                     ? CallBook::Place{}
                                     : ringing_for(user.id, colleague == nullptr ? UserId{} : colleague->id);
    if (ringing == nullptr) {
        log().info("pick_up.nothing_rings", {{"user", user.id}});
        signal_->close(invited.leg, {480, "nothing rings", 31});
        return true;
    }
    take_ringing(*call, ringing->id, user.id);
    if (!join_by_phone(invited, user, *call)) {
        dialling_failed(*call, 480);
        return true;
    }
    call->picked_up = false;
    call->second = invited.leg;
    bridge(*call);
    return true;
}

bool Conductor::enter_room_by_phone(const Invited& invited, const model::User& user, const std::string& number) {
    const auto* room = directory_->find_room(user.tenant, number);
    if (room == nullptr) {
        return false;
    }
    Call* running = find_room(room->id);
    Call& call = running != nullptr ? *running : open_room(*room);
    if (join_by_phone(invited, user, call)) {
        enter_room(call, *call.find(invited.leg));
    } else if (running == nullptr) {
        finish(call, {EndingSide::Us, "media_refused"}, CallResult::Failed);
    }
    return true;
}

}  // namespace yh::calls
