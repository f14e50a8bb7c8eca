#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "media/socket_address.h"

// STUN Binding messages as ICE uses them (RFC 8489, RFC 8445 §7), with short-term credentials.
namespace yh::media {

inline constexpr std::uint32_t stun_magic_cookie = 0x2112A442;
inline constexpr std::size_t stun_header_bytes = 20;
/// No check of a browser comes near this; a longer datagram is no STUN to us.
inline constexpr std::size_t max_stun_bytes = 1280;

enum class StunClass : std::uint8_t { Request, Indication, Success, Failure };

/// RFC 8489 §18.3 and RFC 8445 §16.1.
enum class StunAttribute : std::uint16_t {
    Username = 0x0006,
    MessageIntegrity = 0x0008,
    ErrorCode = 0x0009,
    UnknownAttributes = 0x000A,
    XorMappedAddress = 0x0020,
    Priority = 0x0024,
    UseCandidate = 0x0025,
    Fingerprint = 0x8028,
    IceControlled = 0x8029,
    IceControlling = 0x802A,
};

using StunTransaction = std::array<std::uint8_t, 12>;

/// A Binding message taken apart; it looks into the datagram and lives no longer than that.
struct StunMessage {
    StunClass kind = StunClass::Request;
    StunTransaction transaction{};
    std::string_view username;
    bool use_candidate = false;
    std::optional<std::uint64_t> controlling;  ///< the tie-breaker
    std::optional<std::uint64_t> controlled;
    int error_code = 0;
    std::optional<SocketAddress> mapped;
    std::size_t integrity_at = 0;            ///< where MESSAGE-INTEGRITY stands; 0: there is none
    std::array<std::uint16_t, 4> unknown{};  ///< attributes we should have understood (RFC 8489 §6.3.1), the first few
    std::size_t unknown_count = 0;
    std::span<const std::uint8_t> bytes;
};

/// Nothing when the bytes are no Binding message, are cut short, or carry a wrong FINGERPRINT. What follows
/// MESSAGE-INTEGRITY is not read, because nobody vouches for it (RFC 8489 §14.5).
std::optional<StunMessage> parse_stun(std::span<const std::uint8_t> datagram);

/// Whether MESSAGE-INTEGRITY is there and was made with this password.
bool integrity_fits(const StunMessage& message, std::string_view password);

/// CRC-32 of RFC 8489 §14.7, before the exclusive or.
std::uint32_t stun_crc(std::span<const std::uint8_t> bytes);

/// HMAC-SHA1 over `bytes`, whose length field is read as `length`. Allocates: checks come a few times a second at most.
std::array<std::uint8_t, 20> stun_integrity(std::span<const std::uint8_t> bytes, std::uint16_t length,
                                            std::string_view password);

}  // namespace yh::media
