#include <fmt/format.h>

#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "media/engine.h"
#include "media/leg_browser_transport.h"
#include "media/leg_socket_transport.h"
#include "media/socket.h"

// How the engine opens legs and takes them off again: ports, sockets, transports.
namespace yh::media {
namespace {

Error full(std::string_view code) {
    return {ErrorKind::Full, code, {}};
}

/// 62 bits: some devices read o= as a signed number.
std::uint64_t new_session_id() {
    return random_u64() >> 2;
}

}  // namespace

Result<Engine::LegState*> Engine::ensure_leg(model::CallId call, model::LegId leg, PeerKind kind) {
    const auto at = legs_.find(leg);
    return at != legs_.end() ? Result<LegState*>{&at->second} : open_leg(call, leg, kind);
}

Result<Engine::LegState*> Engine::open_leg(model::CallId call, model::LegId leg, PeerKind kind) {
    const auto worker = choose_worker(call);
    if (!workers_[worker].kept.empty()) {
        return full("media.busy");
    }
    YH_TRY(auto state, kind == PeerKind::Browser ? open_browser(leg, worker) : open_telephone(leg));
    state.call = call;
    state.worker = worker;
    auto& call_state = calls_[call];
    call_state.worker = worker;
    ++call_state.legs;
    ++workers_[worker].legs;
    return &legs_.try_emplace(leg, std::move(state)).first->second;
}

Result<Engine::LegState> Engine::open_telephone(model::LegId leg) {
    auto local = bind_;
    YH_TRY(auto socket, open_socket(local));
    const auto connect = bind_.is_wildcard() ? SocketTransport::Connect::Never : SocketTransport::Connect::WhenCertain;
    return LegState{
        .call = {},
        .worker = 0,
        .port = local.port(),
        .negotiation = {advertised_, local.port(), new_session_id()},
        .codec = {},
        .fresh = std::make_unique<Leg>(leg, std::make_unique<SocketTransport>(std::move(socket), local, connect))};
}

Result<Engine::LegState> Engine::open_browser(model::LegId leg, std::size_t worker) {
    YH_TRY(auto* port, ensure_browser_port(worker));
    BrowserSide side{.fingerprint = identity_->fingerprint(), .addresses = {advertised_}};
    // Behind a translated address, browsers on our own side of it need the one we really have.
    const auto local = bind_.is_wildcard() ? outward_address(bind_.family()) : bind_;
    if (local.ip_text() != advertised_) {
        side.addresses.push_back(local.ip_text());
    }
    LegState state{.call = {},
                   .worker = worker,
                   .port = 0,
                   .negotiation = {advertised_, port->port(), new_session_id(), std::move(side)},
                   .codec = {},
                   .fresh = {}};
    state.fresh =
        std::make_unique<Leg>(leg, std::make_unique<BrowserTransport>(*port, *identity_, state.negotiation.our_ice()));
    return state;
}

/// A port that somebody chose is opened while he looks, not when the first browser comes.
Result<void> Engine::open_browser_ports() {
    if (config_.first_browser_port == 0) {
        return {};
    }
    for (std::size_t worker = 0; worker < workers_.size(); ++worker) {
        const auto number = config_.first_browser_port + worker;
        if (number > 65535) {
            return invalid_input("media.ports", fmt::format("no browser port {} for a media thread", number));
        }
        if (const auto port = ensure_browser_port(worker); !port) {
            const auto& error = port.error();
            return Error{error.kind, error.code, fmt::format("browser port {}: {}", number, error.detail)};
        }
    }
    return {};
}

Result<BrowserPort*> Engine::ensure_browser_port(std::size_t worker) {
    auto& port = workers_[worker].browser_port;
    if (!port) {
        auto local = bind_;
        local.set_port(static_cast<std::uint16_t>(config_.first_browser_port + worker));
        YH_TRY(auto socket, config_.first_browser_port == 0 ? open_socket(local) : open_udp(local));
        port = std::make_unique<BrowserPort>(std::move(socket), local);
        log().info("media.browser_port", {{"worker", worker}, {"port", local.port()}});
    }
    return port.get();
}

/// Binds the next free even port of the pool; `local` then has it.
Result<SocketHandle> Engine::open_socket(SocketAddress& local) {
    // A port that another program holds is skipped; more than a few in a row mean that something else is wrong.
    for (int attempt = 0; attempt < 16; ++attempt) {
        const auto now = loop_.clock().now();
        const auto port = ports_.take(now);
        if (!port) {
            break;
        }
        local.set_port(*port);
        auto socket = open_udp(local);
        if (socket) {
            return socket;
        }
        if (socket.error().code != "media.port_taken") {
            ports_.give_back(*port, now);
            log().error("media.no_socket", {{"why", socket.error().detail}});
            return socket;
        }
        ports_.set_taken_by_others(*port, now);
    }
    metrics::counter("yinghe_media_ports_full_total", "Legs that found no free port").add();
    return full("media.ports_full");
}

void Engine::give_back_port(std::uint16_t port) {
    if (port != 0) {
        ports_.give_back(port, loop_.clock().now());
    }
}

void Engine::discard(model::LegId leg) {
    const auto at = legs_.find(leg);
    give_back_port(at->second.port);
    take_off(at);
}

void Engine::take_off(std::unordered_map<model::LegId, LegState>::iterator leg) {
    --workers_[leg->second.worker].legs;
    if (const auto call = calls_.find(leg->second.call); call != calls_.end() && --call->second.legs == 0) {
        calls_.erase(call);
    }
    legs_.erase(leg);
}

}  // namespace yh::media
