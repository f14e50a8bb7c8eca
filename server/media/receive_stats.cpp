#include "media/receive_stats.h"

#include <algorithm>

namespace yh::media {
namespace {

// RFC 3550 A.1.
constexpr std::uint16_t max_dropout = 3000;
constexpr std::uint16_t max_misorder = 100;
constexpr std::uint32_t sequence_mod = 1U << 16;
constexpr std::uint32_t no_bad_sequence = sequence_mod + 1;

}  // namespace

void ReceiveStats::restart(std::uint32_t ssrc, std::uint16_t sequence) {
    if (started_) {
        total_received_ += received_;
        total_expected_ += expected_here();
    }
    started_ = true;
    ssrc_ = ssrc;
    cycles_ = 0;
    base_sequence_ = sequence;
    max_sequence_ = sequence;
    bad_sequence_ = no_bad_sequence;
    received_ = 0;
    has_transit_ = false;
}

void ReceiveStats::on_packet(std::uint32_t ssrc, std::uint16_t sequence, std::uint32_t rtp_timestamp,
                             MonoTime arrival) {
    if (!started_ || ssrc != ssrc_) {
        if (started_) {
            last_sr_ = 0;  // it was the other source's
        }
        restart(ssrc, sequence);
    } else if (!advance_sequence(sequence)) {
        return;
    }
    ++received_;
    measure_jitter(rtp_timestamp, arrival);
}

/// False for a packet from far away; two of them in a row are a sender that started anew (RFC 3550 A.1).
bool ReceiveStats::advance_sequence(std::uint16_t sequence) {
    const auto ahead = static_cast<std::uint16_t>(sequence - max_sequence_);
    if (ahead < max_dropout) {
        if (sequence < max_sequence_) {
            cycles_ += sequence_mod;
        }
        max_sequence_ = sequence;
        bad_sequence_ = no_bad_sequence;
        return true;
    }
    if (ahead <= sequence_mod - max_misorder) {
        if (sequence == bad_sequence_) {
            restart(ssrc_, sequence);
            return true;
        }
        bad_sequence_ = (sequence + 1U) & (sequence_mod - 1);
        return false;
    }
    ++out_of_order_;
    return true;
}

/// RFC 3550 §6.4.1 and A.8.
void ReceiveStats::measure_jitter(std::uint32_t rtp_timestamp, MonoTime arrival) {
    const auto ns = arrival.time_since_epoch().count();
    const auto seconds = ns / 1'000'000'000;
    const auto units = seconds * clock_rate_hz_ + ns % 1'000'000'000 * clock_rate_hz_ / 1'000'000'000;
    const auto transit = static_cast<std::uint32_t>(units) - rtp_timestamp;
    const auto change = static_cast<std::int32_t>(transit - transit_);
    const double size = change < 0 ? -static_cast<double>(change) : static_cast<double>(change);
    const bool comparable = has_transit_ && size < clock_rate_hz_;  // a jump of the timestamp is no jitter
    transit_ = transit;
    has_transit_ = true;
    if (comparable) {
        jitter_ += (size - jitter_) / 16;
        max_jitter_ms_ = std::max(max_jitter_ms_, jitter_ms());
    }
}

void ReceiveStats::on_sender_report(std::uint64_t ntp, MonoTime arrival) {
    last_sr_ = static_cast<std::uint32_t>(ntp >> 16);
    last_sr_at_ = arrival;
}

std::uint64_t ReceiveStats::expected_here() const {
    return started_ ? std::uint64_t{cycles_} + max_sequence_ - base_sequence_ + 1 : 0;
}

std::uint64_t ReceiveStats::lost() const {
    return expected() > received() ? expected() - received() : 0;
}

double ReceiveStats::jitter_ms() const {
    return jitter_ * 1000 / clock_rate_hz_;
}

/// RFC 3550 A.3.
ReportBlock ReceiveStats::report(MonoTime now) {
    ReportBlock block;
    block.ssrc = ssrc_;
    block.highest_sequence = cycles_ + max_sequence_;
    block.jitter = static_cast<std::uint32_t>(jitter_);
    const auto lost_in_all = static_cast<std::int64_t>(expected()) - static_cast<std::int64_t>(received());
    block.cumulative_lost = static_cast<std::int32_t>(std::clamp<std::int64_t>(lost_in_all, -0x800000, 0x7FFFFF));
    const auto expected_now = expected() - expected_prior_;
    const auto received_now = received() - received_prior_;
    expected_prior_ = expected();
    received_prior_ = received();
    if (expected_now > received_now) {
        block.fraction_lost =
            static_cast<std::uint8_t>(std::min<std::uint64_t>(255, (expected_now - received_now) * 256 / expected_now));
    }
    if (last_sr_ != 0) {
        const auto since = std::chrono::duration_cast<std::chrono::microseconds>(now - last_sr_at_).count();
        block.last_sr = last_sr_;
        block.delay_since_last_sr = static_cast<std::uint32_t>(std::max<std::int64_t>(0, since) * 65536 / 1'000'000);
    }
    return block;
}

}  // namespace yh::media
