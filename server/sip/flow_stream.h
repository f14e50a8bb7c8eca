#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/loop.h"
#include "sip/flow.h"
#include "sip/message_framer.h"
#include "sip/wire.h"

// One TCP or TLS connection. Only flow*.cpp include this (Asio's types are in it).
namespace yh::sip {

class StreamFlow;

/// Whoever keeps the connections. Thread: call loop.
class StreamOwner {
  public:
    virtual ~StreamOwner() = default;
    virtual void on_stream_message(const Hop& from, std::string bytes) = 0;
    /// Closed by either side, or never opened. `unsent` tells whether something we were given was not sent.
    virtual void on_stream_gone(const Hop& hop, bool unsent) = 0;
};

/// One connection, plain or TLS; the TLS layer is there or not, all else is the same. Bytes given while it connects
/// are kept. Shared with its handlers in flight, owned by FlowTable, which `close`s it. Thread: call loop.
class StreamFlow : public std::enable_shared_from_this<StreamFlow> {
  public:
    using Tcp = boost::asio::ip::tcp;
    using TlsContext = boost::asio::ssl::context;

    StreamFlow(Loop& loop, StreamOwner& owner, const FlowConfig& config, Tcp::socket socket, Hop hop);

    /// One that reached us; `tls` is null for plain TCP.
    void accepted(TlsContext* tls);
    void connect(TlsContext* tls);
    void send(std::string_view bytes);
    /// No callback follows to the owner.
    void close();

    const Hop& hop() const { return hop_; }
    bool is_accepted() const { return accepted_; }
    /// Should be cut by now: never became a connection, sent nothing, left a message half sent, or idled too long.
    bool overdue(MonoTime now) const;
    Address local() const;

  private:
    enum class State : std::uint8_t { Connecting, Shaking, Open, Closed };

    void start_tls(TlsContext& tls, bool as_server);
    void opened();
    void read();
    void on_read(std::size_t count);
    void write();
    void fail();

    template <class Buffers, class Handler>
    void read_some(const Buffers& buffers, Handler handler);
    template <class Buffers, class Handler>
    void write_all(const Buffers& buffers, Handler handler);

    Loop& loop_;
    StreamOwner* owner_;
    const FlowConfig& config_;
    Tcp::socket socket_;
    std::optional<boost::asio::ssl::stream<Tcp::socket&>> tls_;
    Hop hop_;
    StreamFramer framer_;
    std::array<char, 4096> input_;
    std::string waiting_;  ///< to be sent after what is being sent
    std::string sending_;
    State state_ = State::Connecting;
    bool accepted_ = false;
    bool had_message_ = false;
    MonoTime began_;
    MonoTime heard_;
    MonoTime part_since_;
};

}  // namespace yh::sip
