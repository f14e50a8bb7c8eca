#include "media/srtp.h"

#include <algorithm>
#include <array>

#include "media/srtp_replay.h"
#include "media/srtp_session.h"

namespace yh::media {
namespace {

constexpr std::array<SrtpProfileInfo, 3> profiles{{
    {SrtpProfile::AesCm128HmacSha1_80, "AES_CM_128_HMAC_SHA1_80", "SRTP_AES128_CM_SHA1_80", 0x0001, 16, 14, 10, 10},
    // The short tag is for RTP only (RFC 4568 §6.2.2).
    {SrtpProfile::AesCm128HmacSha1_32, "AES_CM_128_HMAC_SHA1_32", "SRTP_AES128_CM_SHA1_32", 0x0002, 16, 14, 4, 10},
    {SrtpProfile::AeadAes128Gcm, "AEAD_AES_128_GCM", "SRTP_AEAD_AES_128_GCM", 0x0007, 16, 12, 16, 16},
}};

constexpr std::size_t rtp_fixed_bytes = 12;
constexpr std::size_t rtcp_header_bytes = 8;
constexpr std::size_t rtcp_word_bytes = 4;
constexpr std::uint32_t encrypted_bit = 0x80000000;
constexpr std::uint64_t max_rtp_index = (std::uint64_t{1} << 48) - 1;

Error malformed() {
    return {ErrorKind::InvalidInput, "srtp.malformed", {}};
}
Error forged() {
    return {ErrorKind::Forbidden, "srtp.forged", {}};
}
Error replayed() {
    return {ErrorKind::Conflict, "srtp.replayed", {}};
}
Error no_room() {
    return {ErrorKind::Full, "srtp.no_room", {}};
}

std::uint32_t load32(std::span<const std::uint8_t> in, std::size_t at) {
    return std::uint32_t{in[at]} << 24 | std::uint32_t{in[at + 1]} << 16 | std::uint32_t{in[at + 2]} << 8 |
           std::uint32_t{in[at + 3]};
}

/// Fixed header, CSRC list and extension (RFC 3550 §5.1, §5.3.1); 0 when the packet is no RTP of at least that length.
std::size_t rtp_header_bytes(std::span<const std::uint8_t> packet) {
    if (packet.size() < rtp_fixed_bytes || packet[0] >> 6 != 2) {
        return 0;
    }
    std::size_t length = rtp_fixed_bytes + 4 * (packet[0] & 0x0FU);
    if ((packet[0] & 0x10) != 0) {
        if (packet.size() < length + 4) {
            return 0;
        }
        length += 4 + 4 * static_cast<std::size_t>(packet[length + 2] << 8 | packet[length + 3]);
    }
    return length <= packet.size() ? length : 0;
}

struct Stream {
    std::uint32_t ssrc = 0;
    std::uint64_t used = 0;  // when last, in packets of the context; 0: free
    ReplayWindow rtp;
    ReplayWindow rtcp;
    std::uint32_t next_rtcp_index = 0;
};

/// RFC 3711 §3.3.1 and appendix A: the index nearest to the highest one seen. Nothing before index 0.
std::optional<std::uint64_t> guess_index(const ReplayWindow& window, std::uint16_t sequence) {
    if (!window.started()) {
        return sequence;
    }
    const auto highest = static_cast<std::uint16_t>(window.highest());
    const auto step = static_cast<std::int16_t>(static_cast<std::uint16_t>(sequence - highest));
    if (step < 0 && window.highest() < static_cast<std::uint64_t>(-step)) {
        return std::nullopt;
    }
    const auto index = window.highest() + static_cast<std::uint64_t>(static_cast<std::int64_t>(step));
    return index <= max_rtp_index ? std::optional{index} : std::nullopt;
}

}  // namespace

const SrtpProfileInfo& srtp_profile_info(SrtpProfile profile) {
    return profiles[static_cast<std::size_t>(profile)];
}

std::optional<SrtpProfile> find_srtp_profile(std::string_view sdes_name) {
    for (const auto& info : profiles) {
        if (info.sdes_name == sdes_name) {
            return info.profile;
        }
    }
    return std::nullopt;
}

std::optional<SrtpProfile> find_srtp_profile(std::uint16_t dtls_id) {
    for (const auto& info : profiles) {
        if (info.dtls_id == dtls_id) {
            return info.profile;
        }
    }
    return std::nullopt;
}

struct SrtpContext::Impl {
    SrtpProfile profile;
    SrtpSession rtp;
    SrtpSession rtcp;
    // A sender changes its SSRC a few times in a call at most; the one unused longest makes room.
    std::array<Stream, 8> streams{};
    std::uint64_t clock = 0;

    Stream* find(std::uint32_t ssrc) {
        for (auto& stream : streams) {
            if (stream.used != 0 && stream.ssrc == ssrc) {
                stream.used = ++clock;
                return &stream;
            }
        }
        return nullptr;
    }

