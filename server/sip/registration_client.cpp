#include "sip/registration_client.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/random.h"
#include "sip/name_addr.h"

namespace yh::sip {

namespace {

constexpr int max_attempts = 4;

}  // namespace

RegistrationClient::RegistrationClient(const EndpointWorld& world, Identity identity, DigestClient& credentials,
                                       Handler handler)
    : world_{world},
      identity_{std::move(identity)},
      credentials_{credentials},
      handler_{std::move(handler)},
      alive_{std::make_shared<bool>(true)},
      call_id_{random_hex(16)},
      from_tag_{random_hex(6)},
      wanted_s_{identity_.expires_s} {}

RegistrationClient::~RegistrationClient() {
    *alive_ = false;
    world_.timers.cancel(timer_);
}

void RegistrationClient::start(const Hop& hop) {
    hop_ = hop;
    attempts_ = 0;
    send(wanted_s_);
}

void RegistrationClient::move_to(const Hop& hop) {
    if (hop_ != hop && !pending_) {
        start(hop);
    }
}

void RegistrationClient::lose(const Hop& hop) {
    hop_ = hop;
    registered_ = false;
    if (!pending_) {
        again_in(world_.config.trunk_retry_min);
    }
}

void RegistrationClient::hurry() {
    if (!registered_ && !pending_) {
        start(hop_);
    }
}

void RegistrationClient::stop() {
    world_.timers.cancel(timer_);
    if (registered_) {
        registered_ = false;
        send(0);
    }
}

void RegistrationClient::send(std::uint32_t expires_s) {
    auto request = MessageBuilder::request(Method::Register, identity_.registrar);
    const auto party = "<sip:" + escape_user(identity_.user) + '@' + identity_.host + '>';
    request.add(Header::MaxForwards, 70)
        .add(Header::From, party + ";tag=" + from_tag_)
        .add(Header::To, party)
        .add(Header::CallId, call_id_)
        .add(Header::CSeq, std::to_string(++cseq_) + " REGISTER")
        .add(Header::Contact, '<' + world_.contact(hop_, identity_.token) + '>')
        .add(Header::Expires, expires_s)
        .add(Header::Allow, allowed_in_calls)
        .add(Header::UserAgent, world_.config.product);
    credentials_.authorize(request, method_name(Method::Register), identity_.registrar);
    pending_ = true;
    world_.transactions.send_request(std::move(request), hop_, [this, alive = alive_](const Answer& answer) {
        if (*alive && answer.is_final()) {
            on_answer(answer);
        }
    });
}

void RegistrationClient::on_answer(const Answer& answer) {
    pending_ = false;
    world_.metrics.count_response(answer.status);
    if (answer.is_success() && answer.response != nullptr) {
        on_success(*answer.response);
        return;
    }
    if (answer.response != nullptr && ++attempts_ < max_attempts) {
        if ((answer.status == 401 || answer.status == 407) &&
            credentials_.on_challenge(*answer.response) == DigestClient::Take::Taken) {
            send(wanted_s_);
            return;
        }
        // RFC 3261 §10.2.8: the registrar wants longer intervals.
        const auto least = parse_number(answer.response->header(Header::MinExpires));
        if (answer.status == 423 && least.ok() && *least > wanted_s_) {
            wanted_s_ = *least;
            send(wanted_s_);
            return;
        }
    }
    on_failure(answer);
}

// The lifetime of our own contact, if the registrar lists it; of all else otherwise.
std::uint32_t RegistrationClient::granted_s(const Message& response) const {
    for (const auto value : response.values(Header::Contact)) {
        const auto contact = NameAddr::parse(value);
        if (contact.ok() && contact->uri.find(identity_.token) != std::string_view::npos) {
            return expires_of(contact->params, response).value_or(wanted_s_);
        }
    }
    return expires_of(Params{}, response).value_or(wanted_s_);
}

void RegistrationClient::on_success(const Message& response) {
    attempts_ = 0;
    failures_ = 0;
    registered_ = true;
    const auto granted = std::clamp<std::uint32_t>(granted_s(response), 30, 86'400);
    again_in(std::chrono::milliseconds{std::int64_t{granted} * 900});
    handler_({true, response.status(), {}});
}

void RegistrationClient::on_failure(const Answer& answer) {
    registered_ = false;
    attempts_ = 0;
    auto delay = world_.config.trunk_retry_min * (1 << std::min(failures_, 8));
    delay = std::min<Duration>(delay, world_.config.trunk_retry_max);
    if (answer.response != nullptr) {
        if (const auto wait = parse_number(answer.response->header(Header::RetryAfter)); wait.ok()) {
            delay = std::max<Duration>(delay, std::chrono::seconds{std::min<std::uint32_t>(*wait, 3'600)});
        }
    }
    ++failures_;
    // Jitter, so that a restarted carrier is not met by everybody in the same second.
    again_in(delay + delay / 1000 * static_cast<std::int64_t>(random_u64() % 200));
    std::string why = answer.response != nullptr
                          ? std::to_string(answer.status) + ' ' + std::string{answer.response->reason()}
                      : answer.status == 408 ? std::string{"no answer to REGISTER"}
                                             : std::string{"REGISTER could not be sent"};
    handler_({false, answer.status, std::move(why)});
}

void RegistrationClient::again_in(Duration delay) {
    world_.timers.cancel(timer_);
    timer_ = world_.after(delay, [this] { start(hop_); });
}

}  // namespace yh::sip
