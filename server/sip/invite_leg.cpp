#include "sip/invite_leg.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "sip/invite_referral.h"
#include "sip/invite_ringing.h"
#include "sip/name_addr.h"

namespace yh::sip {

std::string reason_header(const calls::LegClosing& why) {
    if (why.status >= 200 && why.status < 300) {
        return R"(SIP;cause=200;text="Call completed elsewhere")";
    }
    auto text = "Q.850;cause=" + std::to_string(why.q850_cause);
    if (!why.reason_text.empty()) {
        text += ";text=" + quoted(why.reason_text);
    }
    return text;
}

std::string reason_word(const Message& request) {
    for (const auto value : request.values(Header::Reason)) {
        const auto end = value.find(';');
        const auto protocol = trim(value.substr(0, end));
        const auto cause = Params{end == std::string_view::npos ? std::string_view{} : value.substr(end)}.get("cause");
        const auto number = parse_number(cause.value_or(std::string_view{}));
        if (!number.ok() || *number > 999) {
            continue;
        }
        if (same_text(protocol, "Q.850")) {
            return "q850_" + std::to_string(*number);
        }
        if (same_text(protocol, "SIP")) {
            return "sip_" + std::to_string(*number);
        }
    }
    return {};
}

std::string_view sdp_of(const Message& message) {
    return same_text(message.content_type(), "application/sdp") ? message.body() : std::string_view{};
}

InviteLeg::InviteLeg(const EndpointWorld& world, LegKeeper& keeper, model::LegId id, LegPeer peer, LegState state)
    : world_{world},
      keeper_{keeper},
      id_{id},
      peer_{peer},
      state_{state},
      ringing_{std::make_unique<Ringing>()},
      session_{world.config.session_expires_s, world.config.session_min_s} {}

InviteLeg::~InviteLeg() {
    for (const auto timer : {session_timer_, retry_timer_, flow_timer_}) {
        world_.timers.cancel(timer);
    }
    if (ringing_) {
        world_.timers.cancel(ringing_->limit);
    }
    if (referral_) {
        world_.timers.cancel(referral_->limit);
    }
}

bool InviteLeg::uses_flow(FlowId flow) const {
    return dialog_ && dialog_->hop().flow == flow;
}

void InviteLeg::fire(LegEvent event) {
    if (state_ == LegState::Over) {
        return;
    }
    const auto step = leg_step(state_, event);
    state_ = step.next;
    act(step.act);
    // What was told may have led calls to end the leg meanwhile; finish looks after itself.
    if (state_ == LegState::Over) {
        finish();
    }
}

void InviteLeg::act(LegAct act) {
    switch (act) {
        case LegAct::Nothing:
        case LegAct::HoldAnswer:
        case LegAct::Confirm:
            return;
        case LegAct::SendAnswer:
            send_answer();
            return;
        case LegAct::Reject:
            reject();
            return;
        case LegAct::Forgo:
            world_.transactions.respond(ringing_->invite, 487);
            tell_ended();
            return;
        case LegAct::TakeCall:
            take_call();
            return;
        case LegAct::GiveUp:
            give_up();
            return;
        case LegAct::Abandon:
            abandon(closing_reason_);
            return;
        case LegAct::SendBye:
            send_bye();
            return;
        case LegAct::ByeAndTell:
            send_bye();
            tell_ended();
            return;
        case LegAct::ByeAndFail:
            abandon(closing_reason_);
            send_bye();
            world_.events.on_failed(id_, 488, "answered without SDP");
            return;
        case LegAct::Tell:
            tell_ended();
            return;
    }
}

void InviteLeg::finish() {
    if (retired_) {
        return;
    }
    retired_ = true;
    if (their_offer_) {
        world_.transactions.respond(std::exchange(their_offer_, {}), 487);
    }
    if (resender_) {
        resender_->stop();
    }
    forget_early_dialogs();
    if (dialog_) {
        keeper_.forget_dialog(dialog_->key());
    }
    keeper_.retire(id_);
}

void InviteLeg::close(calls::LegClosing why) {
    closing_reason_ = reason_header(why);
    closing_ = std::move(why);
    fire(in_refer_ || owes_outcome() ? LegEvent::CloseLater : LegEvent::Close);
}

void InviteLeg::lost(std::string_view why) {
    ending_ = {far_side(), std::string{why}};
    closing_reason_ = R"(Q.850;cause=27;text=")" + std::string{why} + '"';
    fire(LegEvent::Lost);
}

model::EndingSide InviteLeg::far_side() const {
    return peer_.user ? model::EndingSide::Agent : model::EndingSide::Caller;
}

void InviteLeg::tell_ended() {
    if (!ending_.set()) {
        ending_ = {far_side(), "hangup"};
    }
    world_.events.on_ended(id_, ending_);
}

AnswerHandler InviteLeg::handler(void (InviteLeg::*member)(const Answer&)) {
    return [keeper = &keeper_, key = dialog_->key(), member](const Answer& answer) {
        if (auto* leg = keeper->find_leg_of(key)) {
            (leg->*member)(answer);
        }
    };
}

void InviteLeg::authorize(MessageBuilder& request, std::string_view method) const {
    if (auto* credentials = keeper_.credentials(peer_.trunk); credentials != nullptr) {
        credentials->authorize(request, method, dialog_->remote_target());
    }
}

void InviteLeg::on_flow_closed(FlowId flow) {
    if (!uses_flow(flow)) {
        return;
    }
    if (peer_.trunk) {
        // A carrier may close a connection that idles; its Contact tells where to open the next one.
        Hop hop = dialog_->hop();
        hop.flow = {};
        dialog_->set_hop(next_hop(*dialog_, hop));
        return;
    }
    if (is_browser(dialog_->hop().transport)) {
        // A page that comes back is a new page: it never takes the old dialog up. What becomes of the call is decided
        // by calls, at once, because somebody hears silence.
        lost("flow_lost");
        return;
    }
    world_.timers.cancel(flow_timer_);
    flow_timer_ = world_.after(world_.config.flow_grace, [this] { lost("flow_lost"); });
}

void InviteLeg::on_server_failure(TransactionId id, ServerFailure) {
    if (offering_ == Offering::Them && id == their_offer_) {
        their_offer_ = {};
        offer_done();
        return;
    }
    if (ringing_ && id == ringing_->invite) {
        ending_ = {far_side(), "flow_lost"};
        fire(LegEvent::Cancelled);
    }
}

}  // namespace yh::sip
