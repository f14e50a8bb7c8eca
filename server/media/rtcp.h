#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/clock.h"
#include "media/receive_stats.h"

namespace yh::media {

/// Seconds since 1900 in 32.32 fixed point (RFC 3550 §4).
std::uint64_t ntp_of(WallTime wall);
/// The middle 32 bits, as LSR carries them.
constexpr std::uint32_t ntp_middle(std::uint64_t ntp) {
    return static_cast<std::uint32_t>(ntp >> 16);
}
/// What they count in: 1/65536 s. A stamp is rounded down to it.
inline constexpr double ntp_unit_ms = 1000.0 / 65536;

/// What we say about the stream that we send (RFC 3550 §6.4.1).
struct SenderInfo {
    std::uint64_t ntp = 0;
    std::uint32_t rtp_timestamp = 0;
    std::uint32_t packets = 0;
    std::uint32_t octets = 0;
};

inline constexpr std::size_t max_rtcp_bytes = 200;

/// One compound packet: SR (or RR without `sender`), one report block if there is one, SDES with the CNAME (at most 32
/// characters), BYE when asked. Says how many bytes of `out` it took; 0 when `out` is shorter than max_rtcp_bytes.
enum class Goodbye : std::uint8_t { No, Yes };
std::size_t write_rtcp(std::span<std::uint8_t> out, std::uint32_t our_ssrc, const std::optional<SenderInfo>& sender,
                       const std::optional<ReportBlock>& block, std::string_view cname, Goodbye goodbye);

/// What matters to us in a compound packet from the peer.
struct RtcpNews {
    std::optional<std::uint64_t> sender_ntp;  ///< of a sender report
    std::optional<ReportBlock> about_us;      ///< the block about `our_ssrc`
    bool goodbye = false;
};

/// Nothing when the bytes are no compound RTCP packet (RFC 3550 A.2). Unknown packets inside are skipped.
std::optional<RtcpNews> parse_rtcp(std::span<const std::uint8_t> packet, std::uint32_t our_ssrc);

}  // namespace yh::media
