#include "sip/flow.h"

#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include "base/log.h"
#include "sip/flow_address.h"
#include "sip/flow_table.h"
#include "sip/flow_udp.h"

namespace yh::sip {

namespace {

constexpr int port_attempts = 20;

}  // namespace

Result<std::unique_ptr<Flows>> Flows::create(Loop& loop, const FlowConfig& config) {
    std::unique_ptr<Flows> flows{new Flows{loop, config}};
    for (const auto& listen : config.listen) {
        YH_CHECK(flows->bind(listen));
    }
    for (const auto& listen : config.listen_tls) {
        YH_TRY([[maybe_unused]] const auto local, flows->streams_->listen(listen, Transport::Tls));
    }
    for (const auto& udp : flows->udp_) {
        flows->listening_.push_back({Transport::Udp, udp->local()});
    }
    const auto& streams = flows->streams_->listening();
    flows->listening_.insert(flows->listening_.end(), streams.begin(), streams.end());
    return flows;
}

Flows::Flows(Loop& loop, FlowConfig config)
    : loop_{loop}, config_{std::move(config)}, alive_{std::make_shared<bool>(true)} {
    const auto next_id = [last = std::make_shared<std::int64_t>(0)] { return FlowId{++*last}; };
    streams_ = std::make_unique<FlowTable>(loop_, config_, next_id);
    browsers_ = std::make_unique<BrowserFlows>(next_id);
}

Flows::~Flows() {
    *alive_ = false;
}

// UDP and TCP on one port; with port 0 the port that UDP got may be taken for TCP, then another is tried.
Result<void> Flows::bind(const Address& listen) {
    for (int attempt = 1;; ++attempt) {
        YH_TRY(auto udp, UdpFlow::create(loop_, listen));
        const auto tcp = streams_->listen(udp->local(), Transport::Tcp);
        if (tcp.ok()) {
            udp_.push_back(std::move(udp));
            return {};
        }
        if (listen.port != 0 || attempt == port_attempts) {
            return tcp.error();
        }
    }
}

void Flows::start(WireUser& user) {
    user_ = &user;
    for (const auto& udp : udp_) {
        udp->start(user);
    }
    streams_->start(user);
    browsers_->start(user);
}

Result<void> Flows::use_certificate(const std::string& chain, const std::string& key) {
    return streams_->use_certificate(chain, key);
}

void Flows::close(FlowId flow) {
    browsers_->close(flow);
    streams_->close(flow);
}

UdpFlow* Flows::udp_for(const Address& to) const {
    UdpFlow* found = nullptr;
    for (const auto& udp : udp_) {
        if (udp->local().family != to.family) {
            continue;
        }
        // A socket bound to loopback cannot reach the world, one bound to an address of the world not loopback.
        if (found == nullptr || (is_loopback(udp->local()) == is_loopback(to) && !is_any_address(udp->local()))) {
            found = udp.get();
        }
    }
    return found;
}

void Flows::send(const Hop& to, std::string_view bytes) {
    bool sent = false;
    switch (to.transport) {
        case Transport::Udp: {
            auto* udp = udp_for(to.address);
            sent = udp != nullptr && udp->send(to.address, bytes);
            break;
        }
        case Transport::Tcp:
        case Transport::Tls:
            sent = streams_->send(to, bytes);
            break;
        case Transport::Ws:
        case Transport::Wss:
            sent = browsers_->send(to.flow, bytes);
            break;
    }
    if (!sent) {
        report_failure(to);
    }
}

void Flows::report_failure(const Hop& to) {
    loop_.post([this, alive = alive_, to] {
        if (*alive && user_ != nullptr) {
            user_->on_send_failed(to);
        }
    });
}

std::string Flows::local_host_port(const Hop& to) const {
    if (to.transport == Transport::Ws || to.transport == Transport::Wss) {
        // Nobody connects to us by Via or Contact over WebSocket: a name that cannot be looked up says so (RFC 7118
        // §5).
        return "yinghe.invalid";
    }
    std::string text =
        config_.advertised_host.empty() || is_loopback(to.address) ? source_host(to.address) : config_.advertised_host;
    for (const auto& one : listening_) {
        if (one.transport == to.transport && one.address.family == to.address.family) {
            text += ':';
            text += std::to_string(one.address.port);
            break;
        }
    }
    return text;
}

std::string Flows::source_host(const Address& to) const {
    if (const auto* udp = udp_for(to); udp != nullptr && !is_any_address(udp->local())) {
        return udp->local().host();
    }
    constexpr std::size_t max_remembered = 4'096;
    const auto now = loop_.clock().now();
    if (source_hosts_.size() >= max_remembered || now - source_hosts_since_ > std::chrono::minutes{1}) {
        source_hosts_.clear();
        source_hosts_since_ = now;
    }
    auto& host = source_hosts_[to.host()];
    if (host.empty()) {
        host = ask_kernel(to);
    }
    return host;
}

// Which of our addresses would a packet to that peer carry? Connecting a UDP socket tells, and sends nothing.
std::string Flows::ask_kernel(const Address& to) {
    sockaddr_storage storage{};
    Address target = to;
    target.port = target.port == 0 ? default_port(Transport::Udp) : target.port;
    auto length = to_sockaddr(target, storage);
    const Descriptor probe{::socket(storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    if (probe.get() < 0 || ::connect(probe.get(), reinterpret_cast<sockaddr*>(&storage), length) != 0) {
        return "127.0.0.1";
    }
    length = sizeof storage;
    (void)::getsockname(probe.get(), reinterpret_cast<sockaddr*>(&storage), &length);
    return from_sockaddr(storage).host();
}

}  // namespace yh::sip
