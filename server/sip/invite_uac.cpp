#include <algorithm>
#include <utility>

#include "base/log.h"
#include "sip/invite_leg.h"
#include "sip/invite_ringing.h"
#include "sip/name_addr.h"

// The outgoing leg until it is answered: parallel branches, of which the first 2xx wins.
namespace yh::sip {

namespace {

// Which of two failures tells the caller more: a decision of a person, then of a device, then mere silence.
int weight(int status) {
    if (status >= 600) {
        return 6;
    }
    switch (status) {
        case 486:
        case 603:
            return 5;
        case 487:
        case 503:
            return 1;
        case 408:
        case 480:
            return 2;
        default:
            return status < 400 ? 3 : 4;
    }
}

}  // namespace

std::unique_ptr<InviteLeg> InviteLeg::outgoing(const EndpointWorld& world, LegKeeper& keeper, model::LegId id,
                                               LegPeer peer) {
    return std::unique_ptr<InviteLeg>{new InviteLeg{world, keeper, id, peer, LegState::Calling}};
}

void InviteLeg::call(const std::shared_ptr<const InviteOrder>& order, std::vector<InviteTarget> targets) {
    local_sdp_ = order->sdp;
    ringing_->single = targets.size() == 1;
    for (auto& target : targets) {
        ringing_->branches.push_back(keeper_.branches().send(id_, order, std::move(target)));
    }
    ringing_->limit = world_.after(world_.config.ring_limit, [this] {
        abandon(R"(Q.850;cause=19;text="no answer")");
        ringing_->failed_status = 408;
        ringing_->failed_reason = "rang too long";
        fire(LegEvent::AllFailed);
    });
}

void InviteLeg::on_branch_progress(BranchId branch, const Message& response, Dialog* dialog) {
    if (dialog != nullptr) {
        if (std::ranges::find(ringing_->early_dialogs, dialog->key()) == ringing_->early_dialogs.end()) {
            ringing_->early_dialogs.push_back(dialog->key());
            keeper_.know_dialog(dialog->key(), id_);
        }
        if (!keeper_.branches().acknowledge_reliable(branch, response, *dialog)) {
            return;
        }
    }
    std::string sdp{ringing_->single ? sdp_of(response) : std::string_view{}};
    if (response.lists(Header::Require, "100rel") && !sdp_of(response).empty() && ringing_->early_answer.empty()) {
        ringing_->early_answer = sdp_of(response);
    }
    const int status = response.status() == 183 ? 183 : 180;
    if (response.status() == 199 || (status == ringing_->told_status && (sdp.empty() || sdp == ringing_->told_sdp))) {
        return;  // repeated
    }
    ringing_->told_status = status;
    ringing_->told_sdp = sdp;
    world_.events.on_progress(id_, status, std::move(sdp));
}

void InviteLeg::on_branch_won(BranchId branch, const Message& response, const Dialog& dialog,
                              const SessionTimer& timer) {
    std::erase(ringing_->branches, branch);
    dialog_.emplace(dialog);
    session_ = timer;
    peer_updates_ = response.lists(Header::Allow, "UPDATE");
    const auto sdp = sdp_of(response);
    ringing_->won_sdp = sdp.empty() ? ringing_->early_answer : std::string{sdp};
    closing_reason_ = R"(SIP;cause=200;text="Call completed elsewhere")";
    fire(ringing_->won_sdp.empty() ? LegEvent::WonUnusable : LegEvent::Won);
}

void InviteLeg::take_call() {
    abandon(closing_reason_);
    forget_early_dialogs();
    keeper_.know_dialog(dialog_->key(), id_);
    auto sdp = std::move(ringing_->won_sdp);
    world_.timers.cancel(ringing_->limit);
    ringing_.reset();
    arm_session_timer();
    world_.events.on_answered(id_, std::move(sdp));
    send_next_offer();
}

void InviteLeg::on_branch_failed(BranchId branch, int status, const Message* response) {
    std::erase(ringing_->branches, branch);
    note_failure(status, response);
    if (status >= 600) {
        // RFC 3261 §16.7: a decision that is valid everywhere.
        abandon(R"(SIP;cause=603;text="Declined elsewhere")");
        ringing_->branches.clear();
    }
    if (ringing_->branches.empty()) {
        fire(LegEvent::AllFailed);
    }
}

void InviteLeg::note_failure(int status, const Message* response) {
    if (ringing_->failed_status != 0 && weight(ringing_->failed_status) >= weight(status)) {
        return;
    }
    ringing_->failed_status = status;
    if (response == nullptr) {
        ringing_->failed_reason = status == 408 ? "no answer" : "cannot be reached";
        return;
    }
    ringing_->failed_reason = response->reason();
    if (status < 400) {
        // Never followed: anybody could send our callers anywhere. Where to is told, for calls to judge.
        const auto contact = NameAddr::parse(response->header(Header::Contact));
        const auto uri = contact.ok() ? Uri::parse(contact->uri) : Result<Uri>{contact.error()};
        if (uri.ok()) {
            ringing_->failed_reason = "redirect:" + uri->user_text();
        }
    }
    if (const auto word = reason_word(*response); !word.empty()) {
        ringing_->failed_reason += ' ' + word;
    }
}

void InviteLeg::give_up() {
    forget_early_dialogs();
    world_.events.on_failed(id_, ringing_->failed_status, ringing_->failed_reason);
}

void InviteLeg::abandon(std::string_view reason) {
    for (const auto branch : std::exchange(ringing_->branches, {})) {
        keeper_.branches().abandon(branch, reason);
    }
}

void InviteLeg::forget_early_dialogs() {
    if (!ringing_) {
        return;
    }
    for (const auto& key : std::exchange(ringing_->early_dialogs, {})) {
        keeper_.forget_dialog(key);
    }
}

}  // namespace yh::sip
