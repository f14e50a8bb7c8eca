#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "sip/endpoint_world.h"
#include "sip/invite_branch.h"
#include "sip/invite_leg.h"
#include "sip/trunk_table.h"

namespace yh::sip {

/// All INVITE sessions: finds the leg of a dialog, of a pending INVITE and of an id, and buries legs that are over.
/// Owned by the endpoint. Thread: call loop.
class InviteDesk final : public LegKeeper, public BranchEvents {
  public:
    InviteDesk(const EndpointWorld& world, TrunkTable& trunks);
    ~InviteDesk() override;

    /// An authenticated INVITE outside of any dialog. Tells calls, or answers it with a failure.
    void admit(TransactionId invite, const Message& request, calls::Invited invited, LegPeer peer);
    void call(model::LegId leg, LegPeer peer, const std::shared_ptr<const InviteOrder>& order,
              std::vector<InviteTarget> targets);
    InviteLeg* find_leg(model::LegId leg) override;
    InviteLeg* find_leg_of(const std::string& dialog_key) override;
    /// Errors: leg.unknown (also: not established, or the new name is taken).
    Result<void> rename(model::LegId from, model::LegId to);
    /// The leg of the dialog in which this request is; null: none.
    InviteLeg* find_by_dialog(const Message& request);
    bool has_dialog(const std::string& key) const { return by_dialog_.contains(key); }

    void on_cancel(TransactionId invite, const Message& cancel);
    void on_server_failure(TransactionId id, ServerFailure why);
    void on_flow_closed(FlowId flow);

    std::size_t legs() const { return legs_.size(); }
    bool has_leg(model::LegId leg) const { return legs_.contains(leg); }
    std::size_t dialogs() const { return by_dialog_.size(); }
    std::size_t branches_open() const { return branches_.size(); }

    void know_dialog(const std::string& key, model::LegId leg) override { by_dialog_[key] = leg; }
    void forget_dialog(const std::string& key) override { by_dialog_.erase(key); }
    void retire(model::LegId leg) override;
    InviteBranches& branches() override { return branches_; }
    DigestClient* credentials(model::TrunkId trunk) override;

    void on_branch_progress(model::LegId leg, BranchId branch, const Message& response, Dialog* dialog) override;
    void on_branch_won(model::LegId leg, BranchId branch, const Message& response, const Dialog& dialog,
                       const SessionTimer& timer) override;
    void on_branch_failed(model::LegId leg, BranchId branch, int status, const Message* response) override;

  private:
    void keep(std::unique_ptr<InviteLeg> leg);
    InviteLeg* find_by_invite(TransactionId id, const Message& request);

    const EndpointWorld& world_;
    TrunkTable& trunks_;
    InviteBranches branches_;
    std::unordered_map<model::LegId, std::unique_ptr<InviteLeg>> legs_;
    std::unordered_map<std::string, model::LegId> by_dialog_;
    std::vector<std::unique_ptr<InviteLeg>> buried_;  ///< over, but perhaps still on the stack
    TimerId burial_;
};

}  // namespace yh::sip
