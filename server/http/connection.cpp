#include "http/connection.h"

namespace yh::http {

namespace {

// So that one connection that always has bytes ready cannot hold the loop.
constexpr int turns_at_once = 16;
constexpr std::size_t progress_step_bytes = 1024;
constexpr std::size_t linger_bytes = 256 * 1024;
constexpr std::chrono::seconds linger_time{2};

}  // namespace

Connection::Connection(Shard& shard, std::uint64_t id, Stream stream)
    : shard_{shard},
      id_{id},
      stream_{std::move(stream)},
      peer_{stream_.peer()},
      parser_{{.header_bytes = shard.site().config.header_limit_bytes}} {}

void Connection::start() {
    arm(shard_.site().config.handshake_timeout);
    handshake();
}

void Connection::handshake() {
    const auto io = stream_.handshake();
    switch (io.outcome) {
        case Stream::Outcome::Done:
            begin_request();
            return pump();
        case Stream::Outcome::WaitRead:
        case Stream::Outcome::WaitWrite:
            return stream_.wait(io.outcome, [self = shared_from_this()] {
                if (self->state_ == State::Handshake) {
                    self->handshake();
                }
            });
        case Stream::Outcome::Ended:
        case Stream::Outcome::Failed:
            return close();
    }
}

void Connection::begin_request() {
    state_ = State::Head;
    head_began_ = !pending_.empty();
    const auto& config = shard_.site().config;
    // A new connection that says nothing is worth less patience than a browser between two clicks.
    arm(head_began_ || first_request_ ? config.header_timeout : config.idle_timeout);
}

bool Connection::wants_bytes() const {
    return state_ == State::Head || state_ == State::Body || state_ == State::Lingering;
}

void Connection::wait_then_pump(Stream::Outcome for_what) {
    stream_.wait(for_what, [self = shared_from_this()] {
        if (self->wants_bytes()) {
            self->pump();
        }
    });
}

void Connection::pump() {
    if (pumping_) {
        return;  // we were called by a handler that was called from the loop below, which goes on by itself
    }
    const auto self = shared_from_this();
    pumping_ = true;
    for (int turn = 0; wants_bytes(); ++turn) {
        if (turn == turns_at_once) {
            shard_.loop().post([self] { self->pump(); });
            break;
        }
        if (pending_is_new_) {
            const auto bytes = std::exchange(pending_, {});
            eat(bytes);
            continue;
        }
        const auto scratch = shard_.scratch();
        const auto io = stream_.read(scratch);
        if (io.outcome == Stream::Outcome::WaitRead || io.outcome == Stream::Outcome::WaitWrite) {
            wait_then_pump(io.outcome);
            break;
        }
        if (io.outcome != Stream::Outcome::Done) {
            close();
            break;
        }
        got_bytes(io.bytes);
        if (pending_.empty()) {
            eat({scratch.data(), io.bytes});
        } else {
            auto bytes = std::exchange(pending_, {});
            bytes.append(scratch.data(), io.bytes);
            eat(bytes);
        }
    }
    pumping_ = false;
}

void Connection::got_bytes(std::size_t bytes) {
    progress_bytes_ += bytes;
    if (state_ == State::Head && !head_began_) {
        head_began_ = true;
        arm(shard_.site().config.header_timeout);
    } else if (state_ == State::Body && progress_bytes_ >= progress_step_bytes) {
        progress_bytes_ = 0;
        arm(shard_.site().config.body_timeout);
    } else if (state_ == State::Lingering && progress_bytes_ > linger_bytes) {
        close();
    }
}

void Connection::eat(std::string_view bytes) {
    pending_is_new_ = false;
    while (state_ == State::Head || state_ == State::Body) {
        const auto fed = parser_.feed(bytes);
        bytes.remove_prefix(fed.consumed);
        switch (fed.progress) {
            case RequestParser::Progress::NeedMore:
                pending_ = bytes;
                pending_is_new_ = false;
                return;
            case RequestParser::Progress::HeaderDone:
                pending_ = bytes;
                on_head();
                break;
            case RequestParser::Progress::Done:
                pending_ = bytes;
                on_request();
                break;
            case RequestParser::Progress::Failed:
                on_problem();
                break;
        }
    }
    // Whoever takes over (auth, handler, WebSocket) finds the rest in pending_; lingering throws it away.
    pending_is_new_ = state_ != State::Lingering && state_ != State::Closed && !pending_.empty();
}

void Connection::linger() {
    // Closing at once with unread bytes would make the kernel reset the connection and the answer be lost.
    state_ = State::Lingering;
    pending_.clear();
    pending_is_new_ = false;
    progress_bytes_ = 0;
    stream_.finish_writing();
    arm(linger_time);
    pump();
}

void Connection::drain() {
    if (state_ == State::Head && !head_began_) {
        close();
    } else {
        exchange_.keep_alive = false;
    }
}

void Connection::close() {
    if (state_ == State::Closed) {
        return;
    }
    const auto self = shared_from_this();
    if (std::exchange(exchange_.in_flight, false)) {
        shard_.site().in_flight.add(-1);
    }
    state_ = State::Closed;
    shard_.loop().cancel(timer_);
    stream_.close();
    shard_.remove_connection(id_, peer_.address);
}

void Connection::arm(Duration after) {
    const auto now = shard_.loop().clock().now();
    deadline_ = now + after;
    if (deadline_ >= timer_at_) {
        return;  // the timer that is set comes earlier and looks again
    }
    shard_.loop().cancel(timer_);
    timer_at_ = deadline_;
    timer_ = shard_.loop().at(deadline_, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            self->on_timer();
        }
    });
}

void Connection::on_timer() {
    timer_at_ = MonoTime::max();
    if (state_ == State::Closed || state_ == State::Auth || state_ == State::Handling) {
        return;  // the handler has as long as it needs; writing arms again
    }
    const auto now = shard_.loop().clock().now();
    if (now < deadline_) {
        return arm(deadline_ - now);
    }
    timed_out();
}

void Connection::timed_out() {
    const bool idle = state_ == State::Head && !head_began_;
    if (!idle && state_ != State::Lingering) {
        shard_.site().count_cut("slow_client");
    }
    if ((state_ == State::Head && head_began_) || state_ == State::Body) {
        return refuse_and_close(failure(ErrorKind::Timeout, "http.too_slow", 408));
    }
    close();
}

}  // namespace yh::http
