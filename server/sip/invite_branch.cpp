#include "sip/invite_branch.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/random.h"
#include "sip/name_addr.h"

namespace yh::sip {

namespace {

constexpr int max_attempts = 4;  // a challenge by the proxy, one by the far end, one 422, and one to spare
constexpr std::string_view sdp_type = "application/sdp";

// An offer may carry a key and leave it to the telephone (RTP/AVP with a=crypto); one that takes nothing unprotected
// wants to read RTP/SAVP (RFC 4568 §7.3). Each telephone of a user is asked as it likes. Null: nothing to change.
std::shared_ptr<const InviteOrder> offer_that_must_be_protected(const InviteOrder& order) {
    constexpr std::string_view optional = " RTP/AVP ";
    const auto line = order.sdp.find("m=audio ");
    const auto at = line == std::string::npos ? line : order.sdp.find(optional, line);
    const bool same_line = at != std::string::npos && at < order.sdp.find('\n', line);
    if (!same_line || order.sdp.find("a=crypto:", line) == std::string::npos) {
        return nullptr;
    }
    auto stricter = order;
    stricter.sdp.replace(at, optional.size(), " RTP/SAVP ");
    return std::make_shared<const InviteOrder>(std::move(stricter));
}

}  // namespace

std::string caller_party(std::string_view name, std::string_view number, std::string_view host) {
    if (number.empty()) {
        return R"("Anonymous" <sip:anonymous@anonymous.invalid>)";
    }
    std::string uri{"sip:"};
    uri += escape_user(number);
    uri += '@';
    uri += host;
    return format_name_addr(name, uri);
}

BranchId InviteBranches::send(model::LegId leg, std::shared_ptr<const InviteOrder> order, InviteTarget target) {
    const BranchId id{++last_id_};
    auto contact = world_.contact(target.hop, world_.config.contact_user);
    auto branch =
        std::make_unique<Branch>(Branch{leg,
                                        std::move(order),
                                        std::move(target),
                                        std::move(contact),
                                        random_hex(16),
                                        random_hex(6),
                                        0,
                                        0,
                                        {},
                                        {},
                                        {},
                                        SessionTimer{world_.config.session_expires_s, world_.config.session_min_s},
                                        false,
                                        {},
                                        {}});
    auto& kept = *branch;
    branches_.emplace(id, std::move(branch));
    if (kept.order->answer_within > Duration{0}) {
        kept.silence = world_.after(kept.order->answer_within, [this, id] { on_silence(id); });
    }
    transmit(id, kept);
    return id;
}

MessageBuilder InviteBranches::build(const Branch& branch) const {
    const auto& target = branch.target;
    const auto& order = *branch.order;
    auto request = MessageBuilder::request(Method::Invite, target.uri);
    const auto own_host = target.from_host.empty() ? world_.wire.local_host_port(target.hop) : target.from_host;
    const auto caller = caller_party(order.caller_name, order.caller_number, own_host);
    for (const auto& route : target.routes) {
        request.add(Header::Route, route);
    }
    request.add(Header::MaxForwards, 70)
        .add(Header::From, caller + ";tag=" + branch.from_tag)
        .add(Header::To, target.to)
        .add(Header::CallId, branch.call_id)
        .add(Header::CSeq, std::to_string(branch.cseq) + " INVITE")
        .add(Header::Contact, '<' + branch.contact + '>')
        .add(Header::Allow, allowed_in_calls)
        .add(Header::Supported, supported_in_calls)
        .add(Header::UserAgent, world_.config.product);
    if (!order.caller_number.empty()) {
        request.add(Header::PAssertedIdentity, caller);  // RFC 3325 §9.1
    }
    branch.timer.write_request(request);
    for (const auto& [name, value] : order.headers) {
        request.add(name, value);
    }
    if (!order.sdp.empty()) {
        request.body(sdp_type, order.sdp);
    }
    return request;
}

void InviteBranches::transmit(BranchId id, Branch& branch) {
    ++branch.cseq;
    auto request = build(branch);
    if (auto* trunk = trunks_.find(branch.target.trunk); trunk != nullptr && trunk->credentials() != nullptr) {
        trunk->credentials()->authorize(request, method_name(Method::Invite), branch.target.uri);
    }
    branch.transaction = world_.transactions.send_request(std::move(request), branch.target.hop,
                                                          [this, id](const Answer& answer) { on_answer(id, answer); });
}

void InviteBranches::on_answer(BranchId id, const Answer& answer) {
    const auto at = branches_.find(id);
    if (at == branches_.end() || answer.transaction != at->second->transaction) {
        return;  // an answer to an attempt that was given up
    }
    auto& branch = *at->second;
    world_.timers.cancel(std::exchange(branch.silence, {}));
    if (!answer.is_provisional()) {
        world_.metrics.count_response(answer.status);
    }
    if (answer.response != nullptr && answer.status < 300) {
        if (answer.status > 100) {
            on_response(id, branch, *answer.response);
        }
        return;
    }
    if (answer.is_final()) {
        on_failure(id, branch, answer);
    }
}

// 101–299.
void InviteBranches::on_response(BranchId id, Branch& branch, const Message& response) {
    const auto outcome = branch.forks.on_response(response, branch.contact, branch.target.hop);
    if (outcome.dialog != nullptr && branch.target.trunk) {
        outcome.dialog->set_hop(next_hop(*outcome.dialog, branch.target.hop));
    }
    switch (outcome.news) {
        case ForkSet::News::None:
            if (response.is_success()) {
                on_failure(id, branch, Answer{branch.transaction, 502, nullptr});
            } else if (branch.leg) {
                events_.on_branch_progress(branch.leg, id, response, nullptr);
            }
            return;
        case ForkSet::News::Early:
        case ForkSet::News::EarlyUpdate:
            if (branch.leg) {
                events_.on_branch_progress(branch.leg, id, response, outcome.dialog);
            }
            return;
        case ForkSet::News::Won: {
            if (!branch.leg || branch.cancelled) {
                release_answered(branch, *outcome.dialog);
                forget_later(id, branch);
                return;
            }
            acknowledge(branch, *outcome.dialog);
            branch.timer.on_response(response);
            const auto leg = std::exchange(branch.leg, {});
            branch.order.reset();
            forget_later(id, branch);
            events_.on_branch_won(leg, id, response, *outcome.dialog, branch.timer);
            return;
        }
        case ForkSet::News::Lost:
            release_answered(branch, *outcome.dialog);
            return;
        case ForkSet::News::WonAgain:
        case ForkSet::News::LostAgain:
            acknowledge(branch, *outcome.dialog);
            return;
    }
}

void InviteBranches::acknowledge(const Branch& branch, Dialog& dialog) {
    auto ack = dialog.ack(branch.cseq);
    if (auto* trunk = trunks_.find(branch.target.trunk); trunk != nullptr && trunk->credentials() != nullptr) {
        // RFC 3261 §22.3: an ACK carries the credentials of its INVITE.
        trunk->credentials()->authorize(ack, method_name(Method::Ack), dialog.remote_target());
    }
    world_.transactions.send_stateless(std::move(ack), dialog.hop());
}

void InviteBranches::release_answered(const Branch& branch, Dialog& dialog) {
    world_.metrics.forks_released.add();
    acknowledge(branch, dialog);
    auto bye = dialog.request(Method::Bye);
    bye.add(Header::Reason, R"(SIP;cause=200;text="Call completed elsewhere")");
    world_.transactions.send_request(std::move(bye), dialog.hop(), [](const Answer&) {});
}

void InviteBranches::on_failure(BranchId id, Branch& branch, const Answer& answer) {
    if (branch.leg && !branch.cancelled && try_again(id, branch, answer)) {
        return;
    }
    const auto leg = branch.leg;
    world_.timers.cancel(branch.oblivion);
    branches_.erase(id);
    if (leg) {
        events_.on_branch_failed(leg, id, answer.status, answer.response);
    }
}

// Whoever lives says 100 at once (RFC 3261 §17.2.1). What comes after all is cancelled, or ended with BYE.
void InviteBranches::on_silence(BranchId id) {
    const auto at = branches_.find(id);
    if (at == branches_.end() || !at->second->leg) {
        return;
    }
    auto& branch = *at->second;
    branch.silence = {};
    if (auto* trunk = trunks_.find(branch.target.trunk)) {
        trunk->on_silence();
    }
    const auto leg = branch.leg;
    abandon(id, R"(SIP;cause=408;text="No answer")");
    events_.on_branch_failed(leg, id, 408, nullptr);
}

bool InviteBranches::try_again(BranchId id, Branch& branch, const Answer& answer) {
    if (answer.response == nullptr || ++branch.attempts >= max_attempts) {
        return false;
    }
    if (answer.status == 401 || answer.status == 407) {
        auto* trunk = trunks_.find(branch.target.trunk);
        if (trunk == nullptr || trunk->credentials() == nullptr ||
            trunk->credentials()->on_challenge(*answer.response) != DigestClient::Take::Taken) {
            return false;
        }
    } else if (answer.status == 488) {
        auto stricter = offer_that_must_be_protected(*branch.order);
        if (!stricter) {
            return false;
        }
        branch.order = std::move(stricter);
    } else if (answer.status != 422 || !branch.timer.raise(*answer.response)) {
        return false;
    }
    branch.forks = ForkSet{};
    branch.reliable.clear();
    transmit(id, branch);
    return true;
}

void InviteBranches::abandon(BranchId id, std::string_view reason) {
    const auto at = branches_.find(id);
    if (at == branches_.end()) {
        return;
    }
    auto& branch = *at->second;
    world_.timers.cancel(std::exchange(branch.silence, {}));
    branch.leg = {};
    branch.order.reset();
    branch.cancelled = true;
    world_.transactions.cancel(branch.transaction, reason);
}

// RFC 6026 timer M: as long as the transaction may hand on further 2xx.
void InviteBranches::forget_later(BranchId id, Branch& branch) {
    branch.oblivion = world_.after(world_.config.transactions.t1 * 64, [this, id] { branches_.erase(id); });
}

bool InviteBranches::acknowledge_reliable(BranchId id, const Message& response, Dialog& dialog) {
    const auto at = branches_.find(id);
    if (at == branches_.end() || !response.lists(Header::Require, "100rel")) {
        return true;
    }
    auto& reliable = at->second->reliable;
    const auto rseq = parse_number(response.header(Header::RSeq));
    if (!rseq.ok() || *rseq == 0) {
        return true;  // not reliable after all: treat it as any other
    }
    // RFC 3262 §4: only the next in order; a repeated one has been acknowledged, a gap will be repeated.
    auto last = std::ranges::find(reliable, dialog.remote_tag(), &std::pair<std::string, std::uint32_t>::first);
    if (last == reliable.end()) {
        last = reliable.emplace(last, dialog.remote_tag(), *rseq);
    } else if (*rseq != last->second + 1) {
        return false;
    }
    last->second = *rseq;
    auto prack = dialog.request(Method::Prack);
    prack.add(Header::RAck, std::to_string(*rseq) + ' ' + std::to_string(at->second->cseq) + " INVITE");
    world_.transactions.send_request(std::move(prack), dialog.hop(), [](const Answer&) {});
    return true;
}

}  // namespace yh::sip
