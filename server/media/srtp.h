#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"

namespace yh::media {

enum class SrtpProfile : std::uint8_t { AesCm128HmacSha1_80, AesCm128HmacSha1_32, AeadAes128Gcm };

/// Names as in a=crypto (RFC 4568 §6.2, RFC 7714 §14.2) and ids as in DTLS use_srtp (RFC 5764 §4.1.2, RFC 7714 §14.2).
struct SrtpProfileInfo {
    SrtpProfile profile;
    std::string_view sdes_name;
    std::string_view openssl_name;  ///< for SSL_CTX_set_tlsext_use_srtp
    std::uint16_t dtls_id;
    std::size_t key_bytes;
    std::size_t salt_bytes;
    std::size_t rtp_tag_bytes;
    std::size_t rtcp_tag_bytes;
};
const SrtpProfileInfo& srtp_profile_info(SrtpProfile profile);
std::optional<SrtpProfile> find_srtp_profile(std::string_view sdes_name);
std::optional<SrtpProfile> find_srtp_profile(std::uint16_t dtls_id);

/// A packet never grows by more than this: the tag, and for SRTCP the index.
inline constexpr std::size_t srtp_growth_bytes = 16 + 4;
inline constexpr std::size_t max_srtp_master_bytes = 16 + 14;

/// One direction of a protected session (RFC 3711, RFC 7714): make one with our key to send, one with the peer's key to
/// receive. Knows several SSRCs at a time, each with its rollover counter and replay window of 128 packets. Packets are
/// changed in place. Costs about half a microsecond a packet and allocates nothing after `create`.
/// Owned by a leg, ends with it and wipes its keys. Thread: the leg's media loop.
class SrtpContext {
  public:
    /// `master` is key then salt, as SDES and the DTLS exporter give them. Error: srtp.bad_key, srtp.failed.
    static Result<SrtpContext> create(SrtpProfile profile, std::span<const std::uint8_t> master);
    SrtpContext(SrtpContext&&) noexcept;
    SrtpContext& operator=(SrtpContext&&) noexcept;
    ~SrtpContext();

    /// The first `length` bytes of `buffer` are an RTP packet; the answer is its new length.
    /// Errors: srtp.malformed, srtp.no_room (buffer lacks srtp_growth_bytes), srtp.replayed (sequence number used
    /// before).
    Result<std::size_t> protect(std::span<std::uint8_t> buffer, std::size_t length);
    /// The answer is the length of the plain RTP packet. Errors: srtp.malformed, srtp.forged, srtp.replayed.
    Result<std::size_t> unprotect(std::span<std::uint8_t> packet);
    Result<std::size_t> protect_rtcp(std::span<std::uint8_t> buffer, std::size_t length);
    Result<std::size_t> unprotect_rtcp(std::span<std::uint8_t> packet);

    SrtpProfile profile() const;

  private:
    struct Impl;
    explicit SrtpContext(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace yh::media
