#include "sip/invite_timer.h"

#include <algorithm>
#include <string>

namespace yh::sip {

bool SessionTimer::is_too_small(const Message& request) const {
    if (!request.has(Header::SessionExpires) || !request.lists(Header::Supported, "timer")) {
        return false;  // a peer without session timers would not understand 422 (RFC 4028 §9)
    }
    const auto asked = SessionExpires::parse(request.header(Header::SessionExpires));
    return asked.ok() && asked->seconds < min_s_;
}

bool SessionTimer::raise(const Message& response) {
    const auto least = parse_number(response.header(Header::MinSe));
    constexpr std::uint32_t one_day_s = 86'400;
    if (!least.ok() || *least > one_day_s || *least <= min_s_) {
        return false;
    }
    min_s_ = *least;
    wanted_s_ = std::max(wanted_s_, min_s_);
    return true;
}

void SessionTimer::write_request(MessageBuilder& request) const {
    if (wanted_s_ == 0) {
        return;
    }
    auto text = std::to_string(interval_s_ != 0 ? interval_s_ : wanted_s_);
    if (interval_s_ != 0) {
        text += we_refresh_ ? ";refresher=uac" : ";refresher=uas";
    }
    request.add(Header::SessionExpires, text).add(Header::MinSe, min_s_);
}

void SessionTimer::on_request(const Message& request) {
    interval_s_ = 0;
    const bool peer_can = request.lists(Header::Supported, "timer");
    const auto asked = SessionExpires::parse(request.header(Header::SessionExpires));
    if (request.has(Header::SessionExpires) && asked.ok()) {
        interval_s_ = std::max(asked->seconds, min_s_);
        we_refresh_ = !peer_can || asked->refresher == SessionExpires::Refresher::Uas;
        return;
    }
    if (peer_can && wanted_s_ != 0) {
        interval_s_ = wanted_s_;
        we_refresh_ = true;
    }
}

void SessionTimer::write_response(MessageBuilder& response) const {
    if (interval_s_ == 0) {
        return;
    }
    response.add(Header::SessionExpires,
                 std::to_string(interval_s_) + (we_refresh_ ? ";refresher=uas" : ";refresher=uac"));
    if (!we_refresh_) {
        response.add(Header::Require, "timer");
    }
}

void SessionTimer::on_response(const Message& response) {
    const auto agreed = SessionExpires::parse(response.header(Header::SessionExpires));
    if (!response.has(Header::SessionExpires) || !agreed.ok() || agreed->seconds < 32) {
        interval_s_ = 0;
        return;
    }
    interval_s_ = agreed->seconds;
    we_refresh_ = agreed->refresher != SessionExpires::Refresher::Uas;
}

Duration SessionTimer::due() const {
    const auto grace = std::min<std::uint32_t>(32, interval_s_ / 3);
    return std::chrono::seconds{we_refresh_ ? interval_s_ / 2 : interval_s_ - grace};
}

}  // namespace yh::sip
