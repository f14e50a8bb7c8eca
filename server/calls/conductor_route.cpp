#include <utility>

#include "base/log.h"
#include "base/utf8.h"
#include "calls/conductor.h"

// Where a call goes: from the number dialled to a queue, an extension, the outside, or an end.
namespace yh::calls {

using model::CallResult;
using model::Direction;
using model::EndingSide;

namespace {

const std::string& name_or_empty(const model::Trunk* trunk) {
    static const std::string none;
    return trunk == nullptr ? none : trunk->name;
}

}  // namespace

void Conductor::on_invited(Invited invited) {
    // What a stranger wrote is made clean once, here: databases and JSON readers refuse anything else.
    invited.from_number = clean_utf8(invited.from_number);
    invited.from_name = clean_utf8(invited.from_name);
    invited.to_number = clean_utf8(invited.to_number);
    const auto* extension = std::get_if<FromExtension>(&invited.source);
    const auto* trunk = std::get_if<FromTrunk>(&invited.source);
    const auto* user = extension != nullptr ? directory_->find_user(extension->user) : nullptr;
    if (user != nullptr && dial_feature(invited, *user)) {
        return;
    }

    Call fresh;
    fresh.id = world_.ids.make<CallId>(to_ms(world_.clock.wall()));
    fresh.tenant = invited.tenant;
    fresh.started_at = world_.clock.wall();
    fresh.called_number = invited.to_number;
    fresh.customer_number = user != nullptr ? invited.to_number : invited.from_number;
    fresh.customer_name = user != nullptr ? std::string{} : invited.from_name;
    const bool inside = user != nullptr && (directory_->find_extension(invited.tenant, invited.to_number) != nullptr ||
                                            directory_->find_queue(invited.tenant, invited.to_number) != nullptr);
    fresh.direction = user == nullptr ? Direction::Inbound : inside ? Direction::Internal : Direction::ManualOutbound;
    Call& call = book_.add(std::move(fresh));
    up_.set(static_cast<double>(book_.size()));

    Leg leg;
    leg.id = invited.leg;
    leg.started_at = call.started_at;
    leg.role = user != nullptr ? model::LegRole::Agent : model::LegRole::Customer;
    leg.user = user != nullptr ? user->id : UserId{};
    leg.number = user != nullptr ? user->extension : invited.from_number;
    leg.trunk = trunk != nullptr ? trunk->trunk : model::TrunkId{};
    call.first = leg.id;
    book_.add_leg(call, std::move(leg));

    const auto* line = trunk != nullptr ? directory_->find_trunk(trunk->trunk) : nullptr;
    log().info("call.started", {{"call", call.id},
                                {"from", masked_number(invited.from_number)},
                                {"to", masked_number(invited.to_number)},
                                {"trunk", name_or_empty(line)},
                                {"sip_call_id", invited.sip_call_id}});
    say(call, model::CallStarted{call.direction, call.customer_number, call.called_number, name_or_empty(line)});
    const Leg& first = *call.first_leg();
    say(call, model::LegStarted{first.id, first.role, first.user, first.number, name_or_empty(line)});

    if (draining_) {
        end_leg(call, *call.first_leg(), {EndingSide::Us, "shutting_down"}, 503, true);
        finish(call, {EndingSide::Us, "shutting_down"}, CallResult::Failed);
        return;
    }
    if (user != nullptr) {
        decide(acd::AgentBusyWithCall{user->id, model::AgentActivity::Dialling});
        call.first_leg()->occupies_agent = true;
    }
    if (user == nullptr && refuse_blocked(call)) {
        return;
    }
    ask_customer(call);
    if (!answer_media(call, *call.first_leg(), invited.sdp)) {
        return;
    }
    if (user != nullptr) {
        route_dialled(call, user->id, invited.to_number);
    } else {
        route_inbound(call, invited);
    }
}

MediaProfile Conductor::profile_of(UserId user, MediaSecurity otherwise) const {
    MediaProfile profile;
    profile.security = is_browser(user) ? MediaSecurity::WebRtc : otherwise;
    if (profile.security == MediaSecurity::WebRtc) {
        const auto* tenant = directory_->find_tenant(tenant_of(user));
        profile.prefer_opus = tenant != nullptr && tenant->prefer_opus;
    }
    return profile;
}

// Sets the caller's media up at once, so that whatever comes next (music, early media, a bridge) needs no
// further negotiation. False: the call has been ended.
bool Conductor::answer_media(Call& call, Leg& leg, const std::string& sdp) {
    if (sdp.empty()) {
        auto profile = profile_of(leg.user, MediaSecurity::None);
        profile.codecs = codecs_with(leg);
        auto offer = media_->offer(call.id, leg.id, profile);
        if (offer.ok()) {
            leg.sdp_answer = std::move(offer).value();
            leg.has_media = true;
            return true;
        }
        end_leg(call, leg, {EndingSide::Us, "media_refused"}, 503, true);
    } else {
        auto answer = media_->answer(call.id, leg.id, sdp, {{}, MediaSecurity::SdesOptional, false, codecs_with(leg)});
        if (answer.ok()) {
            leg.sdp_answer = std::move(answer).value().sdp;
            leg.has_media = true;
            return true;
        }
        log().warn("media.refused",
                   {{"call", call.id}, {"code", answer.error().code}, {"detail", answer.error().detail}});
        const bool full = answer.error().kind == ErrorKind::Full;
        end_leg(call, leg, {EndingSide::Us, "media_refused"}, full ? 503 : 488, true);
    }
    finish(call, {EndingSide::Us, "media_refused"}, CallResult::Failed);
    return false;
}

void Conductor::route_inbound(Call& call, const Invited& invited) {
    const auto trunk = std::get<FromTrunk>(invited.source).trunk;
    const auto* route = directory_->route_inbound(call.tenant, trunk, invited.to_number);
    if (route == nullptr) {
        log().warn("call.no_route", {{"call", call.id}, {"to", invited.to_number}});
        end_leg(call, *call.first_leg(), {EndingSide::Us, "no_route"}, 404, true);
        finish(call, {EndingSide::Us, "no_route"}, CallResult::Failed);
        return;
    }
    call.wait.priority = priority_of(call);
    go_to(call, route->destination);
}

// A number dialled by one of our own phones: extension, queue, else the outbound rules.
void Conductor::route_dialled(Call& call, UserId user, const std::string& number) {
    if (const auto* callee = directory_->find_extension(call.tenant, number)) {
        dial_extension(call, *callee);
        return;
    }
    if (const auto* queue = directory_->find_queue(call.tenant, number)) {
        enter_queue(call, *queue);
        return;
    }
    if (const auto allowed = may_dial_out(user); !allowed.ok()) {
        log().info("call.dial_refused", {{"call", call.id}, {"code", allowed.error().code}});
        end_leg(call, *call.first_leg(), {EndingSide::Us, "not_allowed"}, 403, true);
        finish(call, {EndingSide::Us, "not_allowed"}, CallResult::Refused);
        return;
    }
    dial_outside(call, number);
}

// R040 and U3: outside calls from ready, busy and wrap-up; not from rest and offline.
Result<void> Conductor::may_dial_out(UserId user) const {
    const auto agent = acd_.agent(user);
    const auto state = agent ? agent->state : model::AgentState::Offline;
    if (state == model::AgentState::Rest) {
        return Error{ErrorKind::Conflict, "agent.resting", "an agent at rest does not dial out"};
    }
    if (state == model::AgentState::Offline) {
        return Error{ErrorKind::Conflict, "agent.offline", "an agent must be signed in to dial out"};
    }
    return {};
}

void Conductor::go_to(Call& call, const model::Destination& destination) {
    using model::DestinationKind;
    constexpr int most_hops = 30;  // two destinations may name each other
    if (++call.wait.hops > most_hops) {
        go_nowhere(call, destination.text());
        return;
    }
    switch (destination.kind) {
        case DestinationKind::Queue:
            if (const auto* queue = directory_->find_queue(call.tenant, destination.argument)) {
                enter_queue(call, *queue);
                return;
            }
            break;
        case DestinationKind::Extension:
            if (const auto* callee = directory_->find_extension(call.tenant, destination.argument)) {
                ring_when_known(call, *callee);
                return;
            }
            break;
        case DestinationKind::External:
            dial_outside(call, destination.argument);
            return;
        case DestinationKind::Announce:
            answer_leg(call, *call.first_leg());
            announce_and_finish(call, {"prompt:" + destination.argument}, {EndingSide::Us, "announced"},
                                CallResult::NoAnswer);
            return;
        case DestinationKind::Hangup:
            finish(call, {EndingSide::Us, call.was_queued ? "queue_timeout" : "routed_to_hangup"},
                   call.was_queued ? CallResult::NoAnswer : CallResult::Refused);
            return;
        case DestinationKind::Voicemail:
            go_to_voicemail(call, destination.argument);
            return;
        case DestinationKind::Ivr:
            go_to_flow(call, destination.argument);
            return;
        case DestinationKind::Hours:
            go_to_hours(call, destination.argument);
            return;
        case DestinationKind::Callback:
            ask_callback(call);
            return;
    }
    go_nowhere(call, destination.text());
}

// Nothing serves this destination: the caller hears busy rather than silence, and the record says why.
void Conductor::go_nowhere(Call& call, const std::string& destination) {
    log().warn("call.no_destination", {{"call", call.id}, {"destination", destination}});
    announce_and_finish(call, {"tone:busy", "tone:busy", "tone:busy", "tone:busy"},
                        {EndingSide::Us, call.was_queued ? "queue_timeout" : "no_destination"},
                        call.was_queued ? CallResult::NoAnswer : CallResult::Failed);
}

void Conductor::enter_queue(Call& call, const model::Queue& queue) {
    call.queue = queue.id;  // also where it is closed: whose box a message goes into
    if (is_closed(call, queue)) {
        return;
    }
    call.phase = Phase::Waiting;
    call.was_queued = true;
    call.wait.returned = false;
    call.queued_at = world_.clock.wall();
    Leg& caller = *call.first_leg();
    if (queue.answer_on == model::AnswerOn::Entry) {
        answer_leg(call, caller);
        if (queue.greeting.empty()) {
            hear_program(call, caller, {queue.music}, true);
        } else {
            hear_program(call, caller, {queue.greeting}, false);
            call.greeting = call.programs;
        }
        arrange(call);
    } else if (!caller.answered && !caller.outgoing) {
        signal_->progress(caller.id, 180, {});
    }
    wait_when_known(call, queue.id);
}

}  // namespace yh::calls
