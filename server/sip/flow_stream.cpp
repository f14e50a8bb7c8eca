#include "sip/flow_stream.h"

#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <cstring>
#include <utility>

#include "base/log.h"
#include "base/loop_asio.h"
#include "sip/flow_address.h"

namespace yh::sip {

namespace asio = boost::asio;
using Failure = boost::system::error_code;

namespace {

StreamFlow::Tcp::endpoint to_endpoint(const Address& address) {
    sockaddr_storage storage{};
    const auto length = to_sockaddr(address, storage);
    StreamFlow::Tcp::endpoint endpoint;
    endpoint.resize(length);
    std::memcpy(endpoint.data(), &storage, length);
    return endpoint;
}

// A peer that vanished without FIN is found by the kernel in about two minutes, whatever SIP does.
void find_dead_peers(int fd) {
    const auto set = [fd](int level, int name, int value) {
        (void)::setsockopt(fd, level, name, &value, sizeof value);
    };
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_KEEPIDLE, 60);
    set(IPPROTO_TCP, TCP_KEEPINTVL, 15);
    set(IPPROTO_TCP, TCP_KEEPCNT, 4);
    set(IPPROTO_TCP, TCP_NODELAY, 1);
}

}  // namespace

StreamFlow::StreamFlow(Loop& loop, StreamOwner& owner, const FlowConfig& config, Tcp::socket socket, Hop hop)
    : loop_{loop},
      owner_{&owner},
      config_{config},
      socket_{std::move(socket)},
      hop_{std::move(hop)},
      framer_{config.limits},
      began_{loop.clock().now()},
      heard_{began_} {}

void StreamFlow::accepted(TlsContext* tls) {
    accepted_ = true;
    find_dead_peers(socket_.native_handle());
    if (tls == nullptr) {
        opened();
    } else {
        start_tls(*tls, true);
    }
}

void StreamFlow::connect(TlsContext* tls) {
    socket_.async_connect(to_endpoint(hop_.address), [self = shared_from_this(), tls](const Failure& failure) {
        run_task(self->loop_, Task{[&] {
                     if (failure || self->state_ == State::Closed) {
                         self->fail();
                         return;
                     }
                     find_dead_peers(self->socket_.native_handle());
                     if (tls == nullptr) {
                         self->opened();
                     } else {
                         self->start_tls(*tls, false);
                     }
                 }});
    });
}

void StreamFlow::start_tls(TlsContext& tls, bool as_server) {
    state_ = State::Shaking;
    tls_.emplace(socket_, tls);
    if (!as_server) {
        // SNI (RFC 6066 §3) names hosts only; an address is checked in the certificate all the same (RFC 5922 §7).
        if (!Address::from_host(hop_.tls_name, 0).ok()) {
            SSL_set_tlsext_host_name(tls_->native_handle(), hop_.tls_name.c_str());
        }
        tls_->set_verify_callback(asio::ssl::host_name_verification{hop_.tls_name});
    }
    tls_->async_handshake(as_server ? asio::ssl::stream_base::server : asio::ssl::stream_base::client,
                          [self = shared_from_this()](const Failure& failure) {
                              run_task(self->loop_, Task{[&] {
                                           if (failure || self->state_ == State::Closed) {
                                               log().info("sip.tls.refused", {{"peer", self->hop_.address.text()},
                                                                              {"why", failure.message()}});
                                               self->fail();
                                           } else {
                                               self->opened();
                                           }
                                       }});
                          });
}

void StreamFlow::opened() {
    state_ = State::Open;
    heard_ = loop_.clock().now();
    read();
    write();
}

template <class Buffers, class Handler>
void StreamFlow::read_some(const Buffers& buffers, Handler handler) {
    if (tls_) {
        tls_->async_read_some(buffers, std::move(handler));
    } else {
        socket_.async_read_some(buffers, std::move(handler));
    }
}

template <class Buffers, class Handler>
void StreamFlow::write_all(const Buffers& buffers, Handler handler) {
    if (tls_) {
        asio::async_write(*tls_, buffers, std::move(handler));
    } else {
        asio::async_write(socket_, buffers, std::move(handler));
    }
}

void StreamFlow::read() {
    read_some(asio::buffer(input_), [self = shared_from_this()](const Failure& failure, std::size_t count) {
        run_task(self->loop_, Task{[&] {
                     if (failure) {
                         self->fail();
                     } else {
                         self->on_read(count);
                     }
                 }});
    });
}

void StreamFlow::on_read(std::size_t count) {
    if (state_ != State::Open) {
        return;
    }
    heard_ = loop_.clock().now();
    framer_.feed({input_.data(), count});
    // The owner may close us while it handles a message.
    while (state_ == State::Open) {
        auto next = framer_.next();
        switch (next.event) {
            case StreamFramer::Event::Message:
                had_message_ = true;
                owner_->on_stream_message(hop_, std::move(next.message));
                continue;
            case StreamFramer::Event::Ping:
                send(StreamFramer::pong);
                continue;
            case StreamFramer::Event::Pong:
                continue;
            case StreamFramer::Event::Broken:
                log().info("sip.flow.broken", {{"peer", hop_.address.text()}});
                fail();
                return;
            case StreamFramer::Event::NeedMore:
                part_since_ = framer_.pending_bytes() == 0 ? MonoTime{}
                              : part_since_ == MonoTime{}  ? heard_
                                                           : part_since_;
                read();
                return;
        }
    }
}

void StreamFlow::send(std::string_view bytes) {
    if (state_ == State::Closed) {
        return;
    }
    if (waiting_.size() + bytes.size() > config_.write_queue_bytes) {
        log().warn("sip.flow.slow", {{"peer", hop_.address.text()}, {"waiting_bytes", waiting_.size()}});
        // Not from inside this call: the sender must not be told of the loss while it sends.
        loop_.post([self = shared_from_this()] { self->fail(); });
        return;
    }
    waiting_ += bytes;
    if (state_ == State::Open) {
        write();
    }
}

void StreamFlow::write() {
    if (!sending_.empty() || waiting_.empty() || state_ != State::Open) {
        return;
    }
    sending_.swap(waiting_);
    write_all(asio::buffer(sending_), [self = shared_from_this()](const Failure& failure, std::size_t) {
        run_task(self->loop_, Task{[&] {
                     if (failure) {
                         self->fail();
                         return;
                     }
                     self->sending_.clear();
                     self->write();
                 }});
    });
}

void StreamFlow::fail() {
    if (state_ == State::Closed) {
        return;
    }
    const bool unsent = !waiting_.empty() || !sending_.empty();
    auto* owner = owner_;
    const auto self = shared_from_this();
    close();
    owner->on_stream_gone(hop_, unsent);
}

void StreamFlow::close() {
    if (state_ == State::Closed) {
        return;
    }
    state_ = State::Closed;
    Failure ignored;
    socket_.close(ignored);
}

bool StreamFlow::overdue(MonoTime now) const {
    if (state_ == State::Connecting || state_ == State::Shaking) {
        return now - began_ > config_.connect_timeout;
    }
    if (accepted_ && !had_message_ && now - began_ > config_.first_message_timeout) {
        return true;
    }
    if (part_since_ != MonoTime{} && now - part_since_ > config_.first_message_timeout) {
        return true;
    }
    return now - heard_ > config_.idle_timeout;
}

Address StreamFlow::local() const {
    Failure failure;
    const auto endpoint = socket_.local_endpoint(failure);
    sockaddr_storage storage{};
    if (!failure) {
        std::memcpy(&storage, endpoint.data(), endpoint.size());
    }
    return from_sockaddr(storage);
}

}  // namespace yh::sip
