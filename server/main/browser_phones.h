#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/loop.h"
#include "calls/conductor.h"
#include "http/websocket.h"
#include "office/people/session_sockets.h"
#include "sip/endpoint.h"

namespace yh::app {

/// The WebSocket `/sip` (RFC 7118): where http and sip meet. A socket belongs to the session that opened it, and so to
/// that session's user; SIP asks no password there. Close codes: 4401 the session ended, 4409 another browser of this
/// user took over, 1001 we shut down, 1008 too many messages, 1013 too many sockets.
/// Owned by main; dies after the web server and the loops' threads. Thread: call loop, but for `route`, whose handlers
/// run on the web loops and only post.
class BrowserPhones {
  public:
    /// All of it outlives the sockets.
    struct World {
        Loop& call_loop;
        Loop& home;
        sip::Endpoint& endpoint;
        calls::Conductor& conductor;
        office::people::SessionSockets& sessions;
    };
    explicit BrowserPhones(World world);
    ~BrowserPhones();
    BrowserPhones(const BrowserPhones&) = delete;
    BrowserPhones& operator=(const BrowserPhones&) = delete;

    http::WebSocketOptions route();

  private:
    class Phone;
    /// Where a socket comes from, as SIP needs to know it.
    struct Origin {
        std::string address;
        std::uint16_t port = 0;
        bool over_tls = false;
    };
    using Who = std::shared_ptr<const office::people::SignedIn>;

    void opened(const http::Socket& socket, const Origin& origin, const Who& who);
    void received(std::uint64_t socket, std::string message);
    void closed(std::uint64_t socket, const http::SocketClosed& how);

    World world_;
    std::unordered_map<std::uint64_t, std::unique_ptr<Phone>> phones_;  // by socket
};

}  // namespace yh::app
