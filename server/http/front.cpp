#include "http/front.h"

#include "base/log.h"
#include "http/stream_impl.h"

namespace yh::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::string_view full_answer =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
constexpr std::chrono::milliseconds accept_retry{50};
constexpr int backlog = 1024;

}  // namespace

Front::Front(Loop& loop, std::shared_ptr<const Site> site) : loop_{loop}, site_{std::move(site)} {}

Result<std::uint16_t> Front::listen(const Endpoint& endpoint, std::shared_ptr<const TlsContext> tls) {
    const auto failed = [&](const error_code& why) {
        return unavailable("http.bind", endpoint.address + ":" + std::to_string(endpoint.port) + ": " + why.message());
    };
    error_code error;
    const auto address = asio::ip::make_address(endpoint.address, error);
    if (error) {
        return failed(error);
    }
    auto listener = std::make_unique<Listener>(Listener{tcp::acceptor{io_context(loop_)}, std::move(tls)});
    auto& acceptor = listener->acceptor;
    const tcp::endpoint local{address, endpoint.port};
    acceptor.open(local.protocol(), error);
    if (!error) {
        acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    }
    if (!error) {
        acceptor.bind(local, error);
    }
    if (!error) {
        acceptor.listen(backlog, error);
    }
    if (error) {
        return failed(error);
    }
    const auto port = acceptor.local_endpoint(error).port();
    listeners_.push_back(std::move(listener));
    return port;
}

void Front::start() {
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
        accept(i);
    }
}

void Front::stop() {
    stopped_ = true;
    for (const auto& listener : listeners_) {
        error_code ignored;
        listener->acceptor.close(ignored);
    }
}

void Front::use_certificate(const std::shared_ptr<const TlsContext>& tls) {
    for (const auto& listener : listeners_) {
        if (listener->tls) {
            listener->tls = tls;
        }
    }
}

void Front::accept(std::size_t index) {
    if (stopped_) {
        return;
    }
    auto& listener = *listeners_[index];
    const auto shard = shards_[next_shard_++ % shards_.size()];
    listener.acceptor.async_accept(io_context(shard->loop()), [self = shared_from_this(), shard, index](
                                                                  const error_code& error, tcp::socket socket) {
        if (self->stopped_) {
            return;
        }
        if (error) {
            // Out of descriptors: trying again at once would only burn the loop.
            log().warn("http.accept_failed", {{"why", error.message()}});
            self->loop_.after(accept_retry, [self, index] { self->accept(index); });
            return;
        }
        self->accepted(*self->listeners_[index], *shard, std::move(socket));
        self->accept(index);
    });
}

bool Front::has_room(const std::string& source) {
    if (total_ >= site_->config.max_connections) {
        return false;
    }
    const auto it = by_source_.find(source);
    return it == by_source_.end() || it->second < site_->config.max_connections_per_source;
}

void Front::accepted(Listener& listener, Shard& shard, tcp::socket socket) {
    error_code error;
    const auto remote = socket.remote_endpoint(error);
    if (error) {
        return;  // gone already
    }
    const auto source = remote.address().to_string();
    if (!has_room(source)) {
        site_->count_refused("connections");
        if (!listener.tls) {
            socket.non_blocking(true, error);
            socket.write_some(asio::buffer(full_answer), error);
        }
        return;
    }
    ++total_;
    ++by_source_[source];
    auto stream =
        std::make_unique<Stream>(std::make_unique<Stream::Impl>(shard.loop(), std::move(socket), listener.tls));
    shard.loop().post([weak = shard.weak_from_this(), stream = std::move(stream)] {
        if (const auto alive = weak.lock()) {
            alive->adopt(std::move(*stream));
        }
    });
}

void Front::connection_closed(const std::string& source) {
    --total_;
    const auto it = by_source_.find(source);
    if (it != by_source_.end() && --it->second == 0) {
        by_source_.erase(it);
    }
}

}  // namespace yh::http
