#include "http/websocket_session.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "base/log.h"
#include "http/stream_layer.h"

namespace yh::http {

namespace beast = boost::beast;
namespace ws = beast::websocket;
using beast::error_code;

namespace {

constexpr std::size_t idle_buffer_bytes = 4096;
constexpr std::size_t max_queued_messages = 16 * 1024;

beast::http::request<beast::http::empty_body> handshake_of(const Request& request) {
    beast::http::request<beast::http::empty_body> made{beast::http::verb::get, request.target, 11};
    for (const auto& header : request.headers) {
        made.insert(header.name, header.value);
    }
    return made;
}

}  // namespace

struct WebSocketSession::Impl {
    explicit Impl(Stream stream) : socket{StreamLayer{std::move(stream)}} {}

    ws::stream<StreamLayer, false> socket;  // false: no compression; it costs 300 KB a socket
    beast::flat_buffer buffer;
    beast::http::request<beast::http::empty_body> handshake;
};

WebSocketSession::WebSocketSession(Shard& shard, std::uint64_t id, Stream stream, const WebSocketOptions& options)
    : shard_{shard},
      id_{id},
      options_{options},
      source_{stream.peer().address},
      impl_{std::make_unique<Impl>(std::move(stream))} {}

WebSocketSession::~WebSocketSession() = default;

void WebSocketSession::start(Request request, std::string protocol) {
    const auto& config = shard_.site().config;
    auto& socket = impl_->socket;
    socket.read_message_max(options_.max_message_bytes);
    socket.auto_fragment(false);
    // Beast pings when half of the idle time has passed in silence.
    socket.set_option(ws::stream_base::timeout{config.header_timeout, 2 * config.ping_interval, true});
    socket.set_option(ws::stream_base::decorator{[protocol = std::move(protocol)](ws::response_type& response) {
        if (!protocol.empty()) {
            response.set(beast::http::field::sec_websocket_protocol, protocol);
        }
    }});
    impl_->handshake = handshake_of(request);
    auto boxed = std::make_unique<Request>(std::move(request));
    socket.async_accept(impl_->handshake, [self = shared_from_this(), boxed = std::move(boxed)](error_code error) {
        if (error || self->ended_) {
            return self->ended({1002, error.message()});
        }
        self->opened(std::move(*boxed));
    });
}

template <class Call>
void WebSocketSession::call_out(Call&& call) {
    try {
        call();
    } catch (const std::exception& error) {
        log().error("ws.handler_threw", {{"what", error.what()}});
        close(1011, "internal error");
    }
}

void WebSocketSession::opened(Request request) {
    impl_->handshake = {};
    open_ = true;
    const bool close_at_once = closing_;  // somebody asked while the handshake was on its way
    if (options_.events.on_open) {
        call_out([&] {
            options_.events.on_open(Socket{shard_.loop(), shard_.weak_from_this(), id_}, std::move(request));
        });
    }
    if (close_at_once) {
        begin_close();
    } else if (shard_.draining()) {
        close(1001, "going away");
    }
    read_next();
}

void WebSocketSession::read_next() {
    impl_->socket.async_read(impl_->buffer, [self = shared_from_this()](error_code error, std::size_t) {
        if (self->ended_) {
            return;
        }
        if (!error) {
            self->got_message();
            return self->ended_ ? void() : self->read_next();
        }
        if (error == ws::error::closed) {
            const auto& why = self->impl_->socket.reason();
            const std::string_view text{why.reason.data(), why.reason.size()};
            // RFC 6455 §7.1.5: a close frame without a code counts as 1005.
            return self->ended({why.code == 0 ? std::uint16_t{1005} : std::uint16_t{why.code}, std::string{text}});
        }
        const bool too_big = error == ws::error::message_too_big || error == ws::error::buffer_overflow;
        const bool broken = error == ws::condition::protocol_violation;
        if (too_big || broken) {
            self->shard_.site().count_cut(too_big ? "ws_too_big" : "ws_protocol");
        } else if (error == beast::error::timeout) {
            self->shard_.site().count_cut("ws_silent");
        }
        const std::uint16_t code = self->closing_ ? self->close_with_.code : too_big ? 1009 : broken ? 1002 : 1006;
        self->ended({code, error.message()});
    });
}

void WebSocketSession::got_message() {
    const auto data = impl_->buffer.cdata();
    std::string message{static_cast<const char*>(data.data()), data.size()};
    impl_->buffer.consume(impl_->buffer.size());
    if (impl_->buffer.capacity() > idle_buffer_bytes) {
        impl_->buffer.shrink_to_fit();
    }
    if (closing_ || !options_.events.on_message) {
        return;
    }
    const auto kind = impl_->socket.got_text() ? FrameKind::Text : FrameKind::Binary;
    call_out([&] {
        options_.events.on_message(Socket{shard_.loop(), shard_.weak_from_this(), id_}, std::move(message), kind);
    });
}

void WebSocketSession::enqueue(Outgoing message) {
    if (!open_ || closing_ || ended_) {
        return;
    }
    queued_bytes_ += message.size();
    queue_.push_back(std::move(message));
    if (queued_bytes_ > options_.send_queue_bytes || queue_.size() > max_queued_messages) {
        return cut("ws_slow_reader", 1013);
    }
    if (!writing_) {
        write_next();
    }
}

void WebSocketSession::write_next() {
    writing_ = true;
    const auto& next = queue_.front();
    impl_->socket.text(next.kind == FrameKind::Text);
    const std::array<boost::asio::const_buffer, 2> pieces{boost::asio::buffer(next.head),
                                                          boost::asio::buffer(*next.message)};
    impl_->socket.async_write(pieces, [self = shared_from_this()](error_code error, std::size_t) {
        self->writing_ = false;
        if (error || self->ended_) {
            return;  // the read that is always pending ends the session
        }
        self->queued_bytes_ -= self->queue_.front().size();
        self->queue_.pop_front();
        if (!self->queue_.empty()) {
            self->write_next();
        } else if (self->closing_) {
            self->begin_close();
        }
    });
}

void WebSocketSession::close(std::uint16_t code, std::string reason) {
    if (closing_ || ended_) {
        return;
    }
    closing_ = true;
    close_with_ = {code, std::move(reason)};
    if (open_ && !writing_) {
        begin_close();
    }
}

void WebSocketSession::begin_close() {
    // RFC 6455 §5.5.1: two bytes of code and at most 123 of reason.
    const auto text = close_with_.reason.substr(0, 123);
    impl_->socket.async_close({ws::close_code{close_with_.code}, beast::string_view{text.data(), text.size()}},
                              [self = shared_from_this()](error_code) { self->ended(self->close_with_); });
}

void WebSocketSession::cut(std::string_view reason, std::uint16_t code) {
    if (ended_) {
        return;
    }
    shard_.site().count_cut(reason);
    impl_->socket.next_layer().stream().close();
    ended({code, std::string{reason}});
}

void WebSocketSession::ended(SocketClosed how) {
    if (ended_) {
        return;
    }
    const auto self = shared_from_this();
    ended_ = true;
    if (!writing_) {
        queue_.clear();
    }
    if (open_ && options_.events.on_close) {
        call_out([&] {
            options_.events.on_close(Socket{shard_.loop(), shard_.weak_from_this(), id_}, std::move(how));
        });
    }
    shard_.remove_socket(id_, source_);
}

}  // namespace yh::http
