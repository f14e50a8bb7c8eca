#include "base/loop.h"
#include "http/shard.h"
#include "http/websocket.h"
#include "http/websocket_session.h"

namespace yh::http {

void Socket::send(std::string text) const {
    send(std::make_shared<const std::string>(std::move(text)), FrameKind::Text);
}

void Socket::send_binary(std::string bytes) const {
    send(std::make_shared<const std::string>(std::move(bytes)), FrameKind::Binary);
}

void Socket::send(SharedText message, FrameKind kind) const {
    loop_->post([weak = shard_, id = id_, message = std::move(message), kind]() mutable {
        const auto shard = weak.lock();
        if (const auto session = shard ? shard->find_socket(id) : nullptr) {
            session->send(std::move(message), kind);
        }
    });
}

void Socket::close(std::uint16_t code, std::string reason) const {
    loop_->post([weak = shard_, id = id_, code, reason = std::move(reason)]() mutable {
        const auto shard = weak.lock();
        if (const auto session = shard ? shard->find_socket(id) : nullptr) {
            session->close(code, std::move(reason));
        }
    });
}

}  // namespace yh::http
