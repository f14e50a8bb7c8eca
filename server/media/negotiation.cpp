#include "media/negotiation.h"

#include <algorithm>
#include <utility>

namespace yh::media {
namespace {

constexpr std::uint8_t comfort_noise_type = 13;
constexpr std::string_view event_name = "telephone-event";

bool same_word(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_event(const SdpFormat& format) {
    return same_word(format.name, event_name) && format.clock_rate_hz == 8000;
}

bool is_wide_event(const SdpFormat& format) {
    return same_word(format.name, event_name) && format.clock_rate_hz == 48000;
}

/// Opus without "/2" is not RFC 7587's, yet some phones write it; the sound is the same.
std::optional<CodecKind> codec_of_format(const SdpFormat& format) {
    return find_codec(format.name, format.clock_rate_hz);
}

const SdpFormat* find_format(const SdpMedia& line, CodecKind codec) {
    const auto at = std::ranges::find_if(line.formats, [&](const auto& f) { return codec_of_format(f) == codec; });
    return at == line.formats.end() ? nullptr : &*at;
}

bool is_browser_line(const SdpMedia& line) {
    return !line.ice.ufrag.empty() && !line.ice.fingerprints.empty();
}

const SdpFormat* find_event(const SdpMedia& line) {
    const auto at = std::ranges::find_if(line.formats, is_event);
    return at == line.formats.end() ? nullptr : &*at;
}

/// Browsers offer keys at Opus' clock as well.
const SdpFormat* find_wide_event(const SdpMedia& line) {
    const auto at = std::ranges::find_if(line.formats, is_wide_event);
    return at == line.formats.end() ? nullptr : &*at;
}

/// The event with the clock of the sound beside it (RFC 4733 §2.1), if there is one.
const SdpFormat* find_event_beside(const SdpMedia& line, CodecKind codec) {
    const auto* wide = codec == CodecKind::Opus && is_browser_line(line) ? find_wide_event(line) : nullptr;
    return wide != nullptr ? wide : find_event(line);
}

/// A browser writes 0.0.0.0 as well, but only because its candidates are still to come (RFC 8840 §4.1.1).
bool is_old_hold(const SdpMedia& line) {
    if (is_browser_line(line)) {
        return false;
    }
    const auto address = SocketAddress::parse(line.address, line.port);
    return address && address->is_wildcard();
}

/// What the peer's direction leaves to us. An unspecified address says "send me nothing" (RFC 3264 §8.4, old style).
calls::MediaFlow our_flow(const SdpMedia& peer) {
    const auto direction = peer.direction.value_or(SdpDirection::SendReceive);
    const bool peer_receives = direction == SdpDirection::SendReceive || direction == SdpDirection::ReceiveOnly;
    const bool peer_sends = direction == SdpDirection::SendReceive || direction == SdpDirection::SendOnly;
    const bool we_send = peer_receives && !is_old_hold(peer);
    if (we_send) {
        return peer_sends ? calls::MediaFlow::Both : calls::MediaFlow::SendOnly;
    }
    return peer_sends ? calls::MediaFlow::ReceiveOnly : calls::MediaFlow::Nothing;
}

SdpDirection direction_of(calls::MediaFlow flow) {
    switch (flow) {
        case calls::MediaFlow::Both:
            return SdpDirection::SendReceive;
        case calls::MediaFlow::SendOnly:
            return SdpDirection::SendOnly;
        case calls::MediaFlow::ReceiveOnly:
            return SdpDirection::ReceiveOnly;
        case calls::MediaFlow::Nothing:
            return SdpDirection::Inactive;
    }
    return SdpDirection::SendReceive;
}

/// Every number either side wrote for something we speak; ours count first.
void mark_received(Agreement& agreement, const SdpMedia& line) {
    for (const auto& format : line.formats) {
        auto& meaning = agreement.receive[format.payload_type];
        if (meaning != PayloadMeaning::Unknown) {
            continue;
        }
        if (const auto codec = codec_of_format(format)) {
            meaning = meaning_of(*codec);
        } else if (is_event(format) || is_wide_event(format)) {
            meaning = PayloadMeaning::Event;
            agreement.receives_events = true;
        }
    }
    agreement.receive[comfort_noise_type] = PayloadMeaning::ComfortNoise;
}

Result<void> set_remote(Agreement& agreement, const SdpMedia& peer) {
    agreement.flow = our_flow(peer);
    agreement.rtcp_mux = peer.rtcp_mux;
    if (is_old_hold(peer) || is_browser_line(peer)) {
        return {};
    }
    const auto remote = SocketAddress::parse(peer.address, peer.port);
    if (!remote) {
        return invalid_input("sdp.malformed", "c= is no numeric address");
    }
    agreement.remote = *remote;
    agreement.remote_rtcp = *remote;
    if (!peer.rtcp_mux) {
        agreement.remote_rtcp.set_port(peer.rtcp_port != 0 ? peer.rtcp_port
                                                           : static_cast<std::uint16_t>(peer.port + 1));
    }
    return {};
}

SdpMedia refused(const SdpMedia& line) {
    SdpMedia out;
    out.kind = line.kind;
    out.protocol = line.protocol;
    out.format_text = line.format_text;
    return out;
}

Error no_common_codec(std::string detail) {
    return {ErrorKind::Unsupported, "sdp.no_common_codec", std::move(detail)};
}

}  // namespace

Negotiation::Negotiation(std::string our_address, std::uint16_t our_port, std::uint64_t session_id,
                         std::optional<BrowserSide> browser)
    : our_address_{std::move(our_address)},
      our_port_{our_port},
      session_id_{session_id},
      browser_{std::move(browser)},
      our_ice_{browser_ ? make_ice_credentials() : IceCredentials{}} {}

std::string Negotiation::offer(const NegotiationOptions& options) {
    keep_numbers_apart();
    const bool must = options.security == calls::MediaSecurity::Sdes;
    auto line = our_line(options.order, browser_                 ? "UDP/TLS/RTP/SAVPF"
                                        : !protected_by_.empty() ? protected_by_
                                        : must                   ? "RTP/SAVP"
                                                                 : "RTP/AVP");
    if (browser_) {
        add_ice(line, "actpass");
    } else if (must || options.security == calls::MediaSecurity::SdesOptional || !protected_by_.empty()) {
        // What was protected once stays so, whoever offers anew.
        // The old suite first: every device that does SRTP knows it.
        line.crypto.push_back(format_sdes_crypto(our_key(SrtpProfile::AesCm128HmacSha1_80, 1)));
        line.crypto.push_back(format_sdes_crypto(our_key(SrtpProfile::AeadAes128Gcm, 2)));
    }
    offered_ = line;
    Sdp sdp;
    sdp.media = layout_;
    sdp.media.insert(sdp.media.begin() + static_cast<std::ptrdiff_t>(audio_line_), std::move(line));
    bundle(sdp);
    return written(std::move(sdp));
}

Result<Negotiation::Answered> Negotiation::answer(std::string_view offer, const NegotiationOptions& options) {
    YH_TRY(const Sdp peer, parse_sdp(offer));
    YH_TRY(const Chosen chosen, browser_ ? choose_browser_line(peer) : choose_line(peer, options.security));
    const auto& offered = peer.media[chosen.line];
    const auto codec =
        std::ranges::find_if(options.order, [&](CodecKind c) { return find_format(offered, c) != nullptr; });
    if (codec == options.order.end()) {
        return no_common_codec(offered.format_text.substr(0, 100));
    }
    Answered out;
    YH_CHECK(set_remote(out.agreement, offered));
    if (browser_) {
        YH_TRY(out.agreement.browser, agree_with_browser(offered, Description::Offer));
        bundled_ = std::ranges::find(peer.bundle, offered.mid) != peer.bundle.end();
        mid_ = offered.mid;
    }
    learn_numbers(offered);
    SdpMedia line = answering_line(offered, *codec, out.agreement);
    if (chosen.secure) {
        const auto& key = our_key(chosen.peer_key->profile, chosen.peer_key->tag);
        line.crypto.push_back(format_sdes_crypto(key));
        out.agreement.send_key = key;
        out.agreement.receive_key = chosen.peer_key;
        protected_by_ = offered.protocol;
    }
    out.sdp = written(answering_sdp(peer, chosen.line, std::move(line)));
    return out;
}

/// Our line of an answer. One codec only, so that nobody can change it in mid-stream; with the offerer's numbers
/// (RFC 3264 §6.1).
SdpMedia Negotiation::answering_line(const SdpMedia& offered, CodecKind codec, Agreement& agreement) {
    SdpMedia line = our_line({}, offered.protocol);
    line.mid = offered.mid;
    line.rtcp_mux = offered.rtcp_mux;
    line.direction = direction_of(agreement.flow);
    if (is_old_hold(offered) && offered.direction.value_or(SdpDirection::SendReceive) == SdpDirection::SendReceive) {
        line.direction = SdpDirection::SendReceive;  // 0.0.0.0 asks for silence without giving up its direction
    }
    line.formats.push_back(*find_format(offered, codec));
    agreement.codec = codec;
    agreement.send_payload_type = line.formats[0].payload_type;
    if (codec == CodecKind::Opus) {
        line.formats[0].fmtp = "useinbandfec=1";
    }
    if (browser_) {
        add_ice(line, role_ == DtlsRole::Client ? "active" : "passive");
        line.rtcp_mux = offered.rtcp_mux;
    }
    if (const auto* event = find_event_beside(offered, codec)) {
        line.formats.push_back(*event);
        line.formats.back().fmtp = "0-15";
        agreement.send_event_type = event->payload_type;
    }
    mark_received(agreement, line);
    return line;
}

/// All m-lines of the offer in their order, the others refused; later offers of ours keep that order.
Sdp Negotiation::answering_sdp(const Sdp& offer, std::size_t audio_line, SdpMedia line) {
    layout_.clear();
    audio_line_ = audio_line;
    Sdp sdp;
    for (std::size_t i = 0; i < offer.media.size(); ++i) {
        if (i == audio_line) {
            sdp.media.push_back(std::move(line));
            continue;
        }
        layout_.push_back(refused(offer.media[i]));
        if (browser_) {
            layout_.back().mid = offer.media[i].mid;
        }
        sdp.media.push_back(layout_.back());
    }
    bundle(sdp);
    return sdp;
}

Result<Agreement> Negotiation::accept(std::string_view answer) {
    YH_TRY(const Sdp peer, parse_sdp(answer));
    if (audio_line_ >= peer.media.size() || peer.media[audio_line_].kind != "audio") {
        return invalid_input("sdp.malformed", "the answer has other m= lines than our offer");
    }
    const auto& line = peer.media[audio_line_];
    if (line.port == 0) {
        return no_common_codec("the peer refused the audio line");
    }
    // The answer's order is the peer's preference among ours.
    const auto usable = [&](const SdpFormat& f) {
        const auto codec = codec_of_format(f);
        return codec && find_format(offered_, *codec) != nullptr;
    };
    const auto format = std::ranges::find_if(line.formats, usable);
    if (format == line.formats.end()) {
        return no_common_codec(line.format_text.substr(0, 100));
    }
    Agreement agreement;
    YH_CHECK(set_remote(agreement, line));
    agreement.rtcp_mux = line.rtcp_mux && offered_.rtcp_mux;
    agreement.codec = *codec_of_format(*format);
    agreement.send_payload_type = format->payload_type;
    if (const auto* event = find_event_beside(line, agreement.codec)) {
        agreement.send_event_type = event->payload_type;
    }
    mark_received(agreement, offered_);
    mark_received(agreement, line);
    agreement.receives_events = agreement.send_event_type.has_value();
    if (browser_) {
        YH_TRY(agreement.browser, agree_with_browser(line, Description::Answer));
    } else {
        YH_CHECK(agree_on_key(agreement, line));
        protected_by_ = agreement.send_key ? line.protocol : std::string{};
    }
    return agreement;
}

SdpMedia Negotiation::our_line(const std::vector<CodecKind>& codecs, std::string protocol) const {
    SdpMedia line;
    line.kind = "audio";
    line.port = our_port_;
    line.protocol = std::move(protocol);
    line.ptime_ms = frame_ms;
    line.direction = SdpDirection::SendReceive;
    if (codecs.empty()) {
        return line;
    }
    for (const auto codec : codecs) {
        line.formats.push_back(format_of(codec));
    }
    line.formats.push_back({.payload_type = event_type_,
                            .name = std::string{event_name},
                            .clock_rate_hz = 8000,
                            .channels = 1,
                            .fmtp = "0-15"});
    if (browser_ && std::ranges::find(codecs, CodecKind::Opus) != codecs.end()) {
        line.formats.push_back({.payload_type = wide_event_type_,
                                .name = std::string{event_name},
                                .clock_rate_hz = 48000,
                                .channels = 1,
                                .fmtp = "0-15"});
    }
    return line;
}

SdpFormat Negotiation::format_of(CodecKind codec) const {
    const auto& info = codec_info(codec);
    return {.payload_type = info.static_payload_type.value_or(opus_type_),
            .name = std::string{info.name},
            .clock_rate_hz = info.clock_rate_hz,
            .channels = info.rtpmap_channels,
            .fmtp = codec == CodecKind::Opus ? "useinbandfec=1" : ""};
}

/// A number keeps its meaning for the whole session, whoever gave it (RFC 3264 §8.3.2).
void Negotiation::learn_numbers(const SdpMedia& offered) {
    if (const auto* opus = find_format(offered, CodecKind::Opus)) {
        opus_type_ = opus->payload_type;
    }
    if (const auto* event = find_event(offered)) {
        event_type_ = event->payload_type;
    }
    if (const auto* event = find_wide_event(offered)) {
        wide_event_type_ = event->payload_type;
    }
}

void Negotiation::keep_numbers_apart() {
    if (opus_type_ == event_type_) {
        opus_type_ = event_type_ == 96 ? 97 : 96;
    }
    while (wide_event_type_ == event_type_ || wide_event_type_ == opus_type_) {
        wide_event_type_ = wide_event_type_ == 127 ? 98 : static_cast<std::uint8_t>(wide_event_type_ + 1);
    }
}

/// The version rises exactly when something changed (RFC 3264 §8).
std::string Negotiation::written(Sdp sdp) {
    sdp.user = "yinghe";
    sdp.session_id = session_id_;
    sdp.address = our_address_;
    sdp.version = version_;
    auto text = write_sdp(sdp);
    if (text != last_text_) {
        sdp.version = ++version_;
        text = write_sdp(sdp);
        last_text_ = text;
    }
    return text;
}

}  // namespace yh::media
