#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "calls/ports.h"
#include "model/directory.h"
#include "sip/endpoint_config.h"
#include "sip/endpoint_metrics.h"
#include "sip/endpoint_world.h"
#include "sip/invite_desk.h"
#include "sip/registrar.h"
#include "sip/registrar_gate.h"
#include "sip/resolver.h"
#include "sip/transaction.h"
#include "sip/trunk_table.h"

namespace yh::sip {

/// What the core is made of from outside; all must outlive it.
struct CoreParts {
    const EndpointConfig& config;
    const Clock& clock;
    TimerQueue& timers;
    Wire& wire;
    Resolver& resolver;
    IdMaker& ids;
    calls::SignalEvents& events;
    std::function<model::UserId(FlowId)> signed_in;  ///< whose browser session a flow is
    std::function<void(FlowId)> take_over;           ///< closes a browser that another one of its user replaces
};

/// SIP without sockets: decides what each request is, who sent it and whose work it is. The endpoint runs it on real
/// flows, tests on a wire in memory with a clock that they move. Owned by the endpoint. Thread: call loop.
class EndpointCore final : public calls::SignalPort, public WireUser, public TransactionUser {
  public:
    explicit EndpointCore(CoreParts parts);
    ~EndpointCore() override;
    EndpointCore(const EndpointCore&) = delete;
    EndpointCore& operator=(const EndpointCore&) = delete;

    void set_directory(model::DirectoryPtr directory);
    /// No new calls from now on, in either direction.
    void drain() { draining_ = true; }
    /// Tells carriers that we are gone.
    void unregister() { trunks_.unregister_all(); }

    std::vector<TrunkStatus> trunks() const { return trunks_.statuses(); }
    std::size_t calls_up() const { return desk_.legs(); }
    std::size_t dialogs() const { return desk_.dialogs(); }
    std::size_t transactions() const { return transactions_.size(); }
    std::size_t bindings() const { return registrar_.size(); }

    // SignalPort.
    Result<void> invite(calls::OutgoingLeg leg) override;
    bool is_private(model::UserId user) const override;
    void progress(model::LegId leg, int status, std::string sdp) override;
    void answer(model::LegId leg, std::string sdp) override;
    void offer(model::LegId leg, std::string sdp) override;
    void answer_offer(model::LegId leg, Result<std::string> sdp) override;
    void close(model::LegId leg, calls::LegClosing why) override;
    Result<void> rename(model::LegId from, model::LegId to) override;
    bool has_leg(model::LegId leg) const override { return desk_.has_leg(leg); }

    // WireUser.
    void on_received(std::string bytes, const Hop& from) override;
    void on_send_failed(const Hop& to) override;
    void on_flow_closed(FlowId flow) override;

    // TransactionUser.
    void on_request(TransactionId id, const Message& request) override;
    void on_ack(const Message& ack) override;
    void on_cancel(TransactionId invite, const Message& cancel) override;
    void on_stray_response(const Message& response) override;
    void on_server_failure(TransactionId id, ServerFailure why) override;

  private:
    void on_dialog_request(TransactionId id, const Message& request);
    void on_outside_request(TransactionId id, const Message& request);
    bool is_acceptable(TransactionId id, const Message& request);
    void refuse_method(TransactionId id, int status);

    // endpoint_invite.cpp
    void on_invite(TransactionId id, const Message& request);
    bool is_invite_acceptable(TransactionId id, const Message& request);
    void on_phone_invite(TransactionId id, const Message& request, const Claim& claim);
    void on_trunk_invite(TransactionId id, const Message& request, Trunk& trunk);
    void admit(TransactionId id, const Message& request, calls::Invited invited, LegPeer peer);
    Result<std::vector<InviteTarget>> targets_of(const calls::ToExtension& to) const;
    Result<std::vector<InviteTarget>> targets_of(const calls::ToTrunk& to) const;

    const std::function<model::UserId(FlowId)> signed_in_;
    EndpointMetrics metrics_;
    TransactionLayer transactions_;
    EndpointWorld world_;
    Gate gate_;
    Registrar registrar_;
    TrunkTable trunks_;
    InviteDesk desk_;

    model::DirectoryPtr directory_;
    bool draining_ = false;
    TimerId housekeeping_;
    void keep_house();
};

/// Is this the User-Agent of a known attack tool? Looks at raw bytes, before any work is done for them.
bool is_scanner(std::string_view bytes);

}  // namespace yh::sip
