#include <fmt/format.h>

#include <algorithm>

#include "media/negotiation.h"

// What offers and answers between a browser and us say beside codecs (RFC 8829, RFC 8839, RFC 8842).
namespace yh::media {
namespace {

// RFC 8445 §5.1.2.1 for a host candidate: type 126, local preference 65535 and below, component 1.
constexpr std::uint32_t host_priority = (126U << 24) | (65535U << 8) | 255U;

bool is_usable(const SdpMedia& line) {
    return line.kind == "audio" && line.port != 0 && line.protocol.find("SAVP") != std::string::npos &&
           line.crypto.empty() && !line.ice.ufrag.empty() && !line.ice.fingerprints.empty();
}

Error no_security(std::string detail) {
    return {ErrorKind::Unsupported, "sdp.no_security", std::move(detail)};
}

/// Who began as a server stays one, also when a later offer leaves it open (RFC 8842 §5.3).
DtlsRole role_for(std::string_view their_setup, std::optional<DtlsRole> before) {
    if (their_setup == "active") {
        return DtlsRole::Server;
    }
    return their_setup == "passive" ? DtlsRole::Client : before.value_or(DtlsRole::Server);
}

}  // namespace

bool offers_browser_media(std::string_view offer) {
    // Most offers come from telephones: they are read once.
    if (offer.find("a=fingerprint:") == std::string_view::npos) {
        return false;
    }
    const auto sdp = parse_sdp(offer);
    if (!sdp) {
        return false;
    }
    const auto audio = std::ranges::find_if(sdp->media, [](const auto& m) { return m.kind == "audio" && m.port != 0; });
    return audio != sdp->media.end() && is_usable(*audio);
}

Result<Negotiation::Chosen> Negotiation::choose_browser_line(const Sdp& offer) const {
    const auto at = std::ranges::find_if(offer.media, is_usable);
    if (at == offer.media.end()) {
        return no_security("no audio with ICE and a fingerprint");
    }
    return Chosen{.line = static_cast<std::size_t>(at - offer.media.begin()), .secure = false, .peer_key = {}};
}

void Negotiation::add_ice(SdpMedia& line, std::string setup) const {
    line.rtcp_mux = true;
    line.mid = mid_;
    line.msid = "yinghe sound";  // a stream of that name appears in the page
    line.ice.ufrag = our_ice_.ufrag;
    line.ice.password = our_ice_.password;
    line.ice.fingerprints = {format_fingerprint(browser_->fingerprint)};
    line.ice.setup = std::move(setup);
    for (std::size_t i = 0; i < browser_->addresses.size(); ++i) {
        line.ice.candidates.push_back(fmt::format("{} 1 udp {} {} {} typ host", i + 1,
                                                  host_priority - 256 * static_cast<std::uint32_t>(i),
                                                  browser_->addresses[i], our_port_));
    }
}

void Negotiation::bundle(Sdp& sdp) const {
    if (browser_) {
        sdp.ice_lite = true;
        if (bundled_ && !mid_.empty()) {
            sdp.bundle = {mid_};
        }
    }
}

/// A new name or password of the browser in an offer restarts ICE, and asks for new ones of ours (RFC 8839 §4.4.1.1.1).
/// DTLS goes on through that; only another certificate begins it anew.
Result<BrowserTerms> Negotiation::agree_with_browser(const SdpMedia& peer, Description description) {
    std::vector<Fingerprint> fingerprints;
    for (const auto& text : peer.ice.fingerprints) {
        if (auto fingerprint = parse_fingerprint(text)) {
            fingerprints.push_back(std::move(fingerprint).value());
        }
    }
    if (fingerprints.empty() || peer.ice.ufrag.empty()) {
        return no_security("no usable fingerprint");
    }
    const IceCredentials theirs{.ufrag = peer.ice.ufrag, .password = peer.ice.password};
    const bool restarts = !their_ice_.ufrag.empty() && !(their_ice_ == theirs);
    if (restarts && description == Description::Offer) {
        our_ice_ = make_ice_credentials();
    }
    if (fingerprints != their_fingerprints_) {
        role_.reset();
    }
    role_ = role_for(peer.ice.setup, role_);
    their_ice_ = theirs;
    their_fingerprints_ = std::move(fingerprints);
    return BrowserTerms{.ours = our_ice_, .fingerprints = their_fingerprints_, .role = *role_};
}

}  // namespace yh::media
