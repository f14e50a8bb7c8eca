#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "calls/ports.h"
#include "media/browser_terms.h"
#include "media/codec.h"
#include "media/sdes.h"
#include "media/sdp.h"
#include "media/socket_address.h"

namespace yh::media {

/// What a payload type that we receive means.
enum class PayloadMeaning : std::uint8_t { Unknown, Pcma, Pcmu, G722, Opus, Event, ComfortNoise };

PayloadMeaning meaning_of(CodecKind codec);
std::optional<CodecKind> codec_of(PayloadMeaning meaning);

/// What both sides of a leg agreed on: all that the packet path needs to know.
struct Agreement {
    CodecKind codec = CodecKind::Pcma;  ///< that we send
    std::uint8_t send_payload_type = 8;
    std::optional<std::uint8_t> send_event_type;  ///< telephone-event (RFC 4733) as the peer wants it
    bool receives_events = false;
    std::array<PayloadMeaning, 128> receive{};
    calls::MediaFlow flow = calls::MediaFlow::Both;
    SocketAddress remote;  ///< none while the peer gave 0.0.0.0
    SocketAddress remote_rtcp;
    bool rtcp_mux = false;
    std::optional<SdesCrypto> send_key;
    std::optional<SdesCrypto> receive_key;
    std::optional<BrowserTerms> browser;  ///< instead of addresses and keys
};

/// What we say of ourselves to browsers.
struct BrowserSide {
    Fingerprint fingerprint;
    std::vector<std::string> addresses;  ///< where our port can be reached, the best first
};

/// Whether an offer can only be taken as WebRTC: audio over DTLS-SRTP with ICE, and no other keys.
bool offers_browser_media(std::string_view offer);

struct NegotiationOptions {
    std::vector<CodecKind> order;  ///< of preference; what is not in it is neither offered nor taken
    calls::MediaSecurity security = calls::MediaSecurity::None;
};

/// The codecs to offer and to prefer when the other leg of the call speaks `like`; none: our own order.
/// An offer leaves out what would need transcoding, because every telephone also speaks G.711.
std::vector<CodecKind> codec_order_for_offer(std::optional<CodecKind> like);
std::vector<CodecKind> codec_order_for_answer(std::optional<CodecKind> like);
/// The same with Opus before all others, as some tenants want it for browsers.
std::vector<CodecKind> with_opus_first(std::vector<CodecKind> order);
/// These by name, in their order, but `like` first where it is one of them. Names that mean nothing to us are left out.
std::vector<CodecKind> codec_order_of(const std::vector<std::string>& names, std::optional<CodecKind> like);

/// The offer/answer side of one leg (RFC 3264): remembers what may not change between descriptions, that is the origin,
/// its version, the order of m-lines, payload numbers and our keys. Knows no socket and no clock. Made for a telephone
/// or for a browser, and stays so: the one has a port and keys in the text, the other ICE and a fingerprint (RFC 8829).
/// Owned by the engine's leg, ends with it. Thread: call loop.
class Negotiation {
  public:
    Negotiation(std::string our_address, std::uint16_t our_port, std::uint64_t session_id,
                std::optional<BrowserSide> browser = {});

    /// What a browser's checks must carry now.
    const IceCredentials& our_ice() const { return our_ice_; }

    std::string offer(const NegotiationOptions& options);
    struct Answered {
        std::string sdp;
        Agreement agreement;
    };
    /// Errors: sdp.malformed, sdp.no_common_codec, sdp.no_security.
    Result<Answered> answer(std::string_view offer, const NegotiationOptions& options);
    /// The peer's answer to our last offer; again for the next early or forked answer.
    Result<Agreement> accept(std::string_view answer);

  private:
    struct Chosen {
        std::size_t line = 0;
        bool secure = false;
        std::optional<SdesCrypto> peer_key;
    };

    Result<Chosen> choose_line(const Sdp& offer, calls::MediaSecurity security) const;
    SdpMedia our_line(const std::vector<CodecKind>& codecs, std::string protocol) const;
    SdpMedia answering_line(const SdpMedia& offered, CodecKind codec, Agreement& agreement);
    Sdp answering_sdp(const Sdp& offer, std::size_t audio_line, SdpMedia line);
    SdpFormat format_of(CodecKind codec) const;
    void learn_numbers(const SdpMedia& offered);
    void keep_numbers_apart();
    const SdesCrypto& our_key(SrtpProfile profile, std::uint32_t tag);
    Result<void> agree_on_key(Agreement& agreement, const SdpMedia& answered) const;
    std::string written(Sdp sdp);

    // The browser's part, in negotiation_browser.cpp.
    Result<Chosen> choose_browser_line(const Sdp& offer) const;
    void add_ice(SdpMedia& line, std::string setup) const;
    enum class Description : std::uint8_t { Offer, Answer };
    Result<BrowserTerms> agree_with_browser(const SdpMedia& peer, Description description);
    void bundle(Sdp& sdp) const;

    const std::string our_address_;
    const std::uint16_t our_port_;
    const std::uint64_t session_id_;
    std::uint64_t version_ = 0;
    std::string last_text_;
    std::uint8_t opus_type_ = 96;
    std::uint8_t event_type_ = 101;
    std::uint8_t wide_event_type_ = 102;  // the same at Opus' clock
    std::size_t audio_line_ = 0;
    std::vector<SdpMedia> layout_;  // the other m-lines, refused, at their places
    std::vector<SdesCrypto> our_keys_;
    std::string protected_by_;  // the protocol word of the line that keys were agreed on; empty: none were
    SdpMedia offered_;          // our line of the last offer

    const std::optional<BrowserSide> browser_;
    std::string mid_ = "0";
    bool bundled_ = true;
    IceCredentials our_ice_;
    IceCredentials their_ice_;
    std::vector<Fingerprint> their_fingerprints_;
    std::optional<DtlsRole> role_;
};

}  // namespace yh::media
