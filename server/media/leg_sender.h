#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/clock.h"
#include "media/codec.h"
#include "media/dtmf.h"
#include "media/leg_transport.h"
#include "media/negotiation.h"
#include "media/rtcp.h"
#include "media/rtp_packet.h"
#include "media/srtp.h"

namespace yh::media {

/// The one stream a peer receives from us, whatever it is made of: its SSRC never changes, sequence numbers and
/// timestamps go on across bridge, hold, prompts and transfer, and a change of source sets the marker
/// (RFC 3550 §5.1, RFC 3551 §4.1).
/// Owned by a leg. Thread: its media loop. Allocates nothing per packet.
class LegSender {
  public:
    explicit LegSender(LegTransport& transport);

    /// Takes over what was agreed; `protect` is the key to send with, none for plain RTP.
    void configure(const Agreement& agreement);
    void set_protection(std::optional<SrtpContext> protect) { protect_ = std::move(protect); }
    /// Until there is a key nothing goes out at all.
    void set_needs_keys(bool needs) { needs_keys_ = needs; }
    /// Hold: nothing goes out, the stream's clock goes on.
    bool may_send() const { return may_send_ && (protect_ || !needs_keys_); }

    /// Passes a packet of another leg on. `source` names that leg; `table` translates the payload, null: untouched.
    /// The packet's header is overwritten in place.
    void relay(const void* source, const RtpPacket& packet, std::uint8_t payload_type, const std::uint8_t* table,
               MonoTime now);
    /// Nobody is followed for a while: the packets that are let pass meanwhile shall not look lost when sound goes on.
    void follow_nobody() { source_ = nullptr; }
    /// The next frame of what we make ourselves (prompt, mix). Called once per tick.
    void send_frame(std::span<const std::uint8_t> payload, MonoTime now);
    /// The timestamp of this tick while keys are sent instead of frames.
    std::uint32_t tick_timestamp(MonoTime now);
    void send_event(const DtmfPacket& event, MonoTime now);

    /// Nothing while nothing was ever sent.
    std::optional<SenderInfo> info(std::uint64_t ntp, MonoTime now) const;
    void send_rtcp(std::span<std::uint8_t> buffer, std::size_t length);

    std::uint32_t ssrc() const { return ssrc_; }
    std::uint64_t packets() const { return packets_; }
    std::uint64_t failures() const { return failures_; }
    MonoTime first_sent_at() const { return first_sent_at_; }

  private:
    std::uint32_t units(Duration time) const;
    std::uint32_t next_timestamp(MonoTime now) const;
    bool follow(const void* source, const RtpPacket& packet, MonoTime now);
    void advance_local(MonoTime now);
    /// `packet` holds header and payload, and room for a tag.
    void emit(std::span<std::uint8_t> buffer, std::size_t length, MonoTime now);

    LegTransport& transport_;
    std::optional<SrtpContext> protect_;
    bool needs_keys_ = false;
    bool may_send_ = false;
    std::uint8_t payload_type_ = 8;
    std::uint8_t event_type_ = 101;
    std::uint32_t clock_rate_hz_ = 8000;
    std::uint32_t frame_step_ = 160;

    const std::uint32_t ssrc_;
    std::uint16_t last_sequence_;
    std::uint32_t last_timestamp_;
    MonoTime last_sent_at_{};
    MonoTime first_sent_at_{};
    std::uint64_t packets_ = 0;
    std::uint64_t octets_ = 0;
    std::uint64_t failures_ = 0;

    // What is being followed: a leg (its address), ourselves (this), or nothing yet.
    const void* source_ = nullptr;
    bool marker_ = true;
    std::uint32_t source_ssrc_ = 0;
    std::uint16_t source_first_sequence_ = 0;
    std::uint16_t sequence_offset_ = 0;
    std::uint32_t timestamp_offset_ = 0;
    std::uint32_t followed_ = 0;
};

}  // namespace yh::media