    /// Only after a packet proved genuine: a forged SSRC must not push out a real one.
    Stream& ensure(std::uint32_t ssrc) {
        if (auto* known = find(ssrc)) {
            return *known;
        }
        auto& oldest = *std::ranges::min_element(streams, {}, &Stream::used);
        oldest = Stream{};
        oldest.ssrc = ssrc;
        oldest.used = ++clock;
        return oldest;
    }
};

SrtpContext::SrtpContext(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
SrtpContext::SrtpContext(SrtpContext&&) noexcept = default;
SrtpContext& SrtpContext::operator=(SrtpContext&&) noexcept = default;
SrtpContext::~SrtpContext() = default;

Result<SrtpContext> SrtpContext::create(SrtpProfile profile, std::span<const std::uint8_t> master) {
    const auto& info = srtp_profile_info(profile);
    if (master.size() != info.key_bytes + info.salt_bytes) {
        return invalid_input("srtp.bad_key", "length");
    }
    YH_TRY(auto rtp, SrtpSession::derive(profile, info.rtp_tag_bytes, master, 0));
    YH_TRY(auto rtcp, SrtpSession::derive(profile, info.rtcp_tag_bytes, master, 3));
    return SrtpContext{std::make_unique<Impl>(Impl{profile, std::move(rtp), std::move(rtcp)})};
}

SrtpProfile SrtpContext::profile() const {
    return impl_->profile;
}

Result<std::size_t> SrtpContext::protect(std::span<std::uint8_t> buffer, std::size_t length) {
    if (length > buffer.size()) {
        return malformed();
    }
    const auto header = rtp_header_bytes(buffer.first(length));
    if (header == 0) {
        return malformed();
    }
    const auto protected_length = length + impl_->rtp.tag_bytes();
    if (protected_length > buffer.size()) {
        return no_room();
    }
    const auto ssrc = load32(buffer, 8);
    auto& stream = impl_->ensure(ssrc);
    const auto index = guess_index(stream.rtp, static_cast<std::uint16_t>(buffer[2] << 8 | buffer[3]));
    // Encrypting two packets with one index would give away both (RFC 3711 §9.1).
    if (!index || !stream.rtp.is_new(*index)) {
        return replayed();
    }
    if (!impl_->rtp.protect_rtp(buffer.first(protected_length), header, ssrc, *index)) {
        return Error{ErrorKind::Internal, "srtp.failed", {}};
    }
    stream.rtp.mark(*index);
    return protected_length;
}

Result<std::size_t> SrtpContext::unprotect(std::span<std::uint8_t> packet) {
    const auto tag = impl_->rtp.tag_bytes();
    if (packet.size() < rtp_fixed_bytes + tag) {
        return malformed();
    }
    const auto header = rtp_header_bytes(packet.first(packet.size() - tag));
    if (header == 0) {
        return malformed();
    }
    const auto ssrc = load32(packet, 8);
    auto* known = impl_->find(ssrc);
    const ReplayWindow unknown;
    const auto& window = known != nullptr ? known->rtp : unknown;
    const auto index = guess_index(window, static_cast<std::uint16_t>(packet[2] << 8 | packet[3]));
    if (!index || !window.is_new(*index)) {
        return replayed();
    }
    if (!impl_->rtp.unprotect_rtp(packet, header, ssrc, *index)) {
        return forged();
    }
    (known != nullptr ? *known : impl_->ensure(ssrc)).rtp.mark(*index);
    return packet.size() - tag;
}

Result<std::size_t> SrtpContext::protect_rtcp(std::span<std::uint8_t> buffer, std::size_t length) {
    if (length > buffer.size() || length < rtcp_header_bytes || buffer[0] >> 6 != 2) {
        return malformed();
    }
    const auto protected_length = length + impl_->rtcp.tag_bytes() + rtcp_word_bytes;
    if (protected_length > buffer.size()) {
        return no_room();
    }
    const auto ssrc = load32(buffer, 4);
    auto& stream = impl_->ensure(ssrc);
    // 2^31 reports are 300 years; after them the key would have to change (RFC 3711 §9.2).
    const auto word = encrypted_bit | (stream.next_rtcp_index & ~encrypted_bit);
    if (!impl_->rtcp.protect_rtcp(buffer.first(protected_length), ssrc, word)) {
        return Error{ErrorKind::Internal, "srtp.failed", {}};
    }
    ++stream.next_rtcp_index;
    return protected_length;
}

Result<std::size_t> SrtpContext::unprotect_rtcp(std::span<std::uint8_t> packet) {
    const auto tag = impl_->rtcp.tag_bytes();
    if (packet.size() < rtcp_header_bytes + tag + rtcp_word_bytes || packet[0] >> 6 != 2) {
        return malformed();
    }
    const bool tag_first = impl_->profile == SrtpProfile::AeadAes128Gcm;
    const auto word = load32(packet, packet.size() - rtcp_word_bytes - (tag_first ? 0 : tag));
    const auto ssrc = load32(packet, 4);
    auto* known = impl_->find(ssrc);
    const std::uint64_t index = word & ~encrypted_bit;
    if (known != nullptr && !known->rtcp.is_new(index)) {
        return replayed();
    }
    if (!impl_->rtcp.unprotect_rtcp(packet, ssrc, word)) {
        return forged();
    }
    (known != nullptr ? *known : impl_->ensure(ssrc)).rtcp.mark(index);
    return packet.size() - tag - rtcp_word_bytes;
}

}  // namespace yh::media
