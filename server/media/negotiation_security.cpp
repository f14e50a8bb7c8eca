#include <algorithm>
#include <utility>

#include "media/negotiation.h"

// Protected or not: the part of offers and answers with telephones that RFC 4568 adds.
namespace yh::media {
namespace {

bool is_secure_protocol(std::string_view protocol) {
    return protocol.find("SAVP") != std::string_view::npos;
}
bool is_rtp(std::string_view protocol) {
    return protocol == "RTP/AVP" || protocol == "RTP/AVPF" || protocol == "RTP/SAVP" || protocol == "RTP/SAVPF" ||
           protocol == "UDP/TLS/RTP/SAVP" || protocol == "UDP/TLS/RTP/SAVPF";
}

/// The first key of the line that we understand.
std::optional<SdesCrypto> peer_key_of(const SdpMedia& line) {
    for (const auto& value : line.crypto) {
        if (auto key = parse_sdes_crypto(value)) {
            return std::move(key).value();
        }
    }
    return std::nullopt;
}

}  // namespace

/// The audio line to take: a protected one when the profile wants that and the peer has it, else a plain one. A peer
/// that offers nothing but a protected line gets it whatever the profile says.
Result<Negotiation::Chosen> Negotiation::choose_line(const Sdp& offer, calls::MediaSecurity security) const {
    std::optional<Chosen> plain;
    std::optional<Chosen> secure;
    bool any_audio = false;
    for (std::size_t i = 0; i < offer.media.size(); ++i) {
        const auto& line = offer.media[i];
        if (line.kind != "audio" || line.port == 0 || !is_rtp(line.protocol)) {
            continue;
        }
        any_audio = true;
        auto key = peer_key_of(line);
        if (!plain && !is_secure_protocol(line.protocol)) {
            plain = Chosen{.line = i, .secure = false, .peer_key = {}};
        }
        if (!secure && key) {
            secure = Chosen{.line = i, .secure = true, .peer_key = std::move(key)};
        }
    }
    if (!any_audio) {
        return Error{ErrorKind::Unsupported, "sdp.no_common_codec", "no audio line"};
    }
    if (security == calls::MediaSecurity::None && plain) {
        return *plain;
    }
    if (secure) {
        return *secure;
    }
    if (plain && security == calls::MediaSecurity::SdesOptional) {
        return *plain;
    }
    return Error{ErrorKind::Unsupported, "sdp.no_security", "no usable a=crypto in the offer"};
}

const SdesCrypto& Negotiation::our_key(SrtpProfile profile, std::uint32_t tag) {
    const auto at = std::ranges::find(our_keys_, profile, &SdesCrypto::profile);
    if (at != our_keys_.end()) {
        at->tag = tag;
        return *at;
    }
    our_keys_.push_back(make_sdes_crypto(tag, profile));
    return our_keys_.back();
}

Result<void> Negotiation::agree_on_key(Agreement& agreement, const SdpMedia& answered) const {
    const auto theirs = peer_key_of(answered);
    if (!theirs || offered_.crypto.empty()) {
        if (is_secure_protocol(offered_.protocol)) {
            return {Error{ErrorKind::Unsupported, "sdp.no_security", "the answer has no usable a=crypto"}};
        }
        return {};
    }
    // The tag says which of our keys the peer took (RFC 4568 §5.1.3).
    const auto ours = std::ranges::find(our_keys_, theirs->profile, &SdesCrypto::profile);
    if (ours == our_keys_.end()) {
        return {Error{ErrorKind::Unsupported, "sdp.no_security", "the answer takes a suite we did not offer"}};
    }
    agreement.send_key = *ours;
    agreement.receive_key = theirs;
    return {};
}

}  // namespace yh::media
