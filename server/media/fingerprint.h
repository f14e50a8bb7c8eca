#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yh::media {

/// The hash functions that browsers use in a=fingerprint (RFC 8122 §5).
enum class FingerprintHash : std::uint8_t { Sha256, Sha384, Sha512 };

/// The hash of a peer's certificate as its description gives it.
struct Fingerprint {
    FingerprintHash hash = FingerprintHash::Sha256;
    std::array<std::uint8_t, 64> value{};  ///< zeros behind what the hash fills

    bool operator==(const Fingerprint&) const = default;
};

std::size_t fingerprint_bytes(FingerprintHash hash);
/// The value after "a=fingerprint:". Errors: sdp.malformed; sdp.no_security for a hash that we do not trust.
Result<Fingerprint> parse_fingerprint(std::string_view text);
std::string format_fingerprint(const Fingerprint& fingerprint);

}  // namespace yh::media
