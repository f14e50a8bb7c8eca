#include "media/dtmf.h"

#include <algorithm>
#include <string_view>

namespace yh::media {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view digits_by_event = "0123456789*#ABCD";
constexpr Duration tick_length = milliseconds{20};
constexpr std::uint32_t ends_per_key = 3;  // RFC 4733 §2.5.1.4
constexpr std::uint32_t longest_duration = 0xFFFF;
constexpr std::uint8_t end_bit = 0x80;
/// Power level of the key, -10 dBm0: what telephones send.
constexpr std::uint8_t volume = 10;

}  // namespace

char dtmf_digit(std::uint8_t event) {
    return event < digits_by_event.size() ? digits_by_event[event] : '\0';
}

std::optional<std::uint8_t> dtmf_event(char digit) {
    if (digit >= 'a' && digit <= 'd') {
        digit = static_cast<char>(digit - 'a' + 'A');
    }
    const auto at = digits_by_event.find(digit);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    return static_cast<std::uint8_t>(at);
}

DtmfNews DtmfReceiver::news(DtmfNews::Kind kind) const {
    return {kind, dtmf_digit(event_), static_cast<std::uint32_t>(std::uint64_t{duration_} * 1000 / clock_rate_hz_)};
}

std::optional<DtmfNews> DtmfReceiver::on_packet(std::span<const std::uint8_t> payload, std::uint32_t rtp_timestamp,
                                                MonoTime arrival) {
    if (payload.size() < 4 || dtmf_digit(payload[0]) == '\0') {
        return std::nullopt;
    }
    const auto event = payload[0];
    const bool end = (payload[1] & end_bit) != 0;
    const std::uint32_t duration = static_cast<std::uint32_t>(payload[2]) << 8 | payload[3];
    const auto step = static_cast<std::int32_t>(rtp_timestamp - timestamp_);
    const bool recent = seen_any_ && arrival - last_heard_ < std::chrono::seconds{2};
    const bool same_key = recent && step == 0 && event == event_;
    // A key held longer than the duration field can say goes on with a new timestamp (RFC 4733 §2.5.1.3).
    const bool next_segment = held_ && event == event_ && duration_ >= longest_duration &&
                              step == static_cast<std::int32_t>(longest_duration);
    if (!same_key && !next_segment) {
        const bool stale = recent && step < 0 && step > -2 * static_cast<std::int32_t>(clock_rate_hz_);
        if (stale) {
            return std::nullopt;  // a reordered packet of the key before
        }
        seen_any_ = true;
        held_ = true;
        event_ = event;
        timestamp_ = rtp_timestamp;
        duration_ = duration;
        last_heard_ = arrival;
        // Everything but the end was lost: the next tick says Released.
        release_at_ = end ? arrival : arrival + give_up_after;
        return news(DtmfNews::Kind::Pressed);
    }
    last_heard_ = arrival;
    if (!held_) {
        return std::nullopt;  // a repeated end
    }
    timestamp_ = rtp_timestamp;
    duration_ = next_segment ? duration : std::max(duration_, duration);
    release_at_ = arrival + give_up_after;
    if (!end) {
        return std::nullopt;
    }
    held_ = false;
    return news(DtmfNews::Kind::Released);
}

std::optional<DtmfNews> DtmfReceiver::tick(MonoTime now) {
    if (!held_ || now < release_at_) {
        return std::nullopt;
    }
    held_ = false;
    return news(DtmfNews::Kind::Released);
}

DtmfSender::DtmfSender(std::uint32_t clock_rate_hz, Duration key_length, Duration gap)
    : ticks_per_key_{static_cast<std::uint32_t>(std::max<std::int64_t>(2, key_length / tick_length))},
      ticks_per_gap_{static_cast<std::uint32_t>(std::max<std::int64_t>(1, gap / tick_length))},
      step_{clock_rate_hz / 50} {}

std::size_t DtmfSender::send(std::string_view digits) {
    std::size_t taken = 0;
    for (const char digit : digits) {
        if (const auto event = dtmf_event(digit)) {
            if (count_ == max_waiting) {
                break;
            }
            waiting_[(first_ + count_++) % max_waiting] = *event;
        }
        ++taken;
    }
    return taken;
}

std::optional<DtmfPacket> DtmfSender::next(std::uint32_t rtp_timestamp) {
    if (gap_left_ > 0) {
        --gap_left_;
        return std::nullopt;
    }
    if (!sending_) {
        if (count_ == 0) {
            return std::nullopt;
        }
        start_key(rtp_timestamp);
    }
    const bool first = tick_ == 0;
    // The duration stands still in the repeated ends.
    tick_ = std::min(tick_ + 1, ticks_per_key_);
    const bool end = tick_ == ticks_per_key_;
    if (end && ++ends_sent_ == ends_per_key) {
        sending_ = false;
        gap_left_ = ticks_per_gap_;
    }
    return packet(end, first);
}

void DtmfSender::start_key(std::uint32_t rtp_timestamp) {
    event_ = waiting_[first_];
    first_ = (first_ + 1) % max_waiting;
    --count_;
    sending_ = true;
    start_timestamp_ = rtp_timestamp;
    tick_ = 0;
    ends_sent_ = 0;
}

DtmfPacket DtmfSender::packet(bool end, bool marker) const {
    const auto duration = std::min(tick_ * step_, longest_duration);
    DtmfPacket out;
    out.payload = {event_, static_cast<std::uint8_t>((end ? end_bit : 0) | volume),
                   static_cast<std::uint8_t>(duration >> 8), static_cast<std::uint8_t>(duration)};
    out.rtp_timestamp = start_timestamp_;
    out.marker = marker;
    return out;
}

}  // namespace yh::media
