#pragma once

// Internal to http/: our Stream as Beast's websocket::stream wants to see one.
#include <array>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <utility>

#include "http/stream_impl.h"

namespace yh::http {

/// What runs when a step is over, with its type forgotten: so the steps below are compiled once.
class StepDone {
  public:
    virtual ~StepDone() = default;
    virtual void run(boost::system::error_code error, std::size_t bytes) = 0;
};

template <class Handler>
class StepDoneWith final : public StepDone {
  public:
    explicit StepDoneWith(Handler handler) : handler_{std::move(handler)} {}
    void run(boost::system::error_code error, std::size_t bytes) override { handler_(error, bytes); }

  private:
    Handler handler_;
};

/// Asynchronous reads and writes over the try-and-wait steps of a Stream. Owned by Beast's stream, which the
/// WebSocketSession owns; every pending step holds the session. Completions are posted, never called inline.
class StreamLayer {
  public:
    using executor_type = boost::asio::io_context::executor_type;
    using DonePtr = std::unique_ptr<StepDone>;
    using Pieces = std::array<std::string_view, 8>;

    explicit StreamLayer(Stream stream) : stream_{std::move(stream)} {}

    executor_type get_executor() { return io_context(stream_.impl().loop).get_executor(); }
    Stream& stream() { return stream_; }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        boost::asio::mutable_buffer into;
        for (auto it = boost::asio::buffer_sequence_begin(buffers); it != boost::asio::buffer_sequence_end(buffers);
             ++it) {
            into = *it;
            if (into.size() > 0) {
                break;
            }
        }
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this, into](auto handler) {
                read({static_cast<char*>(into.data()), into.size()}, erased(std::move(handler)), Call::FromOutside);
            },
            token);
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        Pieces pieces;
        std::size_t count = 0;
        for (auto it = boost::asio::buffer_sequence_begin(buffers);
             it != boost::asio::buffer_sequence_end(buffers) && count < pieces.size(); ++it) {
            const boost::asio::const_buffer piece{*it};
            if (piece.size() > 0) {
                pieces[count++] = {static_cast<const char*>(piece.data()), piece.size()};
            }
        }
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this, pieces, count](auto handler) {
                write(pieces, count, erased(std::move(handler)), Call::FromOutside);
            },
            token);
    }

    /// Says goodbye, then reads until the peer has gone or a second has passed: closing with unread bytes would reset
    /// the connection and lose our close frame.
    void linger(DonePtr done);

    template <class Handler>
    static DonePtr erased(Handler handler) {
        return std::make_unique<StepDoneWith<Handler>>(std::move(handler));
    }

  private:
    enum class Call { FromOutside, FromWait };

    void read(std::span<char> into, DonePtr done, Call call);
    void write(const Pieces& pieces, std::size_t count, DonePtr done, Call call);
    void drain(DonePtr done, std::size_t left);
    void finish(Stream::Io io, DonePtr done, Call call);

    Stream stream_;
    TimerId linger_timer_;
};

// Found by Beast through argument-dependent lookup.
inline void beast_close_socket(StreamLayer& layer) {
    layer.stream().close();
}

template <class Handler>
void async_teardown(boost::beast::role_type, StreamLayer& layer, Handler&& handler) {
    layer.linger(StreamLayer::erased([done = std::forward<Handler>(handler)](boost::system::error_code error,
                                                                             std::size_t) mutable { done(error); }));
}

}  // namespace yh::http
