#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/loop.h"
#include "sip/flow.h"
#include "sip/flow_stream.h"
#include "sip/wire.h"

// All TCP and TLS connections. Only flow*.cpp include this (Asio's types are in it).
namespace yh::sip {

/// Accepts, connects, finds and sweeps connections. One that we opened is found again by where it goes; one that
/// reached us only by its id (RFC 5626: a phone behind NAT is reached by nothing else). Owned by Flows. Thread: call
/// loop.
class FlowTable final : public StreamOwner {
  public:
    FlowTable(Loop& loop, const FlowConfig& config, std::function<FlowId()> next_id);
    ~FlowTable() override;

    /// Errors: sip.listen, sip.tls.
    Result<Address> listen(const Address& address, Transport transport);
    /// Where nobody listens with TLS there is nothing to do. Error: sip.tls.
    Result<void> use_certificate(const std::string& chain, const std::string& key);
    void start(WireUser& user);
    /// False: that flow is gone (the caller reports it).
    bool send(const Hop& to, std::string_view bytes);
    void close(FlowId flow);
    const StreamFlow* find(FlowId flow) const;
    const std::vector<ListeningAddress>& listening() const { return listening_; }

    void on_stream_message(const Hop& from, std::string bytes) override;
    void on_stream_gone(const Hop& hop, bool unsent) override;

  private:
    struct Door;
    using FlowPtr = std::shared_ptr<StreamFlow>;

    void accept(Door& door);
    void admit(Door& door, StreamFlow::Tcp::socket socket);
    StreamFlow* open_to(const Hop& to);
    FlowPtr forget(const Hop& hop);
    void sweep();

    Loop& loop_;
    const FlowConfig& config_;
    std::function<FlowId()> next_id_;
    std::optional<boost::asio::ssl::context> server_tls_;
    std::optional<boost::asio::ssl::context> client_tls_;
    std::vector<std::unique_ptr<Door>> doors_;
    std::vector<ListeningAddress> listening_;
    std::unordered_map<FlowId, FlowPtr> flows_;
    std::unordered_map<std::string, FlowId> opened_;           ///< by destination
    std::unordered_map<std::string, std::size_t> per_source_;  ///< accepted connections by host
    WireUser* user_ = nullptr;
    std::shared_ptr<bool> alive_;  ///< an accept that is already under way looks whether we still are
    TimerId sweeper_;
};

}  // namespace yh::sip
