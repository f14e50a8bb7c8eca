#include <unordered_map>
#include <utility>

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

void send_all(std::vector<Delivery> frames, Loop& home, Task done) {
    std::unordered_map<Loop*, std::vector<Delivery>> by_loop;
    for (auto& frame : frames) {
        by_loop[frame.socket.loop_].push_back(std::move(frame));
    }
    if (by_loop.empty()) {
        return home.post(std::move(done));
    }
    // Counted down on `home` only.
    struct Waiting {
        std::size_t loops;
        Task done;
    };
    auto waiting = std::make_shared<Waiting>(Waiting{by_loop.size(), std::move(done)});
    for (auto& [loop, part] : by_loop) {
        loop->post([part = std::move(part), &home, waiting]() mutable {
            for (auto& frame : part) {
                const auto shard = frame.socket.shard_.lock();
                if (const auto session = shard ? shard->find_socket(frame.socket.id_) : nullptr) {
                    session->send(std::move(frame.head), std::move(frame.tail));
                }
            }
            home.post([waiting = std::move(waiting)] {
                if (--waiting->loops == 0) {
                    waiting->done();
                }
            });
        });
    }
}

}  // namespace yh::http
