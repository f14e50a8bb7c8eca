#include "media/srtp_session.h"

#include <algorithm>

namespace yh::media {
namespace {

constexpr std::size_t rtcp_header_bytes = 8;
constexpr std::size_t rtcp_word_bytes = 4;
constexpr std::uint32_t encrypted_bit = 0x80000000;

void store32(std::uint32_t value, std::uint8_t* out) {
    out[0] = static_cast<std::uint8_t>(value >> 24);
    out[1] = static_cast<std::uint8_t>(value >> 16);
    out[2] = static_cast<std::uint8_t>(value >> 8);
    out[3] = static_cast<std::uint8_t>(value);
}

std::array<std::uint8_t, 4> bytes_of(std::uint32_t value) {
    std::array<std::uint8_t, 4> out;
    store32(value, out.data());
    return out;
}

void xor_in(std::span<std::uint8_t> block, std::size_t at, std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) {
        block[at + i] = static_cast<std::uint8_t>(block[at + i] ^ (value >> (8 * (bytes - 1 - i))));
    }
}

std::span<std::uint8_t, AesGcm::tag_bytes> gcm_tag(std::span<std::uint8_t> packet, std::size_t at) {
    return packet.subspan(at).first<AesGcm::tag_bytes>();
}

}  // namespace

SrtpSession::SrtpSession(Suite suite, std::size_t tag_bytes, const Salt& salt)
    : suite_{std::move(suite)}, tag_bytes_{tag_bytes}, salt_{salt} {}

Result<SrtpSession> SrtpSession::create(SrtpProfile profile, std::size_t tag_bytes, const Keys& keys) {
    if (profile == SrtpProfile::AeadAes128Gcm) {
        YH_TRY(auto gcm, AesGcm::create(keys.cipher));
        return SrtpSession{Suite{std::move(gcm)}, tag_bytes, keys.salt};
    }
    YH_TRY(auto counter, AesCounter::create(keys.cipher));
    return SrtpSession{Suite{CounterHmac{std::move(counter), HmacSha1{keys.auth}}}, tag_bytes, keys.salt};
}

Result<SrtpSession> SrtpSession::derive(SrtpProfile profile, std::size_t tag_bytes,
                                        std::span<const std::uint8_t> master, std::uint8_t first_label) {
    const auto& info = srtp_profile_info(profile);
    Salt salt{};
    std::ranges::copy(master.subspan(16, info.salt_bytes), salt.begin());
    const auto key = master.first<16>();
    Keys keys;
    const auto label = [&](int step) { return static_cast<std::uint8_t>(first_label + step); };
    YH_CHECK(derive_srtp_key(key, salt, label(0), keys.cipher));
    YH_CHECK(derive_srtp_key(key, salt, label(1), keys.auth));
    YH_CHECK(derive_srtp_key(key, salt, label(2), std::span{keys.salt}.first(info.salt_bytes)));
    auto session = create(profile, tag_bytes, keys);
    wipe(keys.cipher);
    wipe(keys.auth);
    wipe(keys.salt);
    wipe(salt);
    return session;
}

/// RFC 3711 §4.1.1: (salt · 2^16) XOR (SSRC · 2^64) XOR (index · 2^16).
Block SrtpSession::counter_iv(std::uint32_t ssrc, std::uint64_t index) const {
    Block iv{};
    std::ranges::copy(salt_, iv.begin());
    xor_in(iv, 4, ssrc, 4);
    xor_in(iv, 8, index, 6);
    return iv;
}

/// RFC 7714 §8.1 (SRTP: 48-bit index) and §9.1 (SRTCP: 31-bit index); both are 16 zeros, SSRC, index in 48 bits.
GcmNonce SrtpSession::gcm_nonce(std::uint32_t ssrc, std::uint64_t index) const {
    GcmNonce nonce{};
    std::copy_n(salt_.begin(), nonce.size(), nonce.begin());
    xor_in(nonce, 2, ssrc, 4);
    xor_in(nonce, 6, index, 6);
    return nonce;
}

bool SrtpSession::tag_fits(const HmacSha1::Digest& digest, std::span<const std::uint8_t> tag) const {
    return same_bytes(std::span{digest}.first(tag_bytes_), tag);
}

