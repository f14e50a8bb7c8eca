#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/id.h"
#include "model/ids.h"
#include "sip/wire.h"

namespace yh::sip {

/// Why we close a browser's socket.
enum class BrowserClosing { Dropped, TakenOver };

/// One browser's WebSocket as SIP sees it (RFC 7118). Implemented where http and sip meet, in main, which posts between
/// the web loops and the call loop. Thread: call loop.
class BrowserSocket {
  public:
    virtual ~BrowserSocket() = default;
    /// Sends one text message. False: it is gone or its queue is full.
    virtual bool send(std::string_view text) = 0;
    virtual void close(BrowserClosing why) = 0;
};

/// The browsers' flows: gives each a FlowId, and is told by main what comes in. Owned by Flows. Thread: call loop.
class BrowserFlows {
  public:
    /// `next_id` is shared with the other flows.
    explicit BrowserFlows(std::function<FlowId()> next_id) : next_id_{std::move(next_id)} {}

    void start(WireUser& user) { user_ = &user; }
    /// A browser came. `socket` must live until `closed` was called. `signed_in` is who its session belongs to: such a
    /// flow needs no digest for that user; none when http does not know.
    FlowId opened(BrowserSocket& socket, const Address& peer, bool secure, model::UserId signed_in = {});
    void on_text(FlowId flow, std::string text);
    void closed(FlowId flow);

    /// Who is signed in there; none when unknown or not a browser.
    model::UserId signed_in(FlowId flow) const;
    bool knows(FlowId flow) const { return flows_.contains(flow); }
    bool send(FlowId flow, std::string_view bytes);
    void close(FlowId flow, BrowserClosing why = BrowserClosing::Dropped);
    std::size_t size() const { return flows_.size(); }

  private:
    struct Browser {
        BrowserSocket* socket;
        Hop hop;
        model::UserId signed_in;
    };

    std::function<FlowId()> next_id_;
    WireUser* user_ = nullptr;
    std::unordered_map<FlowId, Browser> flows_;
};

}  // namespace yh::sip
