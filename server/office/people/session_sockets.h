#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "http/websocket.h"
#include "office/office.h"
#include "office/people/identity.h"

namespace yh::office::people {

/// Every WebSocket of somebody signed in, /ws and /sip alike, so that it closes with 4401 when its session ends: by
/// signing out, by running out, or because the person is no more. Bounds how many one session may open.
/// Owned by main; dies after the web server. Thread: home.
class SessionSockets {
  public:
    explicit SessionSockets(Office& office) : office_{office} {}

    /// From now on looks every few seconds which sessions still live.
    void start();
    /// False: this session, or everybody together, has too many; the caller closes with 1013.
    bool add(const http::Socket& socket, std::shared_ptr<const SignedIn> who);
    void remove(const http::Socket& socket);
    /// Closes what is open of this session.
    void end(std::string_view session_hash);
    /// Closes what is open of people who are no more in the directory: they left the company.
    void end_absent();
    std::size_t size() const { return open_.size(); }

  private:
    struct Open {
        http::Socket socket;
        std::shared_ptr<const SignedIn> who;
    };

    void look();
    static void close(const http::Socket& socket) { socket.close(4401, "signed out"); }

    Office& office_;
    std::unordered_map<std::uint64_t, Open> open_;  // by the socket's id
    std::unordered_map<std::string, std::size_t> by_session_;
};

}  // namespace yh::office::people
