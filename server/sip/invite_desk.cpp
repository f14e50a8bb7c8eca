#include "sip/invite_desk.h"

#include <utility>

#include "base/log.h"
#include "sip/name_addr.h"

namespace yh::sip {

InviteDesk::InviteDesk(const EndpointWorld& world, TrunkTable& trunks)
    : world_{world}, trunks_{trunks}, branches_{world, trunks, *this} {}

InviteDesk::~InviteDesk() {
    world_.timers.cancel(burial_);
}

void InviteDesk::admit(TransactionId invite, const Message& request, calls::Invited invited, LegPeer peer) {
    auto leg = InviteLeg::incoming(world_, *this, invited.leg, peer, invite, request);
    if (!leg.ok()) {
        log().info("sip.invite.unusable", {{"code", leg.error().code}, {"detail", leg.error().detail}});
        world_.transactions.respond(invite, 400);
        return;
    }
    keep(std::move(leg).value());
    world_.events.on_invited(std::move(invited));
}

void InviteDesk::call(model::LegId id, LegPeer peer, const std::shared_ptr<const InviteOrder>& order,
                      std::vector<InviteTarget> targets) {
    auto leg = InviteLeg::outgoing(world_, *this, id, peer);
    auto& kept = *leg;
    keep(std::move(leg));
    kept.call(order, std::move(targets));
}

void InviteDesk::keep(std::unique_ptr<InviteLeg> leg) {
    if (auto* trunk = trunks_.find(leg->peer().trunk)) {
        trunk->call_began();
    }
    const auto id = leg->id();
    legs_.emplace(id, std::move(leg));
    world_.metrics.legs.set(static_cast<double>(legs_.size()));
}

void InviteDesk::retire(model::LegId id) {
    const auto at = legs_.find(id);
    if (at == legs_.end()) {
        return;
    }
    if (auto* trunk = trunks_.find(at->second->peer().trunk)) {
        trunk->call_ended();
    }
    buried_.push_back(std::move(at->second));
    legs_.erase(at);
    world_.metrics.legs.set(static_cast<double>(legs_.size()));
    if (buried_.size() == 1) {
        burial_ = world_.after(Duration::zero(), [this] { buried_.clear(); });
    }
}

InviteLeg* InviteDesk::find_leg(model::LegId id) {
    const auto at = legs_.find(id);
    return at == legs_.end() ? nullptr : at->second.get();
}

InviteLeg* InviteDesk::find_leg_of(const std::string& dialog_key) {
    const auto at = by_dialog_.find(dialog_key);
    return at == by_dialog_.end() ? nullptr : find_leg(at->second);
}

InviteLeg* InviteDesk::find_by_dialog(const Message& request) {
    return find_leg_of(Dialog::key_of(request));
}

Result<void> InviteDesk::rename(model::LegId from, model::LegId to) {
    const auto* known = find_leg(from);
    if (known == nullptr || !known->is_talking() || legs_.contains(to)) {
        return not_found("leg.unknown");
    }
    auto node = legs_.extract(from);
    node.key() = to;
    auto& leg = *legs_.insert(std::move(node)).position->second;
    leg.rename(to);
    by_dialog_[leg.dialog()->key()] = to;
    return {};
}

// An INVITE without To tag is known by the tag that its responses carry; CANCEL has the same From, To and Call-ID.
InviteLeg* InviteDesk::find_by_invite(TransactionId id, const Message& request) {
    const auto local = request.to_tag().empty() ? world_.transactions.local_tag(id) : request.to_tag();
    const auto at = by_dialog_.find(Dialog::key_of(request.call_id(), local, request.from_tag()));
    return at == by_dialog_.end() ? nullptr : find_leg(at->second);
}

void InviteDesk::on_cancel(TransactionId invite, const Message& cancel) {
    if (auto* leg = find_by_invite(invite, cancel)) {
        leg->on_cancel(invite, cancel);
    } else {
        world_.transactions.respond(invite, 487);
    }
}

void InviteDesk::on_server_failure(TransactionId id, ServerFailure why) {
    const auto* request = world_.transactions.request(id);
    if (auto* leg = request == nullptr ? nullptr : find_by_invite(id, *request)) {
        leg->on_server_failure(id, why);
    }
}

void InviteDesk::on_flow_closed(FlowId flow) {
    std::vector<model::LegId> hit;
    for (const auto& [id, leg] : legs_) {
        if (leg->uses_flow(flow)) {
            hit.push_back(id);
        }
    }
    for (const auto id : hit) {
        if (auto* leg = find_leg(id)) {
            leg->on_flow_closed(flow);
        }
    }
}

DigestClient* InviteDesk::credentials(model::TrunkId id) {
    auto* trunk = trunks_.find(id);
    return trunk == nullptr ? nullptr : trunk->credentials();
}

void InviteDesk::on_branch_progress(model::LegId id, BranchId branch, const Message& response, Dialog* dialog) {
    if (auto* leg = find_leg(id)) {
        leg->on_branch_progress(branch, response, dialog);
    }
}

void InviteDesk::on_branch_won(model::LegId id, BranchId branch, const Message& response, const Dialog& dialog,
                               const SessionTimer& timer) {
    if (auto* leg = find_leg(id)) {
        leg->on_branch_won(branch, response, dialog, timer);
    }
}

void InviteDesk::on_branch_failed(model::LegId id, BranchId branch, int status, const Message* response) {
    if (auto* leg = find_leg(id)) {
        leg->on_branch_failed(branch, status, response);
    }
}

}  // namespace yh::sip
