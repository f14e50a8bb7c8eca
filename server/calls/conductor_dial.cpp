#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Second parties: an extension inside, a number outside, and click to dial.
namespace yh::calls {

using model::CallResult;
using model::EndingSide;

namespace {

CallResult result_of(int status) {
    switch (status) {
        case 486:
        case 600:
            return CallResult::Busy;
        case 403:
        case 603:
            return CallResult::Refused;
        case 408:
        case 480:
        case 487:
            return CallResult::NoAnswer;
        default:
            return CallResult::Failed;
    }
}

const char* reason_of(CallResult result) {
    switch (result) {
        case CallResult::Busy:
            return "busy";
        case CallResult::Refused:
            return "refused";
        case CallResult::NoAnswer:
            return "no_answer";
        default:
            return nullptr;
    }
}

// What a browser is rung for: it answers "dial" by itself, because its user asked for it already.
const char* purpose_of(const Call& call) {
    return call.phase == Phase::CallingBack ? "dial" : "ring";
}

}  // namespace

// Opens media with an offer of ours and rings the target. Null: it failed at once, nothing is left of the leg
// but its record.
Leg* Conductor::start_leg(Call& call, Leg fresh, std::variant<ToExtension, ToTrunk> target) {
    if (!fresh.id) {
        fresh.id = world_.ids.make<LegId>(to_ms(world_.clock.wall()));
    }
    fresh.outgoing = true;
    fresh.started_at = world_.clock.wall();
    const bool to_trunk = std::holds_alternative<ToTrunk>(target);
    Leg& leg = book_.add_leg(call, std::move(fresh));
    const auto* line = directory_->find_trunk(leg.trunk);
    say(call, model::LegStarted{leg.id, leg.role, leg.user, leg.number, line == nullptr ? std::string{} : line->name});

    auto sdp = media_->offer(call.id, leg.id, profile_for(call, leg));
    if (!sdp.ok()) {
        log().error("media.refused", {{"call", call.id}, {"code", sdp.error().code}});
        end_leg(call, leg, {EndingSide::Us, "media_refused"}, 503, false);
        return nullptr;
    }
    leg.has_media = true;

    OutgoingLeg out;
    out.leg = leg.id;
    out.tenant = call.tenant;
    set_caller(out, call, leg);
    out.sdp = std::move(sdp).value();
    out.headers.emplace_back("X-Yinghe-Call", call.id.text());
    if (!to_trunk) {
        out.headers.emplace_back("X-Yinghe-Purpose", leg.purpose.empty() ? purpose_of(call) : leg.purpose);
        if (answers_by_itself(call, leg)) {
            // Two dialects of the same wish; which one is understood is the phone's make.
            out.headers.emplace_back("Call-Info", "<sip:yinghe.invalid>;answer-after=0");
            out.headers.emplace_back("Alert-Info", "<http://yinghe.invalid>;info=alert-autoanswer;delay=0");
        }
    }
    out.target = std::move(target);
    out.answer_within = leg.spare.empty() ? Duration{0} : config_.trunk_silence;
    const auto id = leg.id;
    if (const auto sent = signal_->invite(std::move(out)); !sent.ok()) {
        log().info("leg.unreachable", {{"call", call.id}, {"leg", id}, {"code", sent.error().code}});
        end_leg(call, *call.find(id), {EndingSide::Us, "unreachable"}, 480, false);
        return nullptr;
    }
    return call.find(id);
}

std::vector<std::string> Conductor::codecs_with(const Leg& leg) const {
    const auto* line = directory_->find_trunk(leg.trunk);
    return line == nullptr ? std::vector<std::string>{} : line->codecs;
}

// A trunk is protected where its configuration says so, a desk phone where its signalling is.
MediaProfile Conductor::profile_for(const Call& call, const Leg& leg) const {
    const auto* line = directory_->find_trunk(leg.trunk);
    const bool outside = line != nullptr || leg.mobile;
    auto profile = profile_of(outside ? UserId{} : leg.user, MediaSecurity::None);
    if (leg.like) {
        profile.like = leg.like;
    } else if (call.first != leg.id) {
        profile.like = call.first;
    }
    profile.codecs = codecs_with(leg);
    if (line != nullptr && line->srtp) {
        profile.security = MediaSecurity::Sdes;
    } else if (!outside && profile.security == MediaSecurity::None && signal_->is_private(leg.user)) {
        profile.security = MediaSecurity::SdesOptional;
    }
    return profile;
}

// Auto answer (自动应答): queue offers, and what the user asked for. Nobody's phone opens itself to a colleague's call.
// A page answers by its own user's choice, and has its own way.
bool Conductor::answers_by_itself(const Call& call, const Leg& leg) const {
    const bool asked_for = call.phase == Phase::CallingBack || leg.purpose == "dial" || leg.purpose == "supervise";
    return options_of(call.tenant).auto_answer && leg.user && !is_browser(leg.user) && (leg.offer || asked_for);
}

// A leg that will take this user for the ACD.
Leg Conductor::leg_for(const model::User& user) {
    Leg leg;
    leg.role = model::LegRole::Agent;
    leg.user = user.id;
    leg.number = user.extension;
    leg.occupies_agent = true;
    leg.id = world_.ids.make<LegId>(to_ms(world_.clock.wall()));
    return leg;
}

void Conductor::dial_extension(Call& call, const model::User& callee) {
    const auto agent = acd_.agent(callee.id);
    const bool engaged = agent && agent->activity != model::AgentActivity::Idle;
    call.phase = Phase::Dialling;
    if (engaged && !may_knock(callee)) {
        dialling_failed(call, 486);
        return;
    }
    Leg leg = leg_for(callee);
    leg.knocks = engaged;
    leg.occupies_agent = !engaged;  // the talk does; when that is over this call does (free_agent)
    call.second = leg.id;
    if (call.direction == model::Direction::Internal) {
        call.second_caller_id = call.first_leg()->number;
    }
    if (!engaged) {
        decide(acd::AgentBusyWithCall{callee.id, model::AgentActivity::Offered});
    }
    if (ring_user(call, std::move(leg), callee) == nullptr) {
        dialling_failed(call, 480);
        return;
    }
    set_limit(call, config_.dial_timeout, &Conductor::on_dial_timeout);
}

// Call waiting (呼叫等待): a desk phone has more than one line and lets its user choose. A page has one, and is left in
// peace, as is who only dials or is rung.
bool Conductor::may_knock(const model::User& user) const {
    const auto agent = acd_.agent(user.id);
    const bool talks =
        agent && (agent->activity == model::AgentActivity::Talking || agent->activity == model::AgentActivity::Holding);
    return talks && options_of(user.tenant).call_waiting && !is_browser(user.id) && !mobiles_.contains(user.id);
}

void Conductor::dial_outside(Call& call, const std::string& number) {
    const auto* rule = directory_->route_outbound(call.tenant, number);
    call.phase = Phase::Dialling;
    if (rule == nullptr) {
        log().warn("call.no_route", {{"call", call.id}, {"to", masked_number(number)}});
        dialling_failed(call, 404);
        return;
    }
    Leg leg;
    // Of two parties outside, the one who was there first is the customer.
    leg.role = call.first_leg()->role == model::LegRole::Customer ? model::LegRole::Other : model::LegRole::Customer;
    leg.number = number;
    leg.id = world_.ids.make<LegId>(to_ms(world_.clock.wall()));
    call.second = leg.id;
    call.second_caller_id = rule->caller_id.empty() ? call.first_leg()->number : rule->caller_id;
    if (start_outside(call, std::move(leg), *rule, number) == nullptr) {
        dialling_failed(call, 503);
        return;
    }
    set_limit(call, config_.dial_timeout, &Conductor::on_dial_timeout);
}

void Conductor::on_dial_timeout(Call& call) {
    if (Leg* leg = call.phase == Phase::CallingBack ? call.first_leg() : call.second_leg()) {
        end_leg(call, *leg, {EndingSide::Us, "no_answer"}, 487, true);
    }
    dialling_failed(call, 408);
}

// The second party will not come. A caller who hears nothing yet gets the status; one who is already answered
// hears busy.
void Conductor::dialling_failed(Call& call, int status) {
    if (call.forward) {
        forward_next(call);
        return;
    }
    if (come_back(call) || put_back(call)) {
        return;
    }
    const auto result = result_of(status);
    const auto* word = reason_of(result);
    const auto side = result == CallResult::Failed                         ? EndingSide::Carrier
                      : call.direction == model::Direction::ManualOutbound ? EndingSide::Caller
                                                                           : EndingSide::Agent;
    model::Ending ending{side, word != nullptr ? word : "sip_" + std::to_string(status)};
    Leg* caller = call.first_leg();
    if (caller != nullptr && !caller->ended && caller->answered) {
        announce_and_finish(call, {"tone:busy", "tone:busy", "tone:busy", "tone:busy"}, std::move(ending), result);
        return;
    }
    if (caller != nullptr && !caller->ended) {
        end_leg(call, *caller, ending, status == 408 ? 480 : status, true);
    }
    finish(call, std::move(ending), result);
}

Result<CallId> Conductor::dial(const model::Dial& command) {
    if (draining_) {
        return unavailable("switch.draining");
    }
    const auto* user = directory_->find_user(command.user);
    if (user == nullptr) {
        return not_found("agent.unknown");
    }
    const bool inside = directory_->find_extension(user->tenant, command.to) != nullptr ||
                        directory_->find_queue(user->tenant, command.to) != nullptr;
    if (!inside) {
        YH_CHECK(may_dial_out(user->id));
        if (directory_->route_outbound(user->tenant, command.to) == nullptr) {
            return invalid_input("number.no_route", "no outbound rule takes this number");
        }
    }
    const auto agent = acd_.agent(user->id);
    if (agent && agent->activity != model::AgentActivity::Idle) {
        return conflict("agent.in_call");
    }
    if (agent && !agent->device_online) {
        return conflict("device.offline");
    }
    Call fresh;
    fresh.id = world_.ids.make<CallId>(to_ms(world_.clock.wall()));
    fresh.tenant = user->tenant;
    fresh.started_at = world_.clock.wall();
    fresh.called_number = command.to;
    fresh.customer_number = command.to;
    fresh.direction = inside ? model::Direction::Internal : model::Direction::ManualOutbound;
    fresh.phase = Phase::CallingBack;
    Call& call = book_.add(std::move(fresh));
    up_.set(static_cast<double>(book_.size()));
    say(call, model::CallStarted{call.direction, call.customer_number, call.called_number, {}});
    ask_customer(call);
    Leg leg = leg_for(*user);
    call.first = leg.id;
    decide(acd::AgentBusyWithCall{user->id, model::AgentActivity::Dialling});
    const auto id = call.id;
    if (start_leg(call, std::move(leg), ToExtension{user->id}) == nullptr) {
        finish(call, {EndingSide::Us, "unreachable"}, CallResult::Failed);
        return conflict("device.offline");
    }
    set_limit(call, config_.dial_timeout, &Conductor::on_dial_timeout);
    return id;
}

// Click to dial: the user's own device has answered, now the number is dialled; until it answers, ring-back.
void Conductor::dial_target_of(Call& call) {
    world_.timers.cancel(std::exchange(call.limit, {}));
    hear_program(call, *call.first_leg(), {"tone:ringback"}, true);
    arrange(call);
    route_dialled(call, call.first_leg()->user, call.called_number);
}

}  // namespace yh::calls
