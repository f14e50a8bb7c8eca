#include <algorithm>
#include <utility>

#include "base/random.h"
#include "sip/invite_leg.h"
#include "sip/invite_ringing.h"

// The incoming leg until it is answered: provisional responses, PRACK, the 2xx and its ACK.
namespace yh::sip {

Result<std::unique_ptr<InviteLeg>> InviteLeg::incoming(const EndpointWorld& world, LegKeeper& keeper, model::LegId id,
                                                       LegPeer peer, TransactionId invite, const Message& request) {
    const auto contact = world.contact(request.source(), world.config.contact_user);
    YH_TRY(auto dialog, Dialog::as_server(request, world.transactions.local_tag(invite), contact));
    std::unique_ptr<InviteLeg> leg{new InviteLeg{world, keeper, id, peer, LegState::Invited}};
    auto& ringing = *leg->ringing_;
    ringing.invite = invite;
    ringing.reliably = request.lists(Header::Require, "100rel");
    ringing.wants_offer = sdp_of(request).empty();
    leg->peer_updates_ = request.lists(Header::Allow, "UPDATE");
    leg->dialog_.emplace(std::move(dialog));
    if (peer.trunk) {
        leg->dialog_->set_hop(next_hop(*leg->dialog_, request.source()));
    }
    keeper.know_dialog(leg->dialog_->key(), id);
    return leg;
}

void InviteLeg::progress(int status, std::string sdp) {
    if (state_ != LegState::Invited) {
        return;
    }
    if (ringing_->wants_offer) {
        sdp.clear();  // an offer may stand only in a reliable response, and the ACK shall bring the answer
    }
    if (ringing_->unacknowledged) {
        // RFC 3262 §3: one at a time. The latest news is the one that counts.
        ringing_->next_status = status;
        ringing_->next_sdp = std::move(sdp);
        return;
    }
    send_progress(status, sdp);
}

void InviteLeg::send_progress(int status, const std::string& sdp) {
    if (ringing_->reliably) {
        send_reliably(status, sdp);
        return;
    }
    if (world_.transactions.request(ringing_->invite) == nullptr) {
        return;
    }
    auto response = world_.transactions.response(ringing_->invite, status);
    response.add(Header::Contact, '<' + dialog_->local_contact() + '>').add(Header::Allow, allowed_in_calls);
    if (!sdp.empty()) {
        response.body("application/sdp", sdp);
    }
    world_.transactions.respond(ringing_->invite, std::move(response));
}

void InviteLeg::send_reliably(int status, const std::string& sdp) {
    const auto* request = world_.transactions.request(ringing_->invite);
    if (request == nullptr) {
        return;
    }
    // RFC 3262 §3: the first is chosen at random below 2^31, each further is one higher.
    ringing_->rseq =
        ringing_->rseq == 0 ? static_cast<std::uint32_t>(random_u64() % 0x3fffffff) + 1 : ringing_->rseq + 1;
    ringing_->unacknowledged = true;
    auto response = world_.transactions.response(ringing_->invite, status);
    response.add(Header::Contact, '<' + dialog_->local_contact() + '>')
        .add(Header::Allow, allowed_in_calls)
        .add(Header::Require, "100rel")
        .add(Header::RSeq, ringing_->rseq);
    if (!sdp.empty() && !ringing_->answered_early) {
        response.body("application/sdp", sdp);
        ringing_->answered_early = true;
        local_sdp_ = sdp;
    }
    const auto hop = TransactionLayer::response_hop(*request);
    auto bytes = MessageBuilder{response}.finish();
    world_.transactions.respond(ringing_->invite, std::move(response));
    if (!resender_) {
        resender_ = std::make_unique<Resender>(world_.clock, world_.timers, world_.wire, world_.config.transactions);
    }
    resender_->start(hop, std::move(bytes), Resender::Pace::Doubling, [this] {
        // RFC 3262 §3: without PRACK the call is rejected with a 5xx.
        world_.transactions.respond(ringing_->invite, 504);
        ending_ = {far_side(), "no_prack"};
        fire(LegEvent::Cancelled);
    });
}

void InviteLeg::on_prack(TransactionId id, const Message& request) {
    const auto rack = RAck::parse(request.header(Header::RAck));
    if (!ringing_ || !ringing_->unacknowledged || !rack.ok() || rack->rseq != ringing_->rseq ||
        rack->method != method_name(Method::Invite)) {
        world_.transactions.respond(id, 481);
        return;
    }
    ringing_->unacknowledged = false;
    resender_->stop();
    if (!sdp_of(request).empty() && ringing_->answered_early) {
        on_offer_request(id, request);  // RFC 3262 §5: a PRACK may carry the next offer
    } else {
        world_.transactions.respond(id, 200);
    }
    if (state_ == LegState::Answering) {
        fire(LegEvent::Pracked);
    } else if (state_ == LegState::Invited && ringing_->next_status != 0) {
        const auto status = std::exchange(ringing_->next_status, 0);
        send_progress(status, std::exchange(ringing_->next_sdp, {}));
    }
}

void InviteLeg::answer(std::string sdp) {
    if (state_ != LegState::Invited) {
        return;
    }
    ringing_->answer = std::move(sdp);
    // RFC 3262 §3: not before the PRACK of a response with SDP.
    const bool wait = ringing_->unacknowledged && ringing_->answered_early;
    fire(wait ? LegEvent::AnswerHeld : LegEvent::Answered);
}

void InviteLeg::send_answer() {
    const auto id = ringing_->invite;
    const auto* request = world_.transactions.request(id);
    if (request == nullptr) {
        lost("flow_lost");
        return;
    }
    auto response = world_.transactions.response(id, 200);
    fill_success(response);
    session_.on_request(*request);
    session_.write_response(response);
    if (!ringing_->answered_early) {
        response.body("application/sdp", ringing_->answer);
        local_sdp_ = std::move(ringing_->answer);
    }
    ack_brings_answer_ = ringing_->wants_offer;
    ringing_.reset();
    dialog_->confirm();
    respond_until_ack(id, *request, std::move(response));
    arm_session_timer();
}

void InviteLeg::respond_until_ack(TransactionId id, const Message& request, MessageBuilder response) {
    awaited_ack_ = request.cseq();
    const auto hop = TransactionLayer::response_hop(request);
    auto bytes = MessageBuilder{response}.finish();
    world_.transactions.respond(id, std::move(response));
    if (!resender_) {
        resender_ = std::make_unique<Resender>(world_.clock, world_.timers, world_.wire, world_.config.transactions);
    }
    resender_->start(hop, std::move(bytes), Resender::Pace::CappedAtT2, [this] {
        ending_ = {far_side(), "no_ack"};
        closing_reason_ = R"(Q.850;cause=102;text="no ACK")";
        awaited_ack_ = 0;
        fire(LegEvent::NoAck);
    });
}

void InviteLeg::on_ack(const Message& ack) {
    if (awaited_ack_ == 0 || ack.cseq() != awaited_ack_) {
        return;
    }
    awaited_ack_ = 0;
    resender_.reset();
    const bool first = state_ != LegState::Talking;
    const bool answer_due = std::exchange(ack_brings_answer_, false);
    const std::string sdp{sdp_of(ack)};
    fire(LegEvent::Ack);
    if (answer_due && state_ == LegState::Talking) {
        if (sdp.empty() && first) {
            closing_reason_ = R"(Q.850;cause=88;text="no SDP in ACK")";
            lost("sip_no_answer");
            return;
        }
        offering_ = Offering::Nobody;
        if (!sdp.empty()) {
            world_.events.on_answered(id_, sdp);
        }
    }
    send_next_offer();
}

void InviteLeg::reject() {
    const int status = closing_.status >= 300 && closing_.status < 700 ? closing_.status : 480;
    if (world_.transactions.request(ringing_->invite) == nullptr) {
        return;
    }
    auto response = world_.transactions.response(ringing_->invite, status);
    response.add(Header::Reason, closing_reason_).add(Header::Server, world_.config.product);
    world_.transactions.respond(ringing_->invite, std::move(response));
}

void InviteLeg::on_cancel(TransactionId invite, const Message& cancel) {
    if (offering_ == Offering::Them && invite == their_offer_) {
        world_.transactions.respond(std::exchange(their_offer_, {}), 487);
        offer_done();
        return;
    }
    if (ringing_ && invite == ringing_->invite) {
        const auto why = reason_word(cancel);
        ending_ = {far_side(), why == "sip_200" ? "answered_elsewhere" : "cancelled"};
        fire(LegEvent::Cancelled);
    }
}

}  // namespace yh::sip
