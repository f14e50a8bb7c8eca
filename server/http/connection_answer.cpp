#include <unistd.h>

#include <algorithm>

#include "base/log.h"
#include "http/connection.h"
#include "http/errors.h"
#include "http/response_head.h"

namespace yh::http {

namespace {

constexpr std::size_t slice_bytes = 64 * 1024;
constexpr int slices_at_once = 8;

bool may_have_content(int status) {
    return status != 204 && status != 304;
}

}  // namespace

void Connection::complete(std::uint64_t serial, Response response) {
    if (serial == serial_ && state_ == State::Handling) {
        answer(std::move(response));
    }
}

void Connection::answer(Response response) {
    state_ = State::Writing;
    const auto& site = shard_.site();
    FileAnswer from_file;
    const bool is_file = std::holds_alternative<FileBody>(response.body);
    if (is_file) {
        from_file = answer_with_file(std::move(response), exchange_.conditions);
        response = std::move(from_file.response);
    }
    if (const auto* failed = std::get_if<Failure>(&response.body)) {
        response.status = failed->status != 0 ? failed->status : status_of(failed->error.kind);
        if (!failed->error.detail.empty()) {
            log().debug(
                "http.failed",
                {{"code", failed->error.code}, {"detail", failed->error.detail}, {"request", exchange_.request_id}});
        }
        response.headers.push_back({"Content-Type", "application/json"});
        response.body = error_body(*failed, site.messages, exchange_.language, exchange_.request_id);
    }
    out_body_ = std::get<std::string>(std::move(response.body));
    const auto length = from_file.file.is_open() ? from_file.slice.length : out_body_.size();
    if (!is_file) {
        response.headers.push_back({"Cache-Control", "no-store"});
    }
    exchange_.status = response.status;
    exchange_.keep_alive = exchange_.keep_alive && !shard_.draining();
    HeadFacts facts{.status = response.status,
                    .date = shard_.date(),
                    .request_id = exchange_.request_id,
                    .content_length = std::nullopt,
                    .keep_alive = exchange_.keep_alive};
    if (may_have_content(response.status)) {
        facts.content_length = length;
    }
    out_ = response_head(facts, response.headers, site.config.security_headers);
    sent_ = 0;
    if (exchange_.method == Method::Head || !may_have_content(response.status)) {
        out_body_.clear();
        slice_ = {};
    } else {
        file_ = std::move(from_file.file);
        slice_ = from_file.slice;
    }
    arm(site.config.write_timeout);
    write();
}

void Connection::write() {
    for (int slices = 0;;) {
        const auto head = std::string_view{out_}.substr(std::min(sent_, out_.size()));
        const auto body = std::string_view{out_body_}.substr(sent_ - (out_.size() - head.size()));
        if (head.empty() && body.empty()) {
            if (slice_.length == 0) {
                return written();
            }
            if (!next_slice()) {
                return close();
            }
            ++slices;
            continue;
        }
        const std::string_view pieces[] = {head.empty() ? body : head, body};
        const std::size_t count = head.empty() || body.empty() ? 1 : 2;
        auto io = stream_.write({pieces, count});
        if (io.outcome == Stream::Outcome::Done && slices < slices_at_once) {
            sent_ += io.bytes;
            arm(shard_.site().config.write_timeout);
            continue;
        }
        if (io.outcome == Stream::Outcome::Done) {
            sent_ += io.bytes;
            io.outcome = Stream::Outcome::WaitWrite;  // others want the loop too
        }
        if (io.outcome == Stream::Outcome::Failed || io.outcome == Stream::Outcome::Ended) {
            return close();
        }
        return stream_.wait(io.outcome, [self = shared_from_this()] {
            if (self->state_ == State::Writing) {
                self->write();
            }
        });
    }
}

// One read of at most 64 KB, on the web loop: the price of not handing every slice to another thread and back.
bool Connection::next_slice() {
    out_body_.clear();
    out_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(slice_.length, slice_bytes)));
    sent_ = 0;
    const auto got = ::pread(file_.descriptor(), out_.data(), out_.size(), static_cast<off_t>(slice_.first));
    if (got <= 0) {
        shard_.site().count_cut("file_shrank");
        return false;  // the length is promised already: only a closed connection tells the truth now
    }
    out_.resize(static_cast<std::size_t>(got));
    slice_.first += static_cast<std::uint64_t>(got);
    slice_.length -= static_cast<std::uint64_t>(got);
    return true;
}

void Connection::written() {
    const auto& site = shard_.site();
    const auto took = shard_.loop().clock().now() - exchange_.began;
    site.count(exchange_.route, exchange_.status, took);
    if (std::exchange(exchange_.in_flight, false)) {
        site.in_flight.add(-1);
    }
    if (log_enabled(LogLevel::Debug)) {
        const auto pattern = exchange_.route != nullptr ? std::string_view{exchange_.route->pattern} : "none";
        log().debug("http.request", {{"method", http::text(exchange_.method)},
                                     {"route", pattern},
                                     {"status", exchange_.status},
                                     {"ms", to_ms(took)},
                                     {"request", exchange_.request_id}});
    }
    file_ = {};
    std::string{}.swap(out_);
    std::string{}.swap(out_body_);
    if (!exchange_.keep_alive) {
        return linger();
    }
    parser_.reset();
    begin_request();
    pump();
}

}  // namespace yh::http
