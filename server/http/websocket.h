#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "http/request.h"

namespace yh {
class Loop;
}

namespace yh::http {

class Shard;
struct Delivery;

/// One message that may go to many sockets without being copied.
using SharedText = std::shared_ptr<const std::string>;

enum class FrameKind { Text, Binary };

/// Names one open WebSocket. Copies are cheap and may be kept and used on any thread after the socket has gone:
/// what is sent then is dropped. The web loops must outlive every Socket.
class Socket {
  public:
    Socket(Loop& loop, std::weak_ptr<Shard> shard, std::uint64_t id)
        : loop_{&loop}, shard_{std::move(shard)}, id_{id} {}

    /// Unique among all sockets of the server's life.
    std::uint64_t id() const { return id_; }
    void send(std::string text) const;
    void send_binary(std::string bytes) const;
    void send(SharedText message, FrameKind kind) const;
    /// RFC 6455 §7.4: 1000 normal, 1001 going away, 1008 policy, 4000… our own.
    void close(std::uint16_t code, std::string reason = {}) const;

  private:
    friend void send_all(std::vector<Delivery> frames, Loop& home, Task done);

    Loop* loop_;
    std::weak_ptr<Shard> shard_;
    std::uint64_t id_;
};

/// One text message for one socket: a head of its own, then what many sockets share, without being copied.
struct Delivery {
    Socket socket;
    std::string head;
    SharedText tail;
};

/// Sends to many sockets with one crossing of threads for each web loop, in the order given. `done` runs on `home` when
/// every web loop has taken its part: who waits for it before sending more can never make the web loops fall behind.
void send_all(std::vector<Delivery> frames, Loop& home, Task done);

/// How a socket ended. 1006: the connection was lost; 1013 with slow_reader: we cut it.
struct SocketClosed {
    std::uint16_t code = 1006;
    std::string reason;
};

/// What happens on the sockets of one route, on the web loop of each: post onwards, never block. For one socket:
/// on_open, then any number of on_message, then on_close exactly once.
struct SocketEvents {
    /// The request carries identity, parameters and cookies.
    std::function<void(Socket, Request)> on_open;
    std::function<void(Socket, std::string message, FrameKind)> on_message;
    std::function<void(Socket, SocketClosed)> on_close;
};

struct WebSocketOptions {
    std::vector<std::string> protocols;  ///< what we speak; the client's first known one is chosen
    bool protocol_required = false;      ///< refuse a client that offers none of them (RFC 7118: "sip")
    std::size_t max_message_bytes = 64 * 1024;
    /// A reader that falls this far behind is cut, never waited for.
    std::size_t send_queue_bytes = 1024 * 1024;
    SocketEvents events;
};

}  // namespace yh::http
