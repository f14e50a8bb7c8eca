#include "http/server.h"

#include <charconv>
#include <csignal>

#include "http/front.h"
#include "http/page_policy.h"

namespace yh::http {

Result<Endpoint> Endpoint::parse(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) {
        return invalid_input("http.endpoint", "needs ADDRESS:PORT: " + std::string{text});
    }
    auto address = text.substr(0, colon);
    if (address.front() == '[' && address.back() == ']') {
        address = address.substr(1, address.size() - 2);
    }
    Endpoint made{std::string{address}, 0};
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, made.port);
    if (error != std::errc{} || stop != end) {
        return invalid_input("http.endpoint", "not a port: " + std::string{text});
    }
    return made;
}

Headers ServerConfig::default_security_headers() {
    // The microphone is for our own pages only.
    return {{"Content-Security-Policy", content_security_policy({})},
            {"X-Content-Type-Options", "nosniff"},
            {"X-Frame-Options", "DENY"},
            {"Referrer-Policy", "same-origin"},
            {"Permissions-Policy", "microphone=(self), camera=(), geolocation=()"}};
}

AuthReply::~AuthReply() {
    refuse({ErrorKind::Internal, "http.no_answer", {}});
}

void AuthReply::identify(IdentityPtr identity) {
    if (const auto target = std::move(target_)) {
        target->complete(std::move(identity));
    }
}

void AuthReply::refuse(Error error) {
    if (const auto target = std::move(target_)) {
        target->complete(std::move(error));
    }
}

struct Server::Impl {
    std::vector<Loop*> loops;
    std::shared_ptr<const Site> site;
    std::shared_ptr<Front> front;
    std::vector<std::shared_ptr<Shard>> shards;
    std::uint16_t http_port = 0;
    std::uint16_t https_port = 0;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

Server::~Server() {
    // The loops have stopped: nobody else touches what is closed here.
    impl_->front->stop();
    for (const auto& shard : impl_->shards) {
        shard->close_all();
    }
}

Result<std::unique_ptr<Server>> Server::create(ServerConfig config, Router router, Hooks hooks, Messages messages,
                                               std::vector<Loop*> loops) {
    YH_ASSERT(!loops.empty());
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes with write(2), which knows no MSG_NOSIGNAL
    std::shared_ptr<const TlsContext> tls;
    if (config.https) {
        YH_TRY(tls, TlsContext::create(config.cert_file, config.key_file));
    }
    auto impl = std::make_unique<Impl>();
    impl->loops = loops;
    impl->site =
        std::make_shared<Site>(std::move(config), std::move(router), std::move(hooks), std::move(messages), tls);
    impl->front = std::make_shared<Front>(*loops.front(), impl->site);
    if (impl->site->config.http) {
        YH_TRY(impl->http_port, impl->front->listen(*impl->site->config.http, nullptr));
    }
    if (impl->site->config.https) {
        YH_TRY(impl->https_port, impl->front->listen(*impl->site->config.https, tls));
    }
    for (std::size_t i = 0; i < loops.size(); ++i) {
        auto closed = [first = loops.front(), front = std::weak_ptr{impl->front}](std::string source) {
            first->post([front, source = std::move(source)] {
                if (const auto alive = front.lock()) {
                    alive->connection_closed(source);
                }
            });
        };
        auto shard = std::make_shared<Shard>(*loops[i], impl->site, i + 1, std::move(closed));
        impl->front->add_shard(shard);
        impl->shards.push_back(std::move(shard));
    }
    return std::make_unique<Server>(std::move(impl));
}

void Server::start() {
    impl_->loops.front()->post([front = impl_->front] { front->start(); });
}

std::uint16_t Server::http_port() const {
    return impl_->http_port;
}
std::uint16_t Server::https_port() const {
    return impl_->https_port;
}

Result<void> Server::use_certificate(const std::string& cert_file, const std::string& key_file) {
    YH_TRY(auto tls, TlsContext::create(cert_file, key_file));
    impl_->loops.front()->post([front = impl_->front, tls = std::move(tls)] { front->use_certificate(tls); });
    return {};
}

void Server::drain(Duration at_most, Task done) {
    auto* first = impl_->loops.front();
    first->post([front = impl_->front, shards = impl_->shards, first, at_most, done = std::move(done)]() mutable {
        front->stop();
        // Counted down on the first loop only.
        struct Waiting {
            std::size_t shards;
            Task done;
        };
        auto waiting = std::make_shared<Waiting>(Waiting{shards.size(), std::move(done)});
        const auto one_less = [waiting] {
            if (--waiting->shards == 0) {
                waiting->done();
            }
        };
        for (const auto& shard : shards) {
            shard->loop().post([shard, first, at_most, one_less] {
                shard->drain(at_most, [first, one_less] { first->post(one_less); });
            });
        }
    });
}

}  // namespace yh::http
