#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/loop.h"
#include "calls/ports.h"
#include "model/directory.h"
#include "sip/endpoint_config.h"
#include "sip/flow.h"
#include "sip/trunk.h"
#include "sip/websocket_flow.h"

namespace yh::sip {

class EndpointCore;
class Resolver;

/// SIP as the rest of the program sees it: sockets, registrar, trunks and calls behind one door. Owned by main.
/// Closing: `drain`, wait for `calls_up() == 0` or the end of patience, destroy; destroying sends nothing more. Thread:
/// call loop.
class Endpoint final : public calls::SignalPort {
  public:
    using Config = EndpointConfig;

    /// Binds and begins to serve. `loop`, `ids` and `events` must outlive it. Errors: sip.listen, sip.tls.
    static Result<std::unique_ptr<Endpoint>> create(Loop& loop, const Config& config, IdMaker& ids,
                                                    calls::SignalEvents& events);
    ~Endpoint() override;
    Endpoint(const Endpoint&) = delete;
    Endpoint& operator=(const Endpoint&) = delete;

    void set_directory(model::DirectoryPtr directory);
    /// "127.0.0.1:5060": where we really listen first (port 0 has become a number).
    std::string listening() const;
    /// All of them: UDP, TCP, TLS.
    const std::vector<ListeningAddress>& listening_addresses() const;
    /// Telephones that connect by TLS from now on are shown this certificate (PEM texts); the connections that are
    /// there keep theirs. Nothing changes when it fails. Error: sip.tls.
    Result<void> use_certificate(const std::string& chain, const std::string& key);
    /// Where main hands in the browsers' WebSockets.
    BrowserFlows& browsers();

    /// No new calls from now on; registered trunks are told that we go.
    void drain();
    /// Legs that are not over.
    std::size_t calls_up() const;
    std::vector<TrunkStatus> trunks() const;

    Result<void> invite(calls::OutgoingLeg leg) override;
    bool is_private(model::UserId user) const override;
    void progress(model::LegId leg, int status, std::string sdp) override;
    void answer(model::LegId leg, std::string sdp) override;
    void offer(model::LegId leg, std::string sdp) override;
    void answer_offer(model::LegId leg, Result<std::string> sdp) override;
    void close(model::LegId leg, calls::LegClosing why) override;
    Result<void> rename(model::LegId from, model::LegId to) override;
    bool has_leg(model::LegId leg) const override;

  private:
    Endpoint(Loop& loop, const Config& config);

    Loop& loop_;
    const Config config_;
    std::unique_ptr<Flows> flows_;
    std::unique_ptr<Resolver> resolver_;
    std::unique_ptr<EndpointCore> core_;
};

}  // namespace yh::sip
