#include <stdlib.h>

#include "base/log.h"
#include "http/connection.h"
#include "http/text.h"

namespace yh::http {

namespace {

// A refused body up to this size is read and thrown away, so that the connection can go on.
constexpr std::uint64_t discard_bytes = 64 * 1024;

/// The road of an answer back to its connection, for Reply and AuthReply. Thread: any.
template <class Target, class Value, void (Connection::*deliver)(std::uint64_t, Value)>
class Road final : public Target {
  public:
    Road(Shard& shard, std::uint64_t id, std::uint64_t serial)
        : loop_{shard.loop()}, shard_{shard.weak_from_this()}, id_{id}, serial_{serial} {}

    void complete(Value value) noexcept override {
        if (loop_.is_here()) {
            // At once only inside the connection's own handler: elsewhere on this thread another connection may be
            // in the middle of the shared read buffer.
            const auto shard = shard_.lock();
            const auto connection = shard ? shard->find_connection(id_) : nullptr;
            if (connection && connection->calling_out()) {
                return (connection.get()->*deliver)(serial_, std::move(value));
            }
        }
        auto boxed = std::make_unique<Value>(std::move(value));
        loop_.post([weak = std::move(shard_), id = id_, serial = serial_, boxed = std::move(boxed)] {
            const auto shard = weak.lock();
            if (const auto connection = shard ? shard->find_connection(id) : nullptr) {
                (connection.get()->*deliver)(serial, std::move(*boxed));
            }
        });
    }

