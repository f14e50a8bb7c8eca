#include "sip/flow_table.h"

#include <cstring>
#include <utility>

#include "base/log.h"
#include "base/loop_asio.h"
#include "base/metrics.h"
#include "sip/flow_address.h"
#include "sip/flow_tls.h"

namespace yh::sip {

namespace asio = boost::asio;
using Failure = boost::system::error_code;

namespace {

constexpr auto sweep_every = std::chrono::seconds{2};

std::string destination_key(const Hop& to) {
    return std::string{transport_name(to.transport)} + ' ' + to.address.text() + ' ' + to.tls_name;
}

Address address_of(const StreamFlow::Tcp::endpoint& endpoint) {
    sockaddr_storage storage{};
    std::memcpy(&storage, endpoint.data(), endpoint.size());
    return from_sockaddr(storage);
}

}  // namespace

// One listening socket.
struct FlowTable::Door {
    StreamFlow::Tcp::acceptor acceptor;
    Transport transport;
};

FlowTable::FlowTable(Loop& loop, const FlowConfig& config, std::function<FlowId()> next_id)
    : loop_{loop}, config_{config}, next_id_{std::move(next_id)}, alive_{std::make_shared<bool>(true)} {}

FlowTable::~FlowTable() {
    *alive_ = false;
    // Past the loop: it may have ended already, with its thread.
    loop_.timers().cancel(sweeper_);
    for (const auto& [id, flow] : flows_) {
        flow->close();
    }
}

Result<Address> FlowTable::listen(const Address& address, Transport transport) {
    if (transport == Transport::Tls && !server_tls_) {
        YH_TRY(auto context, server_tls(config_));
        server_tls_.emplace(std::move(context));
    }
    auto door = std::make_unique<Door>(Door{StreamFlow::Tcp::acceptor{io_context(loop_)}, transport});
    sockaddr_storage storage{};
    StreamFlow::Tcp::endpoint endpoint;
    endpoint.resize(to_sockaddr(address, storage));
    std::memcpy(endpoint.data(), &storage, endpoint.size());
    Failure failure;
    door->acceptor.open(endpoint.protocol(), failure);
    if (!failure) {
        door->acceptor.set_option(asio::socket_base::reuse_address{true}, failure);
        door->acceptor.bind(endpoint, failure);
    }
    if (!failure) {
        door->acceptor.listen(asio::socket_base::max_listen_connections, failure);
    }
    if (failure) {
        return unavailable("sip.listen", "tcp " + address.text() + ": " + failure.message());
    }
    const auto local = address_of(door->acceptor.local_endpoint(failure));
    listening_.push_back({transport, local});
    doors_.push_back(std::move(door));
    return local;
}

// A connection holds what it was made with by itself (OpenSSL counts), so that the old one may go.
Result<void> FlowTable::use_certificate(const std::string& chain, const std::string& key) {
    if (server_tls_) {
        YH_TRY(auto context, server_tls(chain, key));
        server_tls_.emplace(std::move(context));
    }
    return {};
}

void FlowTable::start(WireUser& user) {
    user_ = &user;
    for (const auto& door : doors_) {
        accept(*door);
    }
    sweeper_ = loop_.after(sweep_every, [this] { sweep(); });
}

void FlowTable::accept(Door& door) {
    door.acceptor.async_accept([this, &door, alive = alive_](const Failure& failure, StreamFlow::Tcp::socket socket) {
        if (!*alive || failure == asio::error::operation_aborted) {
            return;
        }
        run_task(loop_, Task{[&] {
                     if (!failure) {
                         admit(door, std::move(socket));
                         accept(door);
                         return;
                     }
                     // Out of descriptors, most likely: a moment later some are free, spinning would help nobody.
                     log().warn("sip.accept.failed", {{"why", failure.message()}});
                     loop_.after(std::chrono::milliseconds{100}, [this, &door, alive] {
                         if (*alive) {
                             accept(door);
                         }
                     });
                 }});
    });
}

void FlowTable::admit(Door& door, StreamFlow::Tcp::socket socket) {
    static auto& refused = metrics::counter("yinghe_sip_connections_refused_total", "Connections beyond a limit");
    Failure failure;
    Hop hop;
    hop.transport = door.transport;
    hop.address = address_of(socket.remote_endpoint(failure));
    if (failure) {
        return;
    }
    auto& from_there = per_source_[hop.address.host()];
    if (flows_.size() >= config_.max_connections || from_there >= config_.max_connections_per_source) {
        refused.add();
        if (from_there == 0) {
            per_source_.erase(hop.address.host());
        }
        return;  // the socket closes itself
    }
    ++from_there;
    hop.flow = next_id_();
    auto flow = std::make_shared<StreamFlow>(loop_, *this, config_, std::move(socket), hop);
    flows_.emplace(hop.flow, flow);
    flow->accepted(door.transport == Transport::Tls ? &*server_tls_ : nullptr);
}

bool FlowTable::send(const Hop& to, std::string_view bytes) {
    if (to.flow) {
        const auto at = flows_.find(to.flow);
        if (at == flows_.end()) {
            return false;
        }
        at->second->send(bytes);
        return true;
    }
    const auto at = opened_.find(destination_key(to));
    StreamFlow* flow = at == opened_.end() ? open_to(to) : flows_.at(at->second).get();
    if (flow == nullptr) {
        return false;
    }
    flow->send(bytes);
    return true;
}

StreamFlow* FlowTable::open_to(const Hop& to) {
    if (flows_.size() >= config_.max_connections) {
        return nullptr;
    }
    if (to.transport == Transport::Tls && !client_tls_) {
        auto context = client_tls(config_);
        if (!context.ok()) {
            log().error("sip.tls", {{"why", context.error().detail}});
            return nullptr;
        }
        client_tls_.emplace(std::move(context).value());
    }
    Hop hop = to;
    hop.flow = next_id_();
    if (hop.tls_name.empty()) {
        hop.tls_name = to.address.bare_host();
    }
    auto flow =
        std::make_shared<StreamFlow>(loop_, *this, config_, StreamFlow::Tcp::socket{io_context(loop_)}, std::move(hop));
    opened_.emplace(destination_key(to), flow->hop().flow);
    flows_.emplace(flow->hop().flow, flow);
    flow->connect(to.transport == Transport::Tls ? &*client_tls_ : nullptr);
    return flow.get();
}

void FlowTable::close(FlowId id) {
    if (const auto at = flows_.find(id); at != flows_.end()) {
        const auto hop = at->second->hop();
        at->second->close();
        on_stream_gone(hop, false);
    }
}

const StreamFlow* FlowTable::find(FlowId flow) const {
    const auto at = flows_.find(flow);
    return at == flows_.end() ? nullptr : at->second.get();
}

void FlowTable::on_stream_message(const Hop& from, std::string bytes) {
    user_->on_received(std::move(bytes), from);
}

FlowTable::FlowPtr FlowTable::forget(const Hop& hop) {
    const auto at = flows_.find(hop.flow);
    if (at == flows_.end()) {
        return nullptr;
    }
    auto flow = std::move(at->second);
    flows_.erase(at);
    if (!flow->is_accepted()) {
        std::erase_if(opened_, [&](const auto& entry) { return entry.second == hop.flow; });
    } else if (const auto count = per_source_.find(hop.address.host());
               count != per_source_.end() && --count->second == 0) {
        per_source_.erase(count);
    }
    return flow;
}

void FlowTable::on_stream_gone(const Hop& hop, bool unsent) {
    const auto flow = forget(hop);
    if (flow == nullptr || user_ == nullptr) {
        return;
    }
    if (!flow->is_accepted() && unsent) {
        // Whoever sent there named the destination, not the flow.
        Hop destination = hop;
        destination.flow = {};
        user_->on_send_failed(destination);
    }
    user_->on_flow_closed(hop.flow);
}

void FlowTable::sweep() {
    const auto now = loop_.clock().now();
    std::vector<FlowId> overdue;
    for (const auto& [id, flow] : flows_) {
        if (flow->overdue(now)) {
            overdue.push_back(id);
        }
    }
    for (const auto id : overdue) {
        if (const auto* flow = find(id)) {
            const auto hop = flow->hop();
            flows_.at(id)->close();
            on_stream_gone(hop, true);
        }
    }
    sweeper_ = loop_.after(sweep_every, [this] { sweep(); });
}

}  // namespace yh::sip
