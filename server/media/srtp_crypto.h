#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "base/result.h"

struct evp_cipher_ctx_st;

namespace yh::media {

// The three primitives of SRTP over OpenSSL. Keys are set once, so that a packet costs no look-up and no allocation.
// Each is owned by an SrtpContext. Thread: its media loop.

struct CipherContextFree {
    void operator()(evp_cipher_ctx_st* context) const noexcept;
};
using CipherContext = std::unique_ptr<evp_cipher_ctx_st, CipherContextFree>;

using Block = std::array<std::uint8_t, 16>;
using GcmNonce = std::array<std::uint8_t, 12>;
using Salt = std::array<std::uint8_t, 14>;

/// AES-128 in counter mode (RFC 3711 §4.1.1).
class AesCounter {
  public:
    static Result<AesCounter> create(std::span<const std::uint8_t, 16> key);
    /// Encrypting and decrypting are the same.
    bool apply(const Block& iv, std::span<std::uint8_t> data);

  private:
    explicit AesCounter(CipherContext context) : context_{std::move(context)} {}
    CipherContext context_;
};

/// AES-128-GCM with a 16-byte tag (RFC 7714).
class AesGcm {
  public:
    static constexpr std::size_t tag_bytes = 16;

    static Result<AesGcm> create(std::span<const std::uint8_t, 16> key);
    /// The associated data comes in one or two pieces.
    bool seal(const GcmNonce& nonce, std::span<const std::uint8_t> aad, std::span<const std::uint8_t> more_aad,
              std::span<std::uint8_t> data, std::span<std::uint8_t, tag_bytes> tag);
    /// False when the tag does not fit; `data` is then garbage.
    bool open(const GcmNonce& nonce, std::span<const std::uint8_t> aad, std::span<const std::uint8_t> more_aad,
              std::span<std::uint8_t> data, std::span<const std::uint8_t, tag_bytes> tag);

  private:
    explicit AesGcm(CipherContext context) : context_{std::move(context)} {}
    CipherContext context_;  // for both directions: the expanded key is the same
};

/// HMAC-SHA1 whose key blocks are hashed once. OpenSSL 3's EVP_MAC allocates a few times per message; this does not.
class HmacSha1 {
  public:
    using Digest = std::array<std::uint8_t, 20>;

    explicit HmacSha1(std::span<const std::uint8_t, 20> key);
    HmacSha1(HmacSha1&&) noexcept;
    HmacSha1& operator=(HmacSha1&&) noexcept;
    ~HmacSha1();
    Digest digest(std::span<const std::uint8_t> data, std::span<const std::uint8_t> more = {}) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The key derivation of RFC 3711 §4.3 with a key derivation rate of 0. A 96-bit salt stands left in `salt`, followed
/// by zeros (RFC 7714 §11 with erratum 4938). Error: srtp.failed.
Result<void> derive_srtp_key(std::span<const std::uint8_t, 16> master_key, const Salt& master_salt, std::uint8_t label,
                             std::span<std::uint8_t> out);

bool same_bytes(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b);
void wipe(std::span<std::uint8_t> secret);

}  // namespace yh::media
