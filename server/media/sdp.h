#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// Session descriptions as values (RFC 8866). Reading is tolerant, because telephones are; writing is strict.
namespace yh::media {

enum class SdpDirection : std::uint8_t { SendReceive, SendOnly, ReceiveOnly, Inactive };

/// What the other side of an offer must say about itself: we may receive what the peer only sends (RFC 3264 §6.1).
SdpDirection mirrored(SdpDirection direction);

/// One payload type of an m-line, static types already named (RFC 3551 §6).
struct SdpFormat {
    std::uint8_t payload_type = 0;
    std::string name;
    std::uint32_t clock_rate_hz = 0;
    std::uint32_t channels = 1;
    std::string fmtp;
};

/// What browsers add (RFC 8839, RFC 8842).
struct SdpIce {
    std::string ufrag;
    std::string password;
    std::vector<std::string> fingerprints;  ///< "sha-256 AB:CD…", perhaps by several hashes
    std::string setup;                      ///< actpass, active, passive
    std::vector<std::string> candidates;    ///< when written they are all there are
};

struct SdpMedia {
    std::string kind;  ///< "audio"
    std::uint16_t port = 0;
    std::string protocol;     ///< "RTP/AVP"
    std::string format_text;  ///< as it stood, for the answer that refuses the line
    std::vector<SdpFormat> formats;
    std::string address;  ///< of this line or of the session
    std::optional<SdpDirection> direction;
    std::uint32_t ptime_ms = 0;   ///< 0: not said
    std::uint16_t rtcp_port = 0;  ///< 0: port + 1
    bool rtcp_mux = false;
    std::vector<std::string> crypto;  ///< values of a=crypto (RFC 4568)
    std::string mid;
    std::string msid;
    SdpIce ice;
};

struct Sdp {
    std::string user = "-";
    std::uint64_t session_id = 0;
    std::uint64_t version = 0;
    std::string address;                    ///< of o= when written, of the session's c= when read
    std::optional<SdpDirection> direction;  ///< of the session
    SdpIce ice;                             ///< of the session
    bool ice_lite = false;
    std::vector<std::string> bundle;  ///< the mids of a=group:BUNDLE (RFC 9143)
    std::vector<SdpMedia> media;
};

/// Takes CRLF or LF, unknown lines, missing s= and t=; refuses what is too big or has no v= or m= line.
/// Error: sdp.malformed.
Result<Sdp> parse_sdp(std::string_view text);
std::string write_sdp(const Sdp& sdp);

}  // namespace yh::media
