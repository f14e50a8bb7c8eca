#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/loop.h"
#include "base/result.h"
#include "sip/message_framer.h"
#include "sip/websocket_flow.h"
#include "sip/wire.h"

namespace yh::sip {

/// Where we listen and how much one peer may take.
struct FlowConfig {
    std::vector<Address> listen;      ///< UDP and TCP on the same port; port 0: any free one
    std::vector<Address> listen_tls;  ///< needs the two files below
    std::string tls_certificate_file;
    std::string tls_key_file;
    std::string tls_ca_file;      ///< whom we trust when we connect; empty: the system's bundle
    std::string advertised_host;  ///< our public address when a NAT stands before us; never told on loopback
    std::size_t max_connections = 20'000;
    std::size_t max_connections_per_source = 2'000;
    std::size_t write_queue_bytes = 1024 * 1024;  ///< a peer that reads slower than this is cut
    Duration connect_timeout = std::chrono::seconds{5};
    Duration first_message_timeout = std::chrono::seconds{30};  ///< also the longest that a part of a message may stand
    Duration idle_timeout = std::chrono::hours{2};
    MessageLimits limits;
};

struct ListeningAddress {
    Transport transport;
    Address address;
};

class BrowserFlows;
class FlowTable;
class UdpFlow;

/// The network: UDP, TCP and TLS sockets and the browsers' WebSockets that http hands in. Owned by the endpoint; ends
/// by closing everything without telling anybody. Thread: call loop.
class Flows final : public Wire {
  public:
    /// Binds, but receives nothing before `start`. Errors: sip.listen, sip.tls.
    static Result<std::unique_ptr<Flows>> create(Loop& loop, const FlowConfig& config);
    ~Flows() override;

    void start(WireUser& user);
    const std::vector<ListeningAddress>& listening() const { return listening_; }
    BrowserFlows& browsers() { return *browsers_; }
    /// What connections by TLS that come from now on are shown (PEM texts). Error: sip.tls.
    Result<void> use_certificate(const std::string& chain, const std::string& key);
    /// Cuts one connection; its user is told.
    void close(FlowId flow);

    void send(const Hop& to, std::string_view bytes) override;
    std::string local_host_port(const Hop& to) const override;

  private:
    Flows(Loop& loop, FlowConfig config);
    Result<void> bind(const Address& listen);
    UdpFlow* udp_for(const Address& to) const;
    std::string source_host(const Address& to) const;
    static std::string ask_kernel(const Address& to);
    void report_failure(const Hop& to);

    Loop& loop_;
    const FlowConfig config_;
    std::vector<std::unique_ptr<UdpFlow>> udp_;
    std::unique_ptr<FlowTable> streams_;
    std::unique_ptr<BrowserFlows> browsers_;
    std::vector<ListeningAddress> listening_;
    WireUser* user_ = nullptr;
    std::shared_ptr<bool> alive_;  ///< posted reports look whether we still are
    /// By destination host: which of our addresses the kernel would use. Emptied once a minute, as routes may change.
    mutable std::unordered_map<std::string, std::string> source_hosts_;
    mutable MonoTime source_hosts_since_;
};

}  // namespace yh::sip
