#include <algorithm>
#include <array>

#include "media/leg.h"
#include "media/leg_quality.h"

// The watching half of Leg: RTCP, silence, and what is said of a leg in the end.
namespace yh::media {
namespace {

constexpr Duration report_interval = std::chrono::seconds{5};
constexpr Duration one_way_after = std::chrono::seconds{5};
constexpr std::string_view cname = "yinghe";

}  // namespace

void Leg::report(MonoTime now, WallTime wall) {
    if (agreement_ && now >= next_report_) {
        next_report_ = now + report_interval;
        send_report(now, wall, Goodbye::No);
    }
}

void Leg::say_goodbye(MonoTime now, WallTime wall) {
    // Who never sent a report need not take leave (RFC 3550 §6.3.7).
    if (agreement_ && reported_) {
        send_report(now, wall, Goodbye::Yes);
    }
}

void Leg::send_report(MonoTime now, WallTime wall, Goodbye goodbye) {
    const auto sender = sender_.info(ntp_of(wall), now);
    std::optional<ReportBlock> block;
    if (received_ != 0) {
        block = stats_.report(now);
    }
    if (!sender && !block) {
        return;
    }
    std::array<std::uint8_t, max_rtcp_bytes + srtp_growth_bytes> packet;
    const auto bytes = write_rtcp(packet, sender_.ssrc(), sender, block, cname, goodbye);
    sender_.send_rtcp(packet, bytes);
    reported_ = true;
}

void Leg::on_rtcp_packet(std::span<std::uint8_t> packet, MonoTime now) {
    if (!unprotect(packet, Kind::Rtcp)) {
        return;
    }
    if (unprotect_) {
        last_reported_to_ = now;
    }
    const auto news = parse_rtcp(packet, sender_.ssrc());
    if (!news) {
        ++refused_;
        return;
    }
    if (news->sender_ntp) {
        stats_.on_sender_report(*news->sender_ntp, now);
    }
    if (news->about_us) {
        learn_from_peer(*news->about_us, ntp_of(SystemClock{}.wall()));
    }
}

void Leg::learn_from_peer(const ReportBlock& block, std::uint64_t ntp_now) {
    ++peer_reports_;
    const auto clock_rate_hz = agreement_ ? codec_info(agreement_->codec).clock_rate_hz : 8000;
    const auto sent = std::max<std::uint64_t>(sender_.packets(), 1);
    peer_loss_percent_ = std::clamp(100.0 * block.cumulative_lost / static_cast<double>(sent), 0.0, 100.0);
    peer_jitter_ms_ = 1000.0 * block.jitter / clock_rate_hz;
    if (block.last_sr == 0) {
        return;
    }
    // RFC 3550 §6.4.1: now - LSR - DLSR, in 1/65536 s. A peer with a wrong DLSR makes it negative or absurd.
    const auto units = static_cast<std::int32_t>(ntp_middle(ntp_now) - block.last_sr - block.delay_since_last_sr);
    const double round_trip_ms = units * ntp_unit_ms;
    if (round_trip_ms >= 0 && round_trip_ms < 10'000) {
        round_trip_ms_ = round_trip_ms;
    }
}

bool Leg::fell_silent(MonoTime now, const SilenceLimits& limits) {
    if (!agreement_ || silence_said_) {
        return false;
    }
    const auto passed = [now](MonoTime since, Duration limit) { return limit > Duration{0} && now - since >= limit; };
    const auto sign = transport_->last_sign();
    const bool gone = sign && passed(std::max({*sign, last_heard_, last_reported_to_}), limits.browser);
    silence_said_ = gone || (may_receive_ && passed(last_heard_, limits.sound));
    return silence_said_;
}

bool Leg::one_way(MonoTime now) const {
    return agreement_ && may_receive_ && received_ == 0 && sender_.packets() != 0 &&
           now - sender_.first_sent_at() >= one_way_after;
}

model::Quality Leg::quality() const {
    model::Quality quality;
    if (!agreement_) {
        return quality;
    }
    quality.codec = codec_info(agreement_->codec).name;
    quality.packets_received = static_cast<std::int64_t>(stats_.received());
    quality.packets_lost = static_cast<std::int64_t>(stats_.lost());
    quality.jitter_ms = stats_.jitter_ms();
    quality.peer_loss_percent = peer_loss_percent_;
    quality.peer_jitter_ms = peer_jitter_ms_;
    quality.round_trip_ms = round_trip_ms_;
    // 250 packets are five seconds of ours.
    quality.one_way = received_ == 0 && sender_.packets() >= 250;
    if (received_ != 0) {
        const double expected = static_cast<double>(std::max<std::uint64_t>(stats_.expected(), 1));
        const double loss = 100.0 * static_cast<double>(stats_.lost()) / expected;
        quality.mos = estimate_mos(agreement_->codec, loss, quality.jitter_ms, round_trip_ms_);
    }
    return quality;
}

}  // namespace yh::media
