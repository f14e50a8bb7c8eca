#include "sip/trunk.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/random.h"
#include "sip/options.h"

namespace yh::sip {

namespace {

// model::Transport and sip::Transport differ: a trunk is never reached over WebSocket.
Transport wire_transport(model::Transport transport) {
    switch (transport) {
        case model::Transport::Udp:
            return Transport::Udp;
        case model::Transport::Tcp:
            return Transport::Tcp;
        case model::Transport::Tls:
            return Transport::Tls;
    }
    return Transport::Udp;
}

// "host", "host:port", "[v6]:port".
Question question_of(const model::Trunk& trunk) {
    Question question;
    question.transport = wire_transport(trunk.transport);
    const auto uri_text = "sip:" + (trunk.proxy.empty() ? trunk.address : trunk.proxy);
    const auto uri = Uri::parse(uri_text);
    if (uri.ok()) {
        question.host = std::string{uri->host};
        question.port = uri->port;
    }
    return question;
}

}  // namespace

Trunk::Trunk(const EndpointWorld& world, Resolver& resolver, const model::Trunk& config)
    : world_{world},
      resolver_{resolver},
      config_{config},
      question_{question_of(config)},
      uri_host_{config.address},
      token_{"t" + random_hex(8)},
      credentials_{config.username, config.password},
      alive_{std::make_shared<bool>(true)},
      since_{world.clock.wall()} {}

Trunk::~Trunk() {
    *alive_ = false;
    world_.timers.cancel(probe_timer_);
    world_.timers.cancel(lookup_timer_);
}

void Trunk::start() {
    const auto port = question_.port != 0 ? question_.port : default_port(question_.transport);
    const auto numeric = Address::from_host(question_.host, port);
    if (!numeric.ok()) {
        look_up();
        return;
    }
    Hop hop;
    hop.transport = question_.transport;
    hop.address = *numeric;
    hop.tls_name = numeric->bare_host();
    hops_.push_back(std::move(hop));
    begin();
}

void Trunk::look_up() {
    if (question_.host.empty()) {
        set_state(TrunkState::Down, "its address cannot be understood");
        return;
    }
    resolver_.resolve(question_, [this, alive = alive_](Result<Resolved> resolved) {
        if (*alive) {
            on_resolved(std::move(resolved));
        }
    });
}

void Trunk::on_resolved(Result<Resolved> resolved) {
    const bool first = hops_.empty();
    Duration again = std::chrono::seconds{30};
    if (resolved.ok() && !resolved->hops.empty()) {
        hops_ = std::move(resolved->hops);
        again = std::clamp<Duration>(resolved->ttl, std::chrono::seconds{30}, std::chrono::hours{1});
    } else if (first) {
        set_state(TrunkState::Down, resolved.ok() ? "dns.not_found" : std::string{resolved.error().code});
    }
    lookup_timer_ = world_.after(again, [this] { look_up(); });
    if (hops_.empty()) {
        return;
    }
    if (first) {
        begin();
    } else if (registration_) {
        registration_->move_to(hops_.front());
    }
}

void Trunk::begin() {
    if (config_.kind == model::TrunkKind::Register) {
        const auto registrar = "sip:" + config_.address;
        const auto uri = Uri::parse(registrar);
        RegistrationClient::Identity identity{
            registrar, config_.username, uri.ok() ? std::string{uri->host} : question_.host, token_,
            static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(config_.expires).count())};
        registration_ = std::make_unique<RegistrationClient>(world_, std::move(identity), credentials_,
                                                             [this](const auto& news) { on_registration(news); });
        registration_->start(hops_.front());
        return;
    }
    probe();
}

void Trunk::probe() {
    auto request = options_request(world_, "sip:" + uri_host_, hops_.front());
    world_.transactions.send_request(std::move(request), hops_.front(), [this, alive = alive_](const Answer& answer) {
        if (*alive && answer.is_final()) {
            on_probe_answer(answer);
        }
    });
}

void Trunk::on_probe_answer(const Answer& answer) {
    world_.metrics.count_response(answer.status);
    if (registration_) {
        on_registrar_probed(answer);
    } else if (answer.response != nullptr && answer.status != 503) {
        answers_options_ = true;
        on_alive();
    } else if (answer.status == 503) {
        ++failures_;
        try_next_address();
        set_state(TrunkState::Down, answer.response != nullptr ? "503 to OPTIONS" : "cannot be reached");
    } else if (state_ == TrunkState::Up && ++failures_ >= 2) {
        try_next_address();
        set_state(TrunkState::Down, "no answer to OPTIONS");
    } else if (state_ == TrunkState::Unknown) {
        reason_ = "no answer to OPTIONS";
    }
    world_.timers.cancel(probe_timer_);
    probe_timer_ = world_.after(backoff(), [this] { probe(); });
}

