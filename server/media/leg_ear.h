#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "media/codec.h"
#include "media/jitter_buffer.h"
#include "media/rtp_packet.h"

namespace yh::media {

/// Listens to one leg as 8 kHz PCM, 20 ms per tick: for mixing, for codecs that cannot be relayed, for keys in the
/// sound. Made only where one of these is wanted, because a plain relay needs no decoding.
/// Owned by the leg it listens to. Thread: its media loop. Allocates only in `create`.
class LegEar {
    struct Key {};

  public:
    /// Errors as make_decoder.
    static Result<std::unique_ptr<LegEar>> create(CodecKind codec);
    LegEar(Key, std::unique_ptr<Decoder> decoder);

    CodecKind codec() const { return decoder_->kind(); }
    void push(const RtpPacket& packet) { jitter_.push(packet.ssrc, packet.sequence, packet.payload); }
    /// The frame of this tick, the same however often it is asked for; silence when nothing came.
    std::span<const std::int16_t, frame_samples> frame(std::uint64_t tick);

  private:
    // Opus may put 120 ms into one packet.
    static constexpr std::size_t max_packet_samples = 960;

    void refill();

    std::unique_ptr<Decoder> decoder_;
    JitterBuffer jitter_;
    std::array<std::int16_t, frame_samples + max_packet_samples> waiting_{};
    std::size_t waiting_samples_ = 0;
    std::size_t packet_samples_ = frame_samples;  // of the last packet, for what stands in for a lost one
    std::array<std::int16_t, frame_samples> frame_{};
    std::uint64_t tick_ = 0;
};

}  // namespace yh::media
