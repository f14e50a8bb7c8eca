#include <utility>

#include "base/log.h"
#include "base/random.h"
#include "sip/invite_leg.h"
#include "sip/invite_ringing.h"

// Offers inside a session, ours and theirs: one at a time (RFC 3264 §4, RFC 3261 §14, RFC 3311).
namespace yh::sip {

namespace {

Duration random_between(Duration least, Duration most) {
    const auto steps = static_cast<std::uint64_t>((most - least) / std::chrono::milliseconds{10}) + 1;
    return least + std::chrono::milliseconds{10} * static_cast<std::int64_t>(random_u64() % steps);
}

}  // namespace

void InviteLeg::on_offer_request(TransactionId id, const Message& request) {
    if (!request.body().empty() && sdp_of(request).empty()) {
        auto response = world_.transactions.response(id, 415);
        response.add(Header::Accept, "application/sdp");
        world_.transactions.respond(id, std::move(response));
        return;
    }
    if (session_.is_too_small(request)) {
        auto response = world_.transactions.response(id, 422);
        response.add(Header::MinSe, world_.config.session_min_s);
        world_.transactions.respond(id, std::move(response));
        return;
    }
    if (offering_ == Offering::Us || state_ == LegState::Calling) {
        world_.metrics.glares.add();
        world_.transactions.respond(id, 491);  // RFC 3261 §14.2
        return;
    }
    if (offering_ == Offering::Them || (request.is(Method::Invite) && state_ != LegState::Talking) ||
        (ringing_ && !ringing_->answered_early)) {
        auto response = world_.transactions.response(id, 500);
        response.add(Header::RetryAfter, static_cast<std::uint32_t>(random_u64() % 11));
        world_.transactions.respond(id, std::move(response));
        return;
    }
    offering_ = Offering::Them;
    their_offer_ = id;
    their_offer_empty_ = sdp_of(request).empty();
    world_.events.on_offer(id_, std::string{sdp_of(request)});
}

void InviteLeg::answer_offer(Result<std::string> sdp) {
    if (offering_ != Offering::Them) {
        return;
    }
    const auto id = std::exchange(their_offer_, {});
    offering_ = Offering::Nobody;
    const auto* request = world_.transactions.request(id);
    if (request == nullptr) {
        return;
    }
    if (!sdp.ok()) {
        world_.transactions.respond(id, 488);
        send_next_offer();
        return;
    }
    auto response = world_.transactions.response(id, 200);
    fill_success(response);
    local_sdp_ = std::move(sdp).value();
    response.body("application/sdp", local_sdp_);
    if (!request->is(Method::Prack)) {
        session_.on_request(*request);
        session_.write_response(response);
    }
    if (request->is(Method::Invite)) {
        ack_brings_answer_ = their_offer_empty_;
        offering_ = their_offer_empty_ ? Offering::Us : Offering::Nobody;
        respond_until_ack(id, *request, std::move(response));
    } else {
        world_.transactions.respond(id, std::move(response));
    }
    arm_session_timer();
    send_next_offer();
}

void InviteLeg::offer(std::string sdp) {
    waiting_offer_ = std::move(sdp);
    send_next_offer();
}

void InviteLeg::send_next_offer() {
    if (state_ == LegState::Talking && offering_ == Offering::Nobody && awaited_ack_ == 0 && !waiting_offer_.empty() &&
        !retry_timer_) {
        offered_sdp_ = std::exchange(waiting_offer_, {});
        send_offer();
    }
}

void InviteLeg::send_offer() {
    offering_ = Offering::Us;
    auto request = dialog_->request(Method::Invite);
    request.add(Header::Allow, allowed_in_calls)
        .add(Header::Supported, supported_in_calls)
        .add(Header::UserAgent, world_.config.product);
    session_.write_request(request);
    request.body("application/sdp", offered_sdp_);
    authorize(request, method_name(Method::Invite));
    world_.transactions.send_request(std::move(request), dialog_->hop(), handler(&InviteLeg::on_offer_answer));
}

void InviteLeg::on_offer_answer(const Answer& answer) {
    if (answer.is_provisional() || state_ != LegState::Talking) {
        return;
    }
    world_.metrics.count_response(answer.status);
    if (!answer.is_success() || answer.response == nullptr) {
        on_offer_refused(answer);
        return;
    }
    const auto& response = *answer.response;
    dialog_->on_response(response);
    auto ack = dialog_->ack(response.cseq());
    authorize(ack, method_name(Method::Ack));
    world_.transactions.send_stateless(std::move(ack), dialog_->hop());
    if (offering_ != Offering::Us || response.cseq() != dialog_->local_cseq()) {
        return;  // that 2xx again
    }
    session_.on_response(response);
    local_sdp_ = std::exchange(offered_sdp_, {});
    const bool quiet = std::exchange(refreshing_, false);
    offering_ = Offering::Nobody;
    arm_session_timer();
    if (!quiet) {
        world_.events.on_answered(id_, std::string{sdp_of(response)});
    }
    send_next_offer();
}

void InviteLeg::on_offer_refused(const Answer& answer) {
    auto* credentials = keeper_.credentials(peer_.trunk);
    const auto* response = answer.response;
    switch (answer.status) {
        case 491:
            // RFC 3261 §14.1: the one who made the Call-ID waits longer, so that they do not meet again.
            world_.metrics.glares.add();
            retry_offer_in(dialog_->we_are_caller()
                               ? random_between(std::chrono::milliseconds{2'100}, std::chrono::milliseconds{4'000})
                               : random_between(std::chrono::milliseconds{0}, std::chrono::milliseconds{2'000}));
            return;
        case 401:
        case 407:
            if (credentials != nullptr && response != nullptr &&
                credentials->on_challenge(*response) == DigestClient::Take::Taken) {
                send_offer();
                return;
            }
            break;
        case 422:
            if (response != nullptr && session_.raise(*response)) {
                send_offer();
                return;
            }
            break;
        case 408:
        case 481:
            lost("sip_" + std::to_string(answer.status));  // RFC 3261 §12.2.1.2
            return;
        case 500:
            if (response != nullptr && response->has(Header::RetryAfter)) {
                const auto wait = parse_number(response->header(Header::RetryAfter));
                retry_offer_in(std::chrono::seconds{wait.ok() ? std::min<std::uint32_t>(*wait, 30) : 5});
                return;
            }
            break;
        default:
            break;
    }
    log().info("sip.offer.refused", {{"leg", id_}, {"status", answer.status}});
    offered_sdp_.clear();
    offer_done();
    arm_session_timer();
}

void InviteLeg::retry_offer_in(Duration delay) {
    if (waiting_offer_.empty()) {
        waiting_offer_ = std::exchange(offered_sdp_, {});
    }
    offering_ = Offering::Nobody;
    world_.timers.cancel(retry_timer_);
    retry_timer_ = world_.after(delay, [this] {
        retry_timer_ = {};
        send_next_offer();
    });
}

void InviteLeg::offer_done() {
    offering_ = Offering::Nobody;
    refreshing_ = false;
    send_next_offer();
}

}  // namespace yh::sip
