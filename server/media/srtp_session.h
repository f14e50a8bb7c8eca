#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <variant>

#include "base/result.h"
#include "media/srtp.h"
#include "media/srtp_crypto.h"

namespace yh::media {

/// The derived keys of one kind of packet (RTP or RTCP) and what they do to a packet whose index is known.
/// Made from session keys, so that the vectors of RFC 7714 §16, which give those, can be tested.
/// Owned by an SrtpContext. Thread: its media loop.
class SrtpSession {
  public:
    struct Keys {
        std::array<std::uint8_t, 16> cipher{};
        std::array<std::uint8_t, 20> auth{};
        Salt salt{};  ///< 12 bytes for GCM, then zeros
    };
    static Result<SrtpSession> create(SrtpProfile profile, std::size_t tag_bytes, const Keys& keys);
    /// Derives the keys of labels first_label … first_label + 2: 0 for RTP, 3 for RTCP (RFC 3711 §4.3.2).
    static Result<SrtpSession> derive(SrtpProfile profile, std::size_t tag_bytes, std::span<const std::uint8_t> master,
                                      std::uint8_t first_label);

    std::size_t tag_bytes() const { return tag_bytes_; }

    /// `packet` has `tag_bytes()` of room at its end; the first `header` bytes stay in the clear.
    bool protect_rtp(std::span<std::uint8_t> packet, std::size_t header, std::uint32_t ssrc, std::uint64_t index);
    bool unprotect_rtp(std::span<std::uint8_t> packet, std::size_t header, std::uint32_t ssrc, std::uint64_t index);
    /// `packet` has room for tag and index word at its end. `word` is the E bit and the 31-bit index.
    bool protect_rtcp(std::span<std::uint8_t> packet, std::uint32_t ssrc, std::uint32_t word);
    bool unprotect_rtcp(std::span<std::uint8_t> packet, std::uint32_t ssrc, std::uint32_t word);

  private:
    struct CounterHmac {
        AesCounter cipher;
        HmacSha1 hmac;
    };
    using Suite = std::variant<CounterHmac, AesGcm>;

    SrtpSession(Suite suite, std::size_t tag_bytes, const Salt& salt);
    Block counter_iv(std::uint32_t ssrc, std::uint64_t index) const;
    GcmNonce gcm_nonce(std::uint32_t ssrc, std::uint64_t index) const;
    bool tag_fits(const HmacSha1::Digest& digest, std::span<const std::uint8_t> tag) const;

    Suite suite_;
    std::size_t tag_bytes_;
    Salt salt_;
};

}  // namespace yh::media
