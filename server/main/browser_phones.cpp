#include "main/browser_phones.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/metrics.h"

namespace yh::app {

namespace {

constexpr std::uint16_t session_ended = 4401;
constexpr std::uint16_t taken_over = 4409;
constexpr std::uint16_t breaks_policy = 1008;
constexpr std::uint16_t try_later = 1013;

// A call costs about ten messages; a page that reloads, another ten. Whoever sends more than this for long is no page.
constexpr double burst = 200;
constexpr double messages_per_s = 50;

metrics::Gauge& open_phones() {
    return metrics::gauge("yinghe_browser_phones", "Browsers whose telephone socket is open");
}

}  // namespace

// One browser's socket on the call loop.
class BrowserPhones::Phone final : public sip::BrowserSocket {
  public:
    Phone(http::Socket socket, Who who, MonoTime now) : socket_{std::move(socket)}, who_{std::move(who)}, since_{now} {}

    bool send(std::string_view text) override {
        socket_.send(std::string{text});
        return true;
    }
    void close(sip::BrowserClosing why) override {
        const bool taken = why == sip::BrowserClosing::TakenOver;
        socket_.close(taken ? taken_over : breaks_policy, taken ? "taken over" : "dropped");
    }

    /// Takes one message's worth of patience; false: there is none left.
    bool admit(MonoTime now) {
        const std::chrono::duration<double> passed = now - std::exchange(since_, now);
        left_ = std::min(burst, left_ + passed.count() * messages_per_s) - 1;
        return left_ >= 0;
    }

    model::UserId user() const { return who_->user; }

    sip::FlowId flow;

  private:
    http::Socket socket_;
    Who who_;
    MonoTime since_;
    double left_ = burst;
};

BrowserPhones::BrowserPhones(World world) : world_{world} {}
BrowserPhones::~BrowserPhones() = default;

http::WebSocketOptions BrowserPhones::route() {
    http::WebSocketOptions options;
    options.protocols = {"sip"};
    options.protocol_required = true;
    options.send_queue_bytes = std::size_t{256} * 1024;
    options.events.on_open = [this](http::Socket socket, http::Request request) {
        auto who = std::dynamic_pointer_cast<const office::people::SignedIn>(request.identity);
        world_.home.post([this, socket, who] {
            if (!world_.sessions.add(socket, who)) {
                socket.close(try_later, "too many sockets");
            }
        });
        Origin origin{request.peer.address, request.peer.port, request.over_tls};
        world_.call_loop.post([this, socket = std::move(socket), origin = std::move(origin), who = std::move(who)] {
            opened(socket, origin, who);
        });
    };
    options.events.on_message = [this](const http::Socket& socket, std::string message, http::FrameKind) {
        world_.call_loop.post(
            [this, id = socket.id(), message = std::move(message)]() mutable { received(id, std::move(message)); });
    };
    options.events.on_close = [this](const http::Socket& socket, http::SocketClosed how) {
        world_.home.post([this, socket] { world_.sessions.remove(socket); });
        world_.call_loop.post([this, id = socket.id(), how = std::move(how)] { closed(id, how); });
    };
    return options;
}

void BrowserPhones::opened(const http::Socket& socket, const Origin& origin, const Who& who) {
    auto& phone = phones_[socket.id()] = std::make_unique<Phone>(socket, who, world_.call_loop.clock().now());
    const auto address = sip::Address::from_host(origin.address, origin.port);
    phone->flow =
        world_.endpoint.browsers().opened(*phone, address.ok() ? *address : sip::Address{}, origin.over_tls, who->user);
    open_phones().set(static_cast<double>(phones_.size()));
}

void BrowserPhones::received(std::uint64_t socket, std::string message) {
    const auto at = phones_.find(socket);
    if (at == phones_.end()) {
        return;
    }
    Phone& phone = *at->second;
    if (phone.admit(world_.call_loop.clock().now())) {
        world_.endpoint.browsers().on_text(phone.flow, std::move(message));
        return;
    }
    if (world_.endpoint.browsers().knows(phone.flow)) {
        log().warn("browser_phone.floods", {{"user", phone.user()}});
        world_.endpoint.browsers().close(phone.flow);
    }
}

void BrowserPhones::closed(std::uint64_t socket, const http::SocketClosed& how) {
    const auto at = phones_.find(socket);
    if (at == phones_.end()) {
        return;
    }
    const auto phone = std::move(at->second);
    phones_.erase(at);
    open_phones().set(static_cast<double>(phones_.size()));
    world_.endpoint.browsers().closed(phone->flow);
    log().info("browser_phone.closed", {{"user", phone->user()}, {"code", how.code}});
    // Who signs out goes home, unless another browser of theirs has the telephone.
    const auto agent = how.code == session_ended ? world_.conductor.live_agent(phone->user()) : std::nullopt;
    if (agent && !agent->device_online && agent->state != model::AgentState::Offline) {
        static_cast<void>(
            world_.conductor.apply(model::SetAgentState{phone->user(), model::AgentState::Offline, "sign_out"}));
    }
}

}  // namespace yh::app
