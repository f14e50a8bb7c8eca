#pragma once

// Internal to http/.
#include <deque>
#include <memory>
#include <string>

#include "http/shard.h"

namespace yh::http {

/// One open WebSocket (RFC 6455), with Beast's codec underneath. Owned by its Shard; pending operations of its socket
/// keep it alive too, until they have run. Thread: its web loop. Ends with on_close, exactly once, if on_open was
/// called.
class WebSocketSession final : public std::enable_shared_from_this<WebSocketSession> {
  public:
    WebSocketSession(Shard& shard, std::uint64_t id, Stream stream, const WebSocketOptions& options);
    ~WebSocketSession();

    void start(Request request, std::string protocol);
    void send(SharedText message, FrameKind kind) { enqueue({{}, std::move(message), kind}); }
    /// One text message in two pieces.
    void send(std::string head, SharedText tail) { enqueue({std::move(head), std::move(tail), FrameKind::Text}); }
    /// Sends what is queued, then the close frame.
    void close(std::uint16_t code, std::string reason);
    /// Drops the connection without a word; `reason` is counted.
    void cut(std::string_view reason, std::uint16_t code);

  private:
    struct Impl;
    struct Outgoing {
        std::string head;
        SharedText message;
        FrameKind kind;

        std::size_t size() const { return head.size() + message->size(); }
    };

    void enqueue(Outgoing message);
    void opened(Request request);
    void read_next();
    void got_message();
    void write_next();
    void begin_close();
    void ended(SocketClosed how);
    template <class Call>
    void call_out(Call&& call);

    Shard& shard_;
    const std::uint64_t id_;
    const WebSocketOptions& options_;
    const std::string source_;
    std::unique_ptr<Impl> impl_;
    std::deque<Outgoing> queue_;
    std::size_t queued_bytes_ = 0;
    bool open_ = false;
    bool writing_ = false;
    bool closing_ = false;
    bool ended_ = false;
    SocketClosed close_with_;
};

}  // namespace yh::http