void Trunk::on_registrar_probed(const Answer& answer) {
    if (answer.response != nullptr) {
        failures_ = 0;
        answers_options_ = true;
        if (out_of_reach_) {
            registration_->hurry();
        }
        return;
    }
    const bool refused = answer.status == 503;
    ++failures_;
    if (refused || (answers_options_ && failures_ >= 2)) {
        lose_registration(refused ? "cannot be reached" : "no answer to OPTIONS");
    }
}

void Trunk::lose_registration(std::string reason) {
    if (!registration_->is_registered()) {
        return;  // it tries already, and knows best why not
    }
    try_next_address();
    out_of_reach_ = true;
    registration_->lose(hops_.front());
    set_state(TrunkState::Down, std::move(reason));
}

Duration Trunk::backoff() const {
    if (state_ != TrunkState::Down) {
        return world_.config.trunk_probe;
    }
    // Soon at first, because most interruptions are short.
    const auto delay = world_.config.trunk_retry_min * (1 << std::min(failures_, 8));
    return std::min<Duration>(delay, std::max(world_.config.trunk_probe, world_.config.trunk_retry_min));
}

void Trunk::on_registration(const RegistrationClient::News& news) {
    if (!news.registered && hops_.size() > 1 && (news.status == 408 || news.status == 503)) {
        try_next_address();
        registration_->use(hops_.front());
    }
    out_of_reach_ = !news.registered && (news.status == 408 || news.status == 503);
    if (news.registered) {
        failures_ = 0;
    }
    set_state(news.registered ? TrunkState::Up : TrunkState::Down, news.reason);
    if (!probe_timer_) {
        probe_timer_ = world_.after(backoff(), [this] { probe(); });
    }
}

void Trunk::on_alive() {
    failures_ = 0;
    if (!registration_ || registration_->is_registered()) {
        set_state(TrunkState::Up, {});
    }
}

void Trunk::on_send_failed() {
    if (registration_) {
        lose_registration("cannot be reached");
        return;
    }
    ++failures_;
    try_next_address();
    set_state(TrunkState::Down, "cannot be reached");
}

void Trunk::on_silence() {
    if (registration_) {
        lose_registration("no answer to INVITE");
        registration_->hurry();
    } else if (state_ == TrunkState::Up && answers_options_) {
        // It answers OPTIONS when it lives: asked again soon, it is Up again.
        ++failures_;
        try_next_address();
        set_state(TrunkState::Down, "no answer to INVITE");
        world_.timers.cancel(probe_timer_);
        probe_timer_ = world_.after(backoff(), [this] { probe(); });
    }
}

void Trunk::try_next_address() {
    if (hops_.size() > 1) {
        std::rotate(hops_.begin(), hops_.begin() + 1, hops_.end());
    }
}

void Trunk::unregister() {
    if (registration_) {
        registration_->stop();
    }
}

void Trunk::set_state(TrunkState state, std::string reason) {
    reason_ = std::move(reason);
    if (state_ == state) {
        return;
    }
    state_ = state;
    since_ = world_.clock.wall();
    if (state == TrunkState::Down) {
        log().warn("trunk.down", {{"trunk", config_.name}, {"id", config_.id}, {"reason", reason_}});
    } else {
        log().info("trunk.up", {{"trunk", config_.name}, {"id", config_.id}});
    }
}

Result<Hop> Trunk::hop() const {
    if (hops_.empty() || state_ == TrunkState::Down) {
        return unavailable("trunk.down", reason_);
    }
    return hops_.front();
}

bool Trunk::is_from(const Address& source, bool exact) const {
    return std::ranges::any_of(hops_, [&](const Hop& hop) {
        return hop.address.same_host(source) && (!exact || hop.address.port == source.port);
    });
}

DigestClient* Trunk::credentials() {
    return config_.username.empty() ? nullptr : &credentials_;
}

TrunkStatus Trunk::status() const {
    return {config_.id,
            state_,
            reason_,
            since_,
            calls_,
            registration_ && registration_->is_registered(),
            hops_.empty() ? std::string{} : hops_.front().address.text()};
}

}  // namespace yh::sip
