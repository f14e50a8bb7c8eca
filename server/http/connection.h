#pragma once

// Internal to http/.
#include <memory>
#include <optional>
#include <string>

#include "http/file_answer.h"
#include "http/request_parser.h"
#include "http/shard.h"

namespace yh::http {

/// One accepted connection, plain or TLS, and the one request it is working on: requests are answered in the order
/// they came, the next is read when the last is written. Owned by its Shard; the callbacks of its socket keep it
/// alive too, until they have run. Thread: its web loop. Ends by close(), or by handing its stream to a WebSocket.
class Connection final : public std::enable_shared_from_this<Connection> {
  public:
    Connection(Shard& shard, std::uint64_t id, Stream stream);

    void start();
    /// The answer to request number `serial`; a late one for another is ignored.
    void complete(std::uint64_t serial, Response response);
    void authenticated(std::uint64_t serial, Result<IdentityPtr> answer);
    /// Whether a handler or hook of this connection is running right now, further up the stack.
    bool calling_out() const { return calling_out_; }
    /// Closes now when idle, else after the answer.
    void drain();
    void close();

  private:
    enum class State { Handshake, Head, Auth, Body, Handling, Writing, Lingering, Closed };

    /// What must be remembered about the request while a handler has it.
    struct Exchange {
        const Route* route = nullptr;
        Method method = Method::Get;
        bool keep_alive = true;
        bool in_flight = false;
        std::optional<Response> refusal;  ///< decided before the body was read
        Conditions conditions;
        Language language = Language::Chinese;
        std::string request_id;
        MonoTime began{};
        int status = 0;
    };

    // connection.cpp: bytes in
    void handshake();
    void begin_request();
    void pump();
    void eat(std::string_view bytes);
    bool wants_bytes() const;
    void got_bytes(std::size_t bytes);
    void wait_then_pump(Stream::Outcome for_what);
    void linger();
    void arm(Duration after);
    void on_timer();
    void timed_out();

    // connection_request.cpp: from a request's head to its handler
    void on_head();
    void on_problem();
    void refuse_and_close(Response refusal);
    std::optional<Response> refusal_for(Request& request);
    std::optional<Response> find_route(Request& request);
    void ask_auth();
    void settle_body();
    bool give_body_a_place();
    void say_continue();
    void on_request();
    void call_handler(Request request);
    void upgrade(Request request);

    // connection_answer.cpp: bytes out
    void answer(Response response);
    void write();
    bool next_slice();
    void written();

    Shard& shard_;
    const std::uint64_t id_;
    Stream stream_;
    const Peer peer_;

    RequestParser parser_;
    State state_ = State::Handshake;
    Exchange exchange_;
    std::uint64_t serial_ = 0;
    std::string pending_;  ///< read but not yet consumed
    bool pending_is_new_ = false;
    bool head_began_ = false;
    bool pumping_ = false;
    bool calling_out_ = false;
    bool first_request_ = true;
    std::size_t progress_bytes_ = 0;

    std::string out_;
    std::string out_body_;
    std::size_t sent_ = 0;  ///< of both together
    OpenFile file_;
    ByteRange slice_;

    MonoTime deadline_ = MonoTime::max();
    MonoTime timer_at_ = MonoTime::max();
    TimerId timer_;
};

/// An error as a response, before a connection has given it its words.
Response failure(ErrorKind kind, std::string_view code, int status = 0, Headers headers = {});

}  // namespace yh::http
