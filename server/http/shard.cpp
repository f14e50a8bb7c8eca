#include "http/shard.h"

#include <fmt/format.h>

#include "base/random.h"
#include "http/connection.h"
#include "http/text.h"
#include "http/websocket_session.h"

namespace yh::http {

Shard::Shard(Loop& loop, std::shared_ptr<const Site> site, std::uint64_t number,
             std::function<void(std::string)> closed)
    : loop_{loop},
      site_{std::move(site)},
      closed_{std::move(closed)},
      scratch_(64 * 1024),
      next_id_{number << 48},
      request_prefix_{random_hex(5)} {}

Shard::~Shard() = default;

std::string_view Shard::date() {
    const auto second = to_ms(loop_.clock().wall()) / 1000;
    if (second != date_second_) {
        date_second_ = second;
        date_ = http_date(second);
    }
    return date_;
}

std::string Shard::next_request_id() {
    return fmt::format("{}{:06x}", request_prefix_, ++next_request_);
}

void Shard::adopt(Stream stream) {
    loop_.assert_here();
    const auto id = ++next_id_;
    const auto connection = std::make_shared<Connection>(*this, id, std::move(stream));
    connections_[id] = connection;
    site_->connections.add(1);
    connection->start();
    if (draining_) {
        connection->drain();
    }
}

std::shared_ptr<Connection> Shard::find_connection(std::uint64_t id) const {
    const auto it = connections_.find(id);
    return it == connections_.end() ? nullptr : it->second;
}

std::shared_ptr<WebSocketSession> Shard::find_socket(std::uint64_t id) const {
    const auto it = sockets_.find(id);
    return it == sockets_.end() ? nullptr : it->second;
}

void Shard::remove_connection(std::uint64_t id, const std::string& source) {
    if (connections_.erase(id) != 0) {
        told_closed(source);
    }
}

void Shard::remove_socket(std::uint64_t id, const std::string& source) {
    if (sockets_.erase(id) != 0) {
        site_->sockets.add(-1);
        told_closed(source);
    }
}

void Shard::told_closed(const std::string& source) {
    site_->connections.add(-1);
    closed_(source);
    if (drained_ && connections_.empty() && sockets_.empty()) {
        loop_.post(std::move(drained_));
    }
}

void Shard::open_socket(std::uint64_t id, Stream stream, Request request, const Route& route, std::string protocol) {
    connections_.erase(id);
    const auto session = std::make_shared<WebSocketSession>(*this, id, std::move(stream), *route.websocket);
    sockets_[id] = session;
    site_->sockets.add(1);
    session->start(std::move(request), std::move(protocol));
}

void Shard::drain(Duration at_most, Task done) {
    draining_ = true;
    if (connections_.empty() && sockets_.empty()) {
        return loop_.post(std::move(done));
    }
    drained_ = std::move(done);
    for (const auto& [id, connection] : std::unordered_map{connections_}) {
        connection->drain();
    }
    for (const auto& [id, session] : std::unordered_map{sockets_}) {
        session->close(1001, "going away");
    }
    loop_.after(at_most, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            self->close_all();
        }
    });
}

void Shard::close_all() {
    for (const auto& [id, connection] : std::unordered_map{connections_}) {
        connection->close();
    }
    for (const auto& [id, session] : std::unordered_map{sockets_}) {
        session->cut("shutdown", 1001);
    }
}

}  // namespace yh::http
