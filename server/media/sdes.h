#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "media/srtp.h"

namespace yh::media {

/// One a=crypto line (RFC 4568 §4): the key one side sends with.
struct SdesCrypto {
    std::uint32_t tag = 1;
    SrtpProfile profile = SrtpProfile::AesCm128HmacSha1_80;
    std::array<std::uint8_t, max_srtp_master_bytes> master{};  ///< key then salt

    std::span<const std::uint8_t> master_bytes() const {
        const auto& info = srtp_profile_info(profile);
        return std::span{master}.first(info.key_bytes + info.salt_bytes);
    }
};

/// The value after "a=crypto:". Errors: sdes.malformed; sdes.unsupported for another suite, an MKI, several keys or
/// session parameters that change the packets (a list of lines is walked until one is understood).
Result<SdesCrypto> parse_sdes_crypto(std::string_view value);
/// `1 AES_CM_128_HMAC_SHA1_80 inline:…`, without "a=crypto:".
std::string format_sdes_crypto(const SdesCrypto& crypto);
/// Fresh random key and salt.
SdesCrypto make_sdes_crypto(std::uint32_t tag, SrtpProfile profile);

}  // namespace yh::media
