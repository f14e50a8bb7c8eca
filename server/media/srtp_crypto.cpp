// SHA1_Init and friends are deprecated in OpenSSL 3 but remain its only way to hash without allocating:
// EVP_MD_CTX_copy and EVP_MAC_init duplicate provider contexts on the heap for every packet.
#define OPENSSL_API_COMPAT 10100
#include "media/srtp_crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>

namespace yh::media {
namespace {

constexpr std::size_t sha1_block_bytes = 64;

Error crypto_failed(const char* what) {
    return {ErrorKind::Internal, "srtp.failed", what};
}

CipherContext new_context(const EVP_CIPHER* cipher, std::span<const std::uint8_t, 16> key, int encrypt) {
    CipherContext context{::EVP_CIPHER_CTX_new()};
    if (context && ::EVP_CipherInit_ex(context.get(), cipher, nullptr, key.data(), nullptr, encrypt) != 1) {
        context.reset();
    }
    return context;
}

bool update(EVP_CIPHER_CTX* context, std::uint8_t* out, std::span<const std::uint8_t> in) {
    int written = 0;
    return in.empty() || ::EVP_CipherUpdate(context, out, &written, in.data(), static_cast<int>(in.size())) == 1;
}

bool start_gcm(EVP_CIPHER_CTX* context, int encrypt, const GcmNonce& nonce, std::span<const std::uint8_t> aad,
               std::span<const std::uint8_t> more_aad) {
    return ::EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, nonce.data(), encrypt) == 1 &&
           update(context, nullptr, aad) && update(context, nullptr, more_aad);
}

}  // namespace

void CipherContextFree::operator()(evp_cipher_ctx_st* context) const noexcept {
    ::EVP_CIPHER_CTX_free(context);
}

Result<AesCounter> AesCounter::create(std::span<const std::uint8_t, 16> key) {
    auto context = new_context(::EVP_aes_128_ctr(), key, 1);
    if (!context) {
        return crypto_failed("aes-128-ctr");
    }
    return AesCounter{std::move(context)};
}

bool AesCounter::apply(const Block& iv, std::span<std::uint8_t> data) {
    return ::EVP_CipherInit_ex(context_.get(), nullptr, nullptr, nullptr, iv.data(), -1) == 1 &&
           update(context_.get(), data.data(), data);
}

Result<AesGcm> AesGcm::create(std::span<const std::uint8_t, 16> key) {
    auto context = new_context(::EVP_aes_128_gcm(), key, 1);
    if (!context) {
        return crypto_failed("aes-128-gcm");
    }
    return AesGcm{std::move(context)};
}

bool AesGcm::seal(const GcmNonce& nonce, std::span<const std::uint8_t> aad, std::span<const std::uint8_t> more_aad,
                  std::span<std::uint8_t> data, std::span<std::uint8_t, tag_bytes> tag) {
    std::array<std::uint8_t, tag_bytes> rest{};
    int written = 0;
    auto* context = context_.get();
    return start_gcm(context, 1, nonce, aad, more_aad) && update(context, data.data(), data) &&
           ::EVP_CipherFinal_ex(context, rest.data(), &written) == 1 &&
           ::EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag.size()), tag.data()) == 1;
}

bool AesGcm::open(const GcmNonce& nonce, std::span<const std::uint8_t> aad, std::span<const std::uint8_t> more_aad,
                  std::span<std::uint8_t> data, std::span<const std::uint8_t, tag_bytes> tag) {
    std::array<std::uint8_t, tag_bytes> expected{};  // the library takes a pointer to non-const
    std::ranges::copy(tag, expected.begin());
    std::array<std::uint8_t, tag_bytes> rest{};
    int written = 0;
    auto* context = context_.get();
    return start_gcm(context, 0, nonce, aad, more_aad) && update(context, data.data(), data) &&
           ::EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(expected.size()), expected.data()) ==
               1 &&
           ::EVP_CipherFinal_ex(context, rest.data(), &written) == 1;
}

struct HmacSha1::State {
    SHA_CTX inner;
    SHA_CTX outer;
};

HmacSha1::HmacSha1(std::span<const std::uint8_t, 20> key) : state_{std::make_unique<State>()} {
    std::array<std::uint8_t, sha1_block_bytes> pad{};
    std::ranges::copy(key, pad.begin());
    for (auto& byte : pad) {
        byte ^= 0x36;
    }
    ::SHA1_Init(&state_->inner);
    ::SHA1_Update(&state_->inner, pad.data(), pad.size());
    for (auto& byte : pad) {
        byte ^= 0x36 ^ 0x5C;
    }
    ::SHA1_Init(&state_->outer);
    ::SHA1_Update(&state_->outer, pad.data(), pad.size());
    wipe(pad);
}

HmacSha1::HmacSha1(HmacSha1&&) noexcept = default;
HmacSha1& HmacSha1::operator=(HmacSha1&&) noexcept = default;

HmacSha1::~HmacSha1() {
    if (state_) {
        ::OPENSSL_cleanse(state_.get(), sizeof(State));
    }
}

HmacSha1::Digest HmacSha1::digest(std::span<const std::uint8_t> data, std::span<const std::uint8_t> more) const {
    Digest out;
    SHA_CTX hash = state_->inner;
    ::SHA1_Update(&hash, data.data(), data.size());
    ::SHA1_Update(&hash, more.data(), more.size());
    ::SHA1_Final(out.data(), &hash);
    hash = state_->outer;
    ::SHA1_Update(&hash, out.data(), out.size());
    ::SHA1_Final(out.data(), &hash);
    return out;
}

Result<void> derive_srtp_key(std::span<const std::uint8_t, 16> master_key, const Salt& master_salt, std::uint8_t label,
                             std::span<std::uint8_t> out) {
    // RFC 3711 §4.3.1: x = key_id XOR master_salt, key_id = label || 48 zero bits; §4.3.3: the PRF is AES-CM at x ·
    // 2^16.
    Block iv{};
    std::ranges::copy(master_salt, iv.begin());
    iv[7] = static_cast<std::uint8_t>(iv[7] ^ label);
    YH_TRY(auto prf, AesCounter::create(master_key));
    std::ranges::fill(out, std::uint8_t{0});
    if (!prf.apply(iv, out)) {
        return crypto_failed("derive");
    }
    return {};
}

bool same_bytes(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
    return a.size() == b.size() && ::CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(std::span<std::uint8_t> secret) {
    ::OPENSSL_cleanse(secret.data(), secret.size());
}

}  // namespace yh::media
