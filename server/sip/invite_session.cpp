#include <utility>

#include "base/log.h"
#include "sip/invite_leg.h"
#include "sip/invite_ringing.h"
#include "sip/options.h"

// Requests inside a dialog other than offers, and the session timer (RFC 4028).
namespace yh::sip {

namespace {

// "Signal=5\r\nDuration=160" (dtmf-relay) or just "5"; 10 and 11 are * and # on some phones. 0: not a key.
char dtmf_key(const Message& request) {
    auto body = trim(request.body());
    if (same_text(request.content_type(), "application/dtmf-relay")) {
        constexpr std::string_view name = "signal";
        if (body.size() < name.size() || !same_text(body.substr(0, name.size()), name)) {
            return 0;
        }
        body = body.substr(name.size());
        const auto equals = body.find('=');
        body = equals == std::string_view::npos ? std::string_view{} : body.substr(equals + 1);
        body = trim(body.substr(0, body.find_first_of("\r\n")));
    }
    if (body == "10") {
        return '*';
    }
    if (body == "11") {
        return '#';
    }
    if (body.size() != 1 || std::string_view{"0123456789*#ABCDabcd"}.find(body[0]) == std::string_view::npos) {
        return 0;
    }
    return body[0] >= 'a' ? static_cast<char>(body[0] - 'a' + 'A') : body[0];
}

}  // namespace

void InviteLeg::on_request(TransactionId id, const Message& request) {
    if (dialog_) {
        if (dialog_->on_request(request) == CSeqCheck::OutOfOrder) {
            world_.transactions.respond(id, 500);  // RFC 3261 §12.2.2
            return;
        }
        follow_peer(request);
    }
    dispatch(id, request);
}

// A phone behind NAT is where its last request came from; a carrier where its Contact says.
void InviteLeg::follow_peer(const Message& request) {
    if (peer_.user) {
        if (dialog_->hop() != request.source()) {
            dialog_->set_hop(request.source());
        }
        world_.timers.cancel(std::exchange(flow_timer_, {}));
    } else if (request.is(Method::Invite) || request.is(Method::Update)) {
        dialog_->set_hop(next_hop(*dialog_, request.source().flow ? request.source() : dialog_->hop()));
    }
}

void InviteLeg::dispatch(TransactionId id, const Message& request) {
    switch (request.method()) {
        case Method::Invite:
            on_offer_request(id, request);
            return;
        case Method::Bye:
            on_bye(id, request);
            return;
        case Method::Update:
            on_update(id, request);
            return;
        case Method::Prack:
            on_prack(id, request);
            return;
        case Method::Info:
            on_info(id, request);
            return;
        case Method::Options:
            answer_options(world_, id);
            return;
        case Method::Refer:
            on_refer(id, request);
            return;
        case Method::Notify:
        case Method::Subscribe:
            world_.transactions.respond(id, 489);
            return;
        case Method::Ack:
        case Method::Cancel:
        case Method::Register:
        case Method::Message:
        case Method::Publish:
        case Method::Other:
            respond_with_allow(id, request.is(Method::Other) ? 501 : 405);
            return;
    }
}

void InviteLeg::respond_with_allow(TransactionId id, int status) {
    auto response = world_.transactions.response(id, status);
    response.add(Header::Allow, allowed_in_calls);
    world_.transactions.respond(id, std::move(response));
}

void InviteLeg::fill_success(MessageBuilder& response) const {
    response.add(Header::Contact, '<' + dialog_->local_contact() + '>')
        .add(Header::Allow, allowed_in_calls)
        .add(Header::Supported, supported_in_calls)
        .add(Header::Server, world_.config.product);
}

void InviteLeg::on_bye(TransactionId id, const Message& request) {
    if (state_ == LegState::Calling) {
        world_.transactions.respond(id, 481);  // RFC 3261 §15: the called party may not end an early dialog
        return;
    }
    world_.transactions.respond(id, 200);
    const auto word = reason_word(request);
    const bool plain = word.empty() || word == "q850_16" || word == "q850_31" || word == "sip_200";
    ending_ = {far_side(), plain ? "hangup" : word};
    fire(LegEvent::Bye);
}

void InviteLeg::on_info(TransactionId id, const Message& request) {
    const auto type = request.content_type();
    const bool dtmf = same_text(type, "application/dtmf-relay") || same_text(type, "application/dtmf");
    if (!request.body().empty() && !dtmf) {
        auto response = world_.transactions.response(id, 415);
        response.add(Header::Accept, "application/dtmf-relay, application/dtmf");
        world_.transactions.respond(id, std::move(response));
        return;
    }
    const char key = dtmf ? dtmf_key(request) : char{0};
    world_.transactions.respond(id, 200);
    if (key != 0) {
        world_.events.on_dtmf(id_, key);
    }
}

void InviteLeg::on_update(TransactionId id, const Message& request) {
    if (!request.body().empty()) {
        on_offer_request(id, request);
        return;
    }
    if (session_.is_too_small(request)) {
        auto response = world_.transactions.response(id, 422);
        response.add(Header::MinSe, world_.config.session_min_s);
        world_.transactions.respond(id, std::move(response));
        return;
    }
    auto response = world_.transactions.response(id, 200);
    if (dialog_) {
        fill_success(response);
        session_.on_request(request);
        session_.write_response(response);
    }
    world_.transactions.respond(id, std::move(response));
    arm_session_timer();
}

void InviteLeg::send_bye() {
    auto bye = dialog_->request(Method::Bye);
    if (!closing_reason_.empty()) {
        bye.add(Header::Reason, closing_reason_);
    }
    bye.add(Header::UserAgent, world_.config.product);
    authorize(bye, method_name(Method::Bye));
    // Whatever comes back, the session is over (RFC 3261 §15.1.1).
    world_.transactions.send_request(std::move(bye), dialog_->hop(), [](const Answer&) {});
}

void InviteLeg::arm_session_timer() {
    world_.timers.cancel(std::exchange(session_timer_, {}));
    if (session_.is_on() && dialog_ && dialog_->state() == DialogState::Confirmed) {
        session_timer_ = world_.after(session_.due(), [this] { on_session_timer(); });
    }
}

void InviteLeg::on_session_timer() {
    session_timer_ = {};
    if (!session_.we_refresh()) {
        lost("session_timer");  // RFC 4028 §10
        return;
    }
    if (state_ != LegState::Talking || offering_ != Offering::Nobody || retry_timer_ || local_sdp_.empty()) {
        // An offer under way refreshes as well; look again soon.
        session_timer_ = world_.after(std::chrono::seconds{5}, [this] { on_session_timer(); });
        return;
    }
    if (peer_updates_) {
        refresh_by_update();
        return;
    }
    refreshing_ = true;
    waiting_offer_ = local_sdp_;
    send_next_offer();
}

void InviteLeg::refresh_by_update() {
    auto update = dialog_->request(Method::Update);
    update.add(Header::Supported, supported_in_calls).add(Header::UserAgent, world_.config.product);
    session_.write_request(update);
    authorize(update, method_name(Method::Update));
    world_.transactions.send_request(std::move(update), dialog_->hop(), handler(&InviteLeg::on_refreshed));
}

void InviteLeg::on_refreshed(const Answer& answer) {
    if (answer.is_provisional() || state_ != LegState::Talking) {
        return;
    }
    world_.metrics.count_response(answer.status);
    if (answer.is_success() && answer.response != nullptr) {
        dialog_->on_response(*answer.response);
        session_.on_response(*answer.response);
        arm_session_timer();
        return;
    }
    if (answer.status == 408 || answer.status == 481) {
        lost("session_timer");
        return;
    }
    const bool challenged = answer.status == 401 || answer.status == 407;
    auto* credentials = keeper_.credentials(peer_.trunk);
    if (answer.response != nullptr && ((challenged && credentials != nullptr &&
                                        credentials->on_challenge(*answer.response) == DigestClient::Take::Taken) ||
                                       (answer.status == 422 && session_.raise(*answer.response)))) {
        refresh_by_update();
        return;
    }
    if (answer.status == 405 || answer.status == 501) {
        peer_updates_ = false;
    }
    session_timer_ = world_.after(std::chrono::seconds{10}, [this] { on_session_timer(); });
}

}  // namespace yh::sip
