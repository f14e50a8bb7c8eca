#include "http/stream_layer.h"

namespace yh::http {

namespace {

constexpr std::size_t linger_bytes = 256 * 1024;
constexpr std::chrono::seconds linger_time{1};

bool must_wait(Stream::Outcome outcome) {
    return outcome == Stream::Outcome::WaitRead || outcome == Stream::Outcome::WaitWrite;
}

}  // namespace

void StreamLayer::read(std::span<char> into, DonePtr done, Call call) {
    const auto io = into.empty() ? Stream::Io{} : stream_.read(into);
    if (must_wait(io.outcome)) {
        return stream_.wait(io.outcome, [this, into, done = std::move(done)]() mutable {
            read(into, std::move(done), Call::FromWait);
        });
    }
    finish(io, std::move(done), call);
}

void StreamLayer::write(const Pieces& pieces, std::size_t count, DonePtr done, Call call) {
    const auto io = count == 0 ? Stream::Io{} : stream_.write({pieces.data(), count});
    if (must_wait(io.outcome)) {
        return stream_.wait(io.outcome, [this, pieces, count, done = std::move(done)]() mutable {
            write(pieces, count, std::move(done), Call::FromWait);
        });
    }
    finish(io, std::move(done), call);
}

void StreamLayer::finish(Stream::Io io, DonePtr done, Call call) {
    boost::system::error_code error;
    if (io.outcome == Stream::Outcome::Ended) {
        error = boost::asio::error::eof;
    } else if (io.outcome == Stream::Outcome::Failed) {
        error = stream_.is_open() ? boost::asio::error::connection_reset : boost::asio::error::operation_aborted;
    }
    if (call == Call::FromWait) {
        return done->run(error, io.bytes);
    }
    stream_.impl().loop.post([error, bytes = io.bytes, done = std::move(done)] { done->run(error, bytes); });
}

void StreamLayer::linger(DonePtr done) {
    stream_.finish_writing();
    linger_timer_ = stream_.impl().loop.after(linger_time, [this] { stream_.close(); });
    drain(std::move(done), linger_bytes);
}

void StreamLayer::drain(DonePtr done, std::size_t left) {
    std::array<char, 4096> nowhere;
    while (true) {
        const auto io = stream_.read(nowhere);
        if (must_wait(io.outcome)) {
            return stream_.wait(io.outcome,
                                [this, left, done = std::move(done)]() mutable { drain(std::move(done), left); });
        }
        left -= std::min(left, io.bytes);
        if (io.outcome != Stream::Outcome::Done || left == 0) {
            break;
        }
    }
    stream_.impl().loop.cancel(linger_timer_);
    stream_.close();
    finish({}, std::move(done), Call::FromOutside);
}

}  // namespace yh::http
