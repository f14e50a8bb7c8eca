#include <utility>

#include "base/log.h"
#include "sip/invite_leg.h"
#include "sip/invite_referral.h"
#include "sip/refer_to.h"

// Transfer by a telephone of ours (RFC 3515, RFC 5589): it never calls anybody on our behalf; calls does what it asks.
namespace yh::sip {

namespace {

// A telephone that does not answer our NOTIFY does not keep the line.
constexpr auto patience = std::chrono::seconds{2};

// What the telephone reads in the NOTIFY: the words a call to the target would have come back with.
int outcome_of(const Result<void>& result) {
    if (result.ok()) {
        return 200;
    }
    switch (result.error().kind) {
        case ErrorKind::InvalidInput:
        case ErrorKind::NotFound:
            return 404;
        case ErrorKind::Conflict:
            return result.error().code == "target.offline" ? 480 : 486;
        case ErrorKind::Unauthenticated:
        case ErrorKind::Forbidden:
            return 403;
        case ErrorKind::Unavailable:
        case ErrorKind::Timeout:
            return 480;
        case ErrorKind::Locked:
        case ErrorKind::TooMany:
        case ErrorKind::Full:
            return 503;
        case ErrorKind::Unsupported:
            return 501;
        case ErrorKind::Internal:
            break;
    }
    return 500;
}

// RFC 4488 §4: the telephone wants no NOTIFY.
bool wants_silence(const Message& request) {
    const auto value = request.header(Header::ReferSub);
    return same_text(trim(value.substr(0, value.find(';'))), "false");
}

}  // namespace

// Refusals are 400, 403, 491 and 603: 404, 481 and their like would end the whole dialog in the telephone's eyes
// (RFC 5057 §5.1), and a mistyped number must not cost the call.
void InviteLeg::on_refer(TransactionId id, const Message& request) {
    if (!peer_.user) {
        world_.transactions.respond(id, 403, "Only Our Telephones Transfer");
        return;
    }
    if (state_ != LegState::Talking) {
        world_.transactions.respond(id, 603, "Not Established");
        return;
    }
    if (referral_) {
        world_.transactions.respond(id, 491);
        return;
    }
    auto refer_to = ReferTo::parse(request);
    if (!refer_to.ok()) {
        world_.transactions.respond(id, 400, refer_to.error().detail);
        return;
    }
    model::LegId replaces;
    if (!refer_to->replaces.empty()) {
        const auto leg = leg_replaced(refer_to->replaces);
        if (!leg.ok()) {
            world_.transactions.respond(id, 603, leg.error().detail);
            return;
        }
        replaces = *leg;
    }
    const bool silent = wants_silence(request);
    if (!silent) {
        begin_referral(id, request);
    }
    in_refer_ = true;
    const auto result = world_.events.on_refer(id_, std::move(refer_to->number), replaces);
    in_refer_ = false;
    const int outcome = outcome_of(result);
    log().info("sip.refer",
               {{"leg", id_}, {"outcome", outcome}, {"code", result.ok() ? std::string_view{} : result.error().code}});
    if (silent) {
        answer_silently(id, outcome);
    } else {
        referral_->outcome = outcome;
        notify_outcome();
    }
}

Result<model::LegId> InviteLeg::leg_replaced(const std::string& text) const {
    YH_TRY(const auto replaces, Replaces::parse(text));
    // RFC 3891 §3: to-tag is the one of whom the request reaches, which is us.
    const auto* leg = keeper_.find_leg_of(Dialog::key_of(replaces.call_id, replaces.to_tag, replaces.from_tag));
    if (leg == nullptr || leg == this || leg->peer().user != peer_.user || !leg->is_talking()) {
        return not_found("sip.replaces", "Replaces Unknown");
    }
    if (replaces.early_only) {
        return conflict("sip.replaces", "Replaces Already Answered");
    }
    return leg->id();
}

void InviteLeg::answer_silently(TransactionId id, int outcome) {
    if (outcome != 200) {
        world_.transactions.respond(id, 603, reason_phrase(outcome));
    } else {
        auto response = world_.transactions.response(id, 202);
        fill_success(response);
        response.add(Header::ReferSub, "false");
        world_.transactions.respond(id, std::move(response));
    }
    fire(LegEvent::ReferTold);
}

void InviteLeg::begin_referral(TransactionId id, const Message& request) {
    referral_ = std::make_unique<Referral>();
    referral_->event = "refer";
    if (std::exchange(referred_before_, true)) {
        referral_->event += ";id=" + std::to_string(request.cseq());  // RFC 3515 §2.4.6
    }
    auto response = world_.transactions.response(id, 202);
    fill_success(response);
    world_.transactions.respond(id, std::move(response));
    notify(100, "active;expires=60");
    referral_->limit = world_.after(patience, [this] {
        referral_->limit = {};
        if (state_ == LegState::HangingUp) {
            if (!referral_->told) {
                notify(referral_->outcome, "terminated;reason=noresource");
            }
            end_referral();
        }
    });
}

void InviteLeg::notify(int status, std::string_view subscription) {
    auto request = dialog_->request(Method::Notify);
    request.add(Header::Event, referral_->event)
        .add(Header::SubscriptionState, subscription)
        .add(Header::UserAgent, world_.config.product)
        .body("message/sipfrag;version=2.0",
              "SIP/2.0 " + std::to_string(status) + ' ' + std::string{reason_phrase(status)} + "\r\n");
    referral_->notifying = true;
    world_.transactions.send_request(std::move(request), dialog_->hop(), handler(&InviteLeg::on_notified));
}

void InviteLeg::on_notified(const Answer& answer) {
    if (answer.is_provisional() || !referral_) {
        return;
    }
    world_.metrics.count_response(answer.status);
    // RFC 6665 §4.2.2: who refuses a NOTIFY or never answers it has no subscription any more. The call goes on.
    if (!answer.is_success() || referral_->told) {
        end_referral();
        return;
    }
    referral_->notifying = false;
    notify_outcome();
}

void InviteLeg::notify_outcome() {
    if (!referral_->notifying && referral_->outcome != 0) {
        referral_->told = true;
        notify(referral_->outcome, "terminated;reason=noresource");
    }
}

// Whoever is let go before it has answered the first NOTIFY would never hear what became of its REFER: BYE waits a
// moment for it. A telephone that is past our patience gets both at once.
bool InviteLeg::owes_outcome() {
    if (!referral_ || referral_->told) {
        return false;
    }
    if (!referral_->limit) {
        referral_->told = true;
        notify(referral_->outcome, "terminated;reason=noresource");
        return false;
    }
    return true;
}

void InviteLeg::end_referral() {
    world_.timers.cancel(referral_->limit);
    referral_.reset();
    fire(LegEvent::ReferTold);
}

}  // namespace yh::sip
