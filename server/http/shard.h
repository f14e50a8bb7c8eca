#pragma once

// Internal to http/.
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "http/site.h"
#include "http/websocket.h"

namespace yh::http {

class Connection;
class WebSocketSession;

/// The connections and WebSockets of one web loop. Owned by the Server; others hold it weakly. Thread: its loop.
/// Ends after drain() or close_all(), when nothing of it is open.
class Shard final : public std::enable_shared_from_this<Shard> {
  public:
    /// `closed` is told the source address of each connection that ended.
    Shard(Loop& loop, std::shared_ptr<const Site> site, std::uint64_t number, std::function<void(std::string)> closed);
    ~Shard();

    Loop& loop() const { return loop_; }
    const Site& site() const { return *site_; }
    /// A read buffer shared by all connections: nothing in it outlives the reading step.
    std::span<char> scratch() { return scratch_; }
    std::string_view date();
    std::string next_request_id();
    bool draining() const { return draining_; }

    void adopt(Stream stream);
    std::shared_ptr<Connection> find_connection(std::uint64_t id) const;
    std::shared_ptr<WebSocketSession> find_socket(std::uint64_t id) const;
    void remove_connection(std::uint64_t id, const std::string& source);
    void remove_socket(std::uint64_t id, const std::string& source);
    /// The connection `id` has become a WebSocket.
    void open_socket(std::uint64_t id, Stream stream, Request request, const Route& route, std::string protocol);

    void drain(Duration at_most, Task done);
    void close_all();

  private:
    void told_closed(const std::string& source);

    Loop& loop_;
    const std::shared_ptr<const Site> site_;
    const std::function<void(std::string)> closed_;
    std::unordered_map<std::uint64_t, std::shared_ptr<Connection>> connections_;
    std::unordered_map<std::uint64_t, std::shared_ptr<WebSocketSession>> sockets_;
    std::vector<char> scratch_;
    std::uint64_t next_id_;
    std::string request_prefix_;
    std::uint64_t next_request_ = 0;
    std::int64_t date_second_ = 0;
    std::string date_;
    bool draining_ = false;
    Task drained_;
};

}  // namespace yh::http
