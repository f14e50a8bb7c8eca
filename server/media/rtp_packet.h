#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace yh::media {

inline constexpr std::size_t rtp_header_bytes = 12;

/// A received RTP packet taken apart in place (RFC 3550 §5.1). Extension, CSRCs and padding are skipped: they belong to
/// the hop they came over.
struct RtpPacket {
    std::uint8_t payload_type = 0;
    bool marker = false;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
    std::span<std::uint8_t> payload;  ///< at least rtp_header_bytes of the buffer stand before it
};

/// Nothing when the bytes are no RTP packet. An empty payload is one.
std::optional<RtpPacket> parse_rtp(std::span<std::uint8_t> packet);

/// On a port shared by both, these are RTCP (RFC 5761 §4).
bool is_rtcp(std::span<const std::uint8_t> packet);

/// SSRC and sequence number without any further look; for packets of `parse_rtp`'s length at least.
std::uint32_t rtp_ssrc(std::span<const std::uint8_t> packet);
std::uint16_t rtp_sequence(std::span<const std::uint8_t> packet);

struct RtpHeader {
    std::uint8_t payload_type = 0;
    bool marker = false;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
};
void write_rtp_header(std::span<std::uint8_t, rtp_header_bytes> out, const RtpHeader& header);

}  // namespace yh::media
