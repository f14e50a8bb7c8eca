#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"

namespace yh::media {

enum class CodecKind : std::uint8_t { Pcma, Pcmu, G722, Opus };

/// Everything inside the media plane moves in frames of 20 ms.
inline constexpr std::uint32_t frame_ms = 20;
/// The rate of the mixer, the prompts and the recordings.
inline constexpr std::uint32_t mix_rate_hz = 8000;
inline constexpr std::size_t frame_samples = mix_rate_hz * frame_ms / 1000;
/// No codec here makes a larger payload of one frame.
inline constexpr std::size_t max_payload_bytes = 1275;

/// What SDP and RTP need to know of a codec.
struct CodecInfo {
    CodecKind kind;
    std::string_view name;                            ///< encoding name of a=rtpmap
    std::optional<std::uint8_t> static_payload_type;  ///< absent: dynamic only
    std::uint32_t clock_rate_hz;         ///< of a=rtpmap and of RTP timestamps; G.722 says 8000 (RFC 3551 §4.5.2)
    std::uint32_t sample_rate_hz;        ///< of the sound itself
    std::uint32_t rtpmap_channels;       ///< Opus always says 2 (RFC 7587 §7)
    std::uint32_t frame_timestamp_step;  ///< RTP timestamp units per 20 ms
};

const CodecInfo& codec_info(CodecKind kind);
std::optional<CodecKind> find_codec(std::uint8_t static_payload_type);
/// By the encoding name (any case) and clock rate of a=rtpmap.
std::optional<CodecKind> find_codec(std::string_view name, std::uint32_t clock_rate_hz);
inline bool is_g711(CodecKind kind) {
    return kind == CodecKind::Pcma || kind == CodecKind::Pcmu;
}

struct CodecOptions {
    std::uint32_t pcm_rate_hz = mix_rate_hz;   ///< of the PCM side; 16000 only for G.722 and Opus
    std::uint32_t opus_bitrate = 24000;        ///< bits per second
    std::uint32_t opus_expected_loss_pct = 5;  ///< tunes in-band FEC
};

/// PCM frames of 20 ms to payloads. One per sending leg; owned by it, ends with it. Thread: the owner's media loop.
class Encoder {
  public:
    virtual ~Encoder() = default;
    virtual CodecKind kind() const = 0;
    /// `pcm` is one frame; `out` must hold max_payload_bytes (160 are enough for G.711 and G.722).
    /// Says how many bytes were written; 0 when the codec refused.
    virtual std::size_t encode(std::span<const std::int16_t> pcm, std::span<std::uint8_t> out) = 0;
};

/// Payloads to PCM. One per receiving leg; owned by it, ends with it. Thread: the owner's media loop.
class Decoder {
  public:
    virtual ~Decoder() = default;
    virtual CodecKind kind() const = 0;
    /// Says how many samples were written to `out`, never more than it holds (a peer may send 10 to 60 ms);
    /// 0 when the payload is not of this codec.
    virtual std::size_t decode(std::span<const std::uint8_t> payload, std::span<std::int16_t> out) = 0;
    /// Fills `out` with what a lost packet may have sounded like, fading to silence when losses go on.
    virtual void conceal(std::span<std::int16_t> out) = 0;
};

/// Error: codec.unsupported for a rate the codec cannot do, codec.failed when the library refuses.
Result<std::unique_ptr<Encoder>> make_encoder(CodecKind kind, const CodecOptions& options = {});
Result<std::unique_ptr<Decoder>> make_decoder(CodecKind kind, const CodecOptions& options = {});

}  // namespace yh::media