bool SrtpSession::protect_rtp(std::span<std::uint8_t> packet, std::size_t header, std::uint32_t ssrc,
                              std::uint64_t index) {
    const auto plain = packet.first(packet.size() - tag_bytes_);
    if (auto* gcm = std::get_if<AesGcm>(&suite_)) {
        return gcm->seal(gcm_nonce(ssrc, index), plain.first(header), {}, plain.subspan(header),
                         gcm_tag(packet, plain.size()));
    }
    auto& suite = std::get<CounterHmac>(suite_);
    if (!suite.cipher.apply(counter_iv(ssrc, index), plain.subspan(header))) {
        return false;
    }
    // §4.2: the rollover counter is authenticated but not sent.
    const auto digest = suite.hmac.digest(plain, bytes_of(static_cast<std::uint32_t>(index >> 16)));
    std::copy_n(digest.begin(), tag_bytes_, packet.begin() + static_cast<std::ptrdiff_t>(plain.size()));
    return true;
}

bool SrtpSession::unprotect_rtp(std::span<std::uint8_t> packet, std::size_t header, std::uint32_t ssrc,
                                std::uint64_t index) {
    const auto body = packet.first(packet.size() - tag_bytes_);
    if (auto* gcm = std::get_if<AesGcm>(&suite_)) {
        return gcm->open(gcm_nonce(ssrc, index), body.first(header), {}, body.subspan(header),
                         gcm_tag(packet, body.size()));
    }
    auto& suite = std::get<CounterHmac>(suite_);
    const auto digest = suite.hmac.digest(body, bytes_of(static_cast<std::uint32_t>(index >> 16)));
    return tag_fits(digest, packet.subspan(body.size())) &&
           suite.cipher.apply(counter_iv(ssrc, index), body.subspan(header));
}

bool SrtpSession::protect_rtcp(std::span<std::uint8_t> packet, std::uint32_t ssrc, std::uint32_t word) {
    const auto plain = packet.first(packet.size() - tag_bytes_ - rtcp_word_bytes);
    const auto index = word & ~encrypted_bit;
    if (auto* gcm = std::get_if<AesGcm>(&suite_)) {
        // RFC 7714 §9.2: the tag stands before the index word.
        store32(word, &packet[packet.size() - rtcp_word_bytes]);
        return gcm->seal(gcm_nonce(ssrc, index), plain.first(rtcp_header_bytes), bytes_of(word),
                         plain.subspan(rtcp_header_bytes), gcm_tag(packet, plain.size()));
    }
    auto& suite = std::get<CounterHmac>(suite_);
    if (!suite.cipher.apply(counter_iv(ssrc, index), plain.subspan(rtcp_header_bytes))) {
        return false;
    }
    store32(word, &packet[plain.size()]);
    const auto authenticated = packet.first(plain.size() + rtcp_word_bytes);
    const auto digest = suite.hmac.digest(authenticated);
    std::copy_n(digest.begin(), tag_bytes_, packet.begin() + static_cast<std::ptrdiff_t>(authenticated.size()));
    return true;
}

bool SrtpSession::unprotect_rtcp(std::span<std::uint8_t> packet, std::uint32_t ssrc, std::uint32_t word) {
    const auto body = packet.first(packet.size() - tag_bytes_ - rtcp_word_bytes);
    const auto index = word & ~encrypted_bit;
    const bool encrypted = (word & encrypted_bit) != 0;
    if (auto* gcm = std::get_if<AesGcm>(&suite_)) {
        // RFC 7714 §9.3: without the E bit the whole packet is associated data.
        const auto clear = encrypted ? rtcp_header_bytes : body.size();
        return gcm->open(gcm_nonce(ssrc, index), body.first(clear), bytes_of(word), body.subspan(clear),
                         gcm_tag(packet, body.size()));
    }
    auto& suite = std::get<CounterHmac>(suite_);
    const auto authenticated = packet.first(body.size() + rtcp_word_bytes);
    if (!tag_fits(suite.hmac.digest(authenticated), packet.subspan(authenticated.size()))) {
        return false;
    }
    return !encrypted || suite.cipher.apply(counter_iv(ssrc, index), body.subspan(rtcp_header_bytes));
}

}  // namespace yh::media
