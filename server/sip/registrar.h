#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/directory.h"
#include "sip/endpoint_world.h"
#include "sip/registrar_bindings.h"
#include "sip/registrar_gate.h"

namespace yh::sip {

/// Answers REGISTER (RFC 3261 §10.3, Path RFC 3327, flows RFC 5626) and knows where devices are. A browser needs no
/// digest for the extension of its session and can register no other; one browser a user: the newer takes over.
/// Owned by the endpoint. Thread: call loop.
class Registrar {
  public:
    /// `signed_in` tells whose browser session a flow belongs to (none: not a browser's); `take_over` closes the flow
    /// of a browser that another one has replaced.
    Registrar(const EndpointWorld& world, Gate& gate, std::function<model::UserId(FlowId)> signed_in,
              std::function<void(FlowId)> take_over);

    void set_directory(model::DirectoryPtr directory);
    void on_register(TransactionId id, const Message& request);
    const std::vector<Binding>& bindings(model::UserId user) const { return table_.of(user); }
    /// A connection on which this user has proved who they are: trusted for INVITE too.
    bool is_trusted(FlowId flow, model::UserId user) const;
    void on_flow_closed(FlowId flow);
    std::size_t size() const { return table_.size(); }

  private:
    struct Wish;

    const model::User* identify(TransactionId id, const Message& request);
    bool take(TransactionId id, const Message& request, const model::User& user);
    std::vector<Wish> wishes(const Message& request) const;
    void apply(const Message& request, const model::User& user, const Wish& wish);
    void answer(TransactionId id, const Message& request, const model::User& user);
    void on_change(model::UserId user, bool online);
    void tell(model::UserId user, bool online);
    void take_over(const model::User& user, FlowId newer);

    const EndpointWorld& world_;
    Gate& gate_;
    const std::function<model::UserId(FlowId)> signed_in_;
    const std::function<void(FlowId)> take_over_;
    model::DirectoryPtr directory_;
    BindingTable table_;
    std::unordered_map<FlowId, model::UserId> proven_;
    std::unordered_map<model::UserId, model::TenantId>
        tenants_;  ///< of users online: known even after they are deleted
    bool answering_ = false;
    std::vector<std::pair<model::UserId, bool>> to_tell_;  ///< changes by the REGISTER at hand, told after its answer
};

}  // namespace yh::sip
