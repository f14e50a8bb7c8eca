#include "sip/websocket_flow.h"

#include <utility>

#include "sip/message_framer.h"

namespace yh::sip {

FlowId BrowserFlows::opened(BrowserSocket& socket, const Address& peer, bool secure, model::UserId signed_in) {
    const auto id = next_id_();
    Hop hop;
    hop.transport = secure ? Transport::Wss : Transport::Ws;
    hop.address = peer;
    hop.flow = id;
    flows_.emplace(id, Browser{&socket, std::move(hop), signed_in});
    return id;
}

void BrowserFlows::on_text(FlowId flow, std::string text) {
    const auto at = flows_.find(flow);
    if (at == flows_.end() || user_ == nullptr) {
        return;
    }
    // RFC 5626 §3.5.1 over WebSocket (RFC 7118 §6 leaves it allowed): answered here, as the framer does for TCP.
    if (text == StreamFramer::ping) {
        at->second.socket->send(StreamFramer::pong);
        return;
    }
    // A copy, because what the message causes may close the flow.
    const auto hop = at->second.hop;
    user_->on_received(std::move(text), hop);
}

void BrowserFlows::closed(FlowId flow) {
    if (flows_.erase(flow) != 0 && user_ != nullptr) {
        user_->on_flow_closed(flow);
    }
}

model::UserId BrowserFlows::signed_in(FlowId flow) const {
    const auto at = flows_.find(flow);
    return at == flows_.end() ? model::UserId{} : at->second.signed_in;
}

bool BrowserFlows::send(FlowId flow, std::string_view bytes) {
    const auto at = flows_.find(flow);
    return at != flows_.end() && at->second.socket->send(bytes);
}

void BrowserFlows::close(FlowId flow, BrowserClosing why) {
    if (const auto at = flows_.find(flow); at != flows_.end()) {
        at->second.socket->close(why);
        closed(flow);
    }
}

}  // namespace yh::sip
