#include <fmt/format.h>

#include <iterator>

#include "media/sdp.h"

namespace yh::media {
namespace {

std::string_view direction_name(SdpDirection direction) {
    switch (direction) {
        case SdpDirection::SendReceive:
            return "sendrecv";
        case SdpDirection::SendOnly:
            return "sendonly";
        case SdpDirection::ReceiveOnly:
            return "recvonly";
        case SdpDirection::Inactive:
            return "inactive";
    }
    return "sendrecv";
}

std::string_view address_type(std::string_view address) {
    return address.find(':') == std::string_view::npos ? "IP4" : "IP6";
}

using Out = std::back_insert_iterator<std::string>;

void write_formats(Out out, const SdpMedia& line) {
    for (const auto& format : line.formats) {
        fmt::format_to(out, "a=rtpmap:{} {}/{}", format.payload_type, format.name, format.clock_rate_hz);
        if (format.channels > 1) {
            fmt::format_to(out, "/{}", format.channels);
        }
        fmt::format_to(out, "\r\n");
        if (!format.fmtp.empty()) {
            fmt::format_to(out, "a=fmtp:{} {}\r\n", format.payload_type, format.fmtp);
        }
    }
}

void write_ice(Out out, const SdpIce& ice) {
    if (!ice.ufrag.empty()) {
        fmt::format_to(out, "a=ice-ufrag:{}\r\na=ice-pwd:{}\r\n", ice.ufrag, ice.password);
    }
    for (const auto& fingerprint : ice.fingerprints) {
        fmt::format_to(out, "a=fingerprint:{}\r\n", fingerprint);
    }
    if (!ice.setup.empty()) {
        fmt::format_to(out, "a=setup:{}\r\n", ice.setup);
    }
    for (const auto& candidate : ice.candidates) {
        fmt::format_to(out, "a=candidate:{}\r\n", candidate);
    }
    if (!ice.candidates.empty()) {
        fmt::format_to(out, "a=end-of-candidates\r\n");
    }
}

void write_media(Out out, const SdpMedia& line) {
    fmt::format_to(out, "m={} {} {}", line.kind, line.port, line.protocol);
    if (line.port == 0 && line.formats.empty()) {
        // A refused line needs a format of its own kind, which we repeat without understanding it (RFC 3264 §6).
        fmt::format_to(out, " {}\r\n", line.format_text.empty() ? "0" : line.format_text);
        if (!line.mid.empty()) {
            fmt::format_to(out, "a=mid:{}\r\na=inactive\r\n", line.mid);
        }
        return;
    }
    for (const auto& format : line.formats) {
        fmt::format_to(out, " {}", format.payload_type);
    }
    fmt::format_to(out, "\r\n");
    if (!line.mid.empty()) {
        fmt::format_to(out, "a=mid:{}\r\n", line.mid);
    }
    write_formats(out, line);
    if (line.ptime_ms != 0) {
        fmt::format_to(out, "a=ptime:{}\r\n", line.ptime_ms);
    }
    if (line.rtcp_mux) {
        fmt::format_to(out, "a=rtcp-mux\r\n");
    }
    if (!line.msid.empty()) {
        fmt::format_to(out, "a=msid:{}\r\n", line.msid);
    }
    for (const auto& crypto : line.crypto) {
        fmt::format_to(out, "a=crypto:{}\r\n", crypto);
    }
    write_ice(out, line.ice);
    fmt::format_to(out, "a={}\r\n", direction_name(line.direction.value_or(SdpDirection::SendReceive)));
}

}  // namespace

SdpDirection mirrored(SdpDirection direction) {
    switch (direction) {
        case SdpDirection::SendOnly:
            return SdpDirection::ReceiveOnly;
        case SdpDirection::ReceiveOnly:
            return SdpDirection::SendOnly;
        case SdpDirection::SendReceive:
        case SdpDirection::Inactive:
            return direction;
    }
    return direction;
}

std::string write_sdp(const Sdp& sdp) {
    std::string text;
    text.reserve(512);
    const Out out{text};
    fmt::format_to(out, "v=0\r\no={} {} {} IN {} {}\r\ns=-\r\nc=IN {} {}\r\nt=0 0\r\n", sdp.user, sdp.session_id,
                   sdp.version, address_type(sdp.address), sdp.address, address_type(sdp.address), sdp.address);
    if (!sdp.bundle.empty()) {
        fmt::format_to(out, "a=group:BUNDLE {}\r\n", fmt::join(sdp.bundle, " "));
    }
    if (sdp.ice_lite) {
        fmt::format_to(out, "a=ice-lite\r\n");
    }
    for (const auto& line : sdp.media) {
        write_media(out, line);
    }
    return text;
}

}  // namespace yh::media
