#pragma once

#include <cstdint>

#include "base/clock.h"

namespace yh::media {

/// The numbers of one RTCP report block (RFC 3550 §6.4.1).
struct ReportBlock {
    std::uint32_t ssrc = 0;
    std::uint8_t fraction_lost = 0;         ///< of 256, since the last report
    std::int32_t cumulative_lost = 0;       ///< 24 bits signed
    std::uint32_t highest_sequence = 0;     ///< with cycles in the upper half
    std::uint32_t jitter = 0;               ///< timestamp units
    std::uint32_t last_sr = 0;              ///< middle 32 bits of its NTP time; 0: none came
    std::uint32_t delay_since_last_sr = 0;  ///< in 1/65536 s
};

/// Counts one received stream as RFC 3550 A.1, A.3 and A.8 do. A new SSRC, or a sequence jump that persists, starts
/// anew but keeps the totals. One per receiving leg; owned by it. Thread: its media loop. Allocates nothing.
class ReceiveStats {
  public:
    explicit ReceiveStats(std::uint32_t clock_rate_hz = 8000) : clock_rate_hz_{clock_rate_hz} {}

    void on_packet(std::uint32_t ssrc, std::uint16_t sequence, std::uint32_t rtp_timestamp, MonoTime arrival);
    /// The NTP time of a sender report of this stream, for the round trip its sender will compute.
    void on_sender_report(std::uint64_t ntp, MonoTime arrival);
    /// Numbers since the last call of this (fraction) and in all.
    ReportBlock report(MonoTime now);

    std::uint64_t received() const { return total_received_ + received_; }
    std::uint64_t expected() const { return total_expected_ + expected_here(); }
    /// Never below 0 (duplicates can outnumber losses).
    std::uint64_t lost() const;
    std::uint64_t out_of_order() const { return out_of_order_; }
    double jitter_ms() const;
    double max_jitter_ms() const { return max_jitter_ms_; }

  private:
    void restart(std::uint32_t ssrc, std::uint16_t sequence);
    bool advance_sequence(std::uint16_t sequence);
    void measure_jitter(std::uint32_t rtp_timestamp, MonoTime arrival);
    std::uint64_t expected_here() const;

    std::uint32_t clock_rate_hz_;
    bool started_ = false;
    std::uint32_t ssrc_ = 0;
    std::uint32_t cycles_ = 0;  // in units of 65536, already shifted
    std::uint16_t max_sequence_ = 0;
    std::uint16_t base_sequence_ = 0;
    std::uint32_t bad_sequence_ = 0x10001;
    std::uint64_t received_ = 0;  // of the current stream
    std::uint64_t total_received_ = 0;
    std::uint64_t total_expected_ = 0;
    std::uint64_t expected_prior_ = 0;
    std::uint64_t received_prior_ = 0;
    std::uint64_t out_of_order_ = 0;
    bool has_transit_ = false;
    std::uint32_t transit_ = 0;
    double jitter_ = 0;
    double max_jitter_ms_ = 0;
    std::uint32_t last_sr_ = 0;
    MonoTime last_sr_at_{};
};

}  // namespace yh::media