  private:
    Loop& loop_;
    std::weak_ptr<Shard> shard_;
    std::uint64_t id_;
    std::uint64_t serial_;
};

using ReplyRoad = Road<Reply::Target, Response, &Connection::complete>;
using AuthRoad = Road<AuthReply::Target, Result<IdentityPtr>, &Connection::authenticated>;

std::unique_ptr<UploadedFile> make_upload(const std::string& folder) {
    std::string path = folder + "/upload-XXXXXX";
    const int descriptor = ::mkostemp(path.data(), 02000000 /* O_CLOEXEC */);
    return descriptor < 0 ? nullptr : std::make_unique<UploadedFile>(std::move(path), descriptor);
}

}  // namespace

Response failure(ErrorKind kind, std::string_view code, int status, Headers headers) {
    return {.status = 0, .headers = std::move(headers), .body = Failure{{kind, code, {}}, {}, status}};
}

void Connection::on_problem() {
    const auto& problem = parser_.problem();
    shard_.site().count_refused(problem.code);
    refuse_and_close(failure(ErrorKind::InvalidInput, problem.code, problem.status));
}

void Connection::refuse_and_close(Response refusal) {
    if (state_ == State::Head) {  // the head was never complete: there is no exchange yet
        exchange_ = {};
        exchange_.began = shard_.loop().clock().now();
        exchange_.request_id = shard_.next_request_id();
        exchange_.language = parser_.request().language();
        ++serial_;
    }
    exchange_.keep_alive = false;
    answer(std::move(refusal));
}

void Connection::on_head() {
    auto& request = parser_.request();
    first_request_ = false;
    request.peer = peer_;
    request.over_tls = stream_.is_tls();
    request.request_id = shard_.next_request_id();
    ++serial_;
    exchange_ = {};
    exchange_.method = request.method;
    exchange_.keep_alive = parser_.keep_alive() && !shard_.draining();
    exchange_.conditions = Conditions::of(request);
    exchange_.language = request.language();
    exchange_.request_id = request.request_id;
    exchange_.began = shard_.loop().clock().now();
    exchange_.in_flight = true;
    shard_.site().in_flight.add(1);

    exchange_.refusal = refusal_for(request);
    if (exchange_.refusal || exchange_.route->permission == everyone) {
        return settle_body();
    }
    ask_auth();
}

std::optional<Response> Connection::find_route(Request& request) {
    auto match = shard_.site().router.match(request.method, request.path);
    switch (match.found) {
        case Router::Found::Route:
            exchange_.route = match.route;
            request.params = std::move(match.params);
            return std::nullopt;
        case Router::Found::NoPath:
            return failure(ErrorKind::NotFound, "http.no_route");
        case Router::Found::BadPath:
            return failure(ErrorKind::InvalidInput, "http.malformed");
        case Router::Found::WrongMethod:
            if (request.method == Method::Options) {
                return Response{.status = 204, .headers = {{"Allow", match.allow}}, .body = std::string{}};
            }
            return failure(ErrorKind::InvalidInput, "http.method", 405, {{"Allow", match.allow}});
    }
    return std::nullopt;
}

std::optional<Response> Connection::refusal_for(Request& request) {
    const auto& config = shard_.site().config;
    if (auto refused = find_route(request)) {
        return refused;
    }
    const auto length = parser_.content_length();
    if (length && *length > exchange_.route->body_limit_bytes) {
        return failure(ErrorKind::InvalidInput, "http.body_too_large", 413);
    }
    if (is_cross_site(request, config.session_cookie, config.allowed_origins)) {
        shard_.site().count_refused("http.cross_site");
        return failure(ErrorKind::Forbidden, "http.cross_site");
    }
    if (exchange_.route->websocket) {
        if (!parser_.wants_upgrade() || !list_has(request.header("Upgrade"), "websocket")) {
            return failure(ErrorKind::InvalidInput, "http.upgrade_required", 426, {{"Upgrade", "websocket"}});
        }
        if (!socket_origin_allowed(request, config.allowed_origins)) {
            shard_.site().count_refused("http.cross_site");
            return failure(ErrorKind::Forbidden, "http.cross_site");
        }
    }
    return std::nullopt;
}

void Connection::ask_auth() {
    const auto& hooks = shard_.site().hooks;
    if (!hooks.auth) {
        exchange_.refusal = failure(ErrorKind::Unauthenticated, "http.signed_out");
        return settle_body();
    }
    state_ = State::Auth;
    calling_out_ = true;
    try {
        hooks.auth(parser_.request(), AuthReply{std::make_unique<AuthRoad>(shard_, id_, serial_)});
    } catch (const std::exception& error) {
        log().error("http.hook_threw", {{"what", error.what()}});  // the dropped AuthReply has refused
    }
    calling_out_ = false;
}

void Connection::authenticated(std::uint64_t serial, Result<IdentityPtr> answer) {
    if (serial != serial_ || state_ != State::Auth) {
        return;
    }
    if (!answer) {
        const auto kind = answer.error().kind;
        exchange_.refusal = failure(kind, answer.error().code);
    } else {
        const auto& allowed = shard_.site().hooks.allowed;
        const auto permission = exchange_.route->permission;
        parser_.request().identity = *answer;
        if (*answer == nullptr) {
            exchange_.refusal = failure(ErrorKind::Unauthenticated, "http.signed_out");
        } else if (!(allowed ? allowed(**answer, permission) : permission == signed_in)) {
            exchange_.refusal = failure(ErrorKind::Forbidden, "http.forbidden");
        }
    }
    settle_body();
    pump();
}

void Connection::settle_body() {
    state_ = State::Body;
    progress_bytes_ = 0;
    // Whatever was read beyond the head is looked at again, also when it is nothing: the body may be empty.
    pending_is_new_ = true;
    arm(shard_.site().config.body_timeout);
    if (exchange_.refusal || !give_body_a_place()) {
        const auto length = parser_.content_length();
        const bool waits = same_text(parser_.request().header("Expect"), "100-continue");
        if (length && *length <= discard_bytes && (!waits || *length == 0)) {
            return parser_.discard_body(discard_bytes);
        }
        exchange_.keep_alive = false;
        return answer(std::move(*exchange_.refusal));
    }
    say_continue();
}

bool Connection::give_body_a_place() {
    const auto limit = exchange_.route->body_limit_bytes;
    if (exchange_.route->body_to == BodyTo::Memory) {
        parser_.keep_body(limit);
        return true;
    }
    auto file = make_upload(shard_.site().config.upload_folder);
    if (!file) {
        exchange_.refusal = failure(ErrorKind::Unavailable, "http.upload_failed");
        return false;
    }
    parser_.keep_body(limit, std::move(file));
    return true;
}

void Connection::say_continue() {
    const bool nothing_yet = pending_.empty() && parser_.content_length() != 0;
    if (!nothing_yet || !same_text(parser_.request().header("Expect"), "100-continue")) {
        return;
    }
    // 25 bytes into an idle connection's empty send buffer: if even they do not fit, the peer is not worth waiting for.
    constexpr std::string_view go_on[] = {"HTTP/1.1 100 Continue\r\n\r\n"};
    const auto io = stream_.write(go_on);
    if (io.outcome != Stream::Outcome::Done || io.bytes != go_on[0].size()) {
        close();
    }
}

void Connection::on_request() {
    if (exchange_.refusal) {
        return answer(std::move(*exchange_.refusal));
    }
    auto request = std::move(parser_.request());
    if (exchange_.route->websocket) {
        return upgrade(std::move(request));
    }
    call_handler(std::move(request));
}

void Connection::call_handler(Request request) {
    state_ = State::Handling;
    calling_out_ = true;
    try {
        exchange_.route->handler(std::move(request), Reply{std::make_unique<ReplyRoad>(shard_, id_, serial_)});
    } catch (const std::exception& error) {
        log().error("http.handler_threw", {{"route", exchange_.route->pattern}, {"what", error.what()}});
    }
    calling_out_ = false;
}

void Connection::upgrade(Request request) {
    const auto& options = *exchange_.route->websocket;
    std::string chosen;
    for (const auto& header : request.headers) {
        if (!same_text(header.name, "Sec-WebSocket-Protocol")) {
            continue;
        }
        for (const auto offered : split(header.value, ',')) {
            for (const auto& ours : options.protocols) {
                if (chosen.empty() && same_text(trimmed(offered), ours)) {
                    chosen = ours;
                }
            }
        }
    }
    if (chosen.empty() && options.protocol_required) {
        return answer(failure(ErrorKind::InvalidInput, "http.no_protocol"));
    }
    const auto self = shared_from_this();
    const auto& site = shard_.site();
    site.in_flight.add(-1);
    exchange_.in_flight = false;
    site.count(exchange_.route, 101, shard_.loop().clock().now() - exchange_.began);
    state_ = State::Closed;
    shard_.loop().cancel(timer_);
    stream_.unread(std::move(pending_));
    shard_.open_socket(id_, std::move(stream_), std::move(request), *exchange_.route, std::move(chosen));
}

}  // namespace yh::http
