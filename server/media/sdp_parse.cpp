#include <algorithm>
#include <charconv>

#include "media/codec.h"
#include "media/sdp.h"

namespace yh::media {
namespace {

// Far above what any telephone or browser sends, low enough that a hostile body costs nothing.
constexpr std::size_t max_body_bytes = 32 * 1024;
constexpr std::size_t max_lines = 800;
constexpr std::size_t max_media = 16;
constexpr std::size_t max_formats = 48;
constexpr std::size_t max_crypto = 16;
constexpr std::size_t max_candidates = 64;
constexpr std::size_t max_fingerprints = 8;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    return text;
}

/// Cuts the first word off `text`.
std::string_view take_word(std::string_view& text, char end = ' ') {
    text = trimmed(text);
    const auto at = std::min(text.find(end), text.size());
    const auto word = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    return word;
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
    Number value{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end == text.data()) {
        return std::nullopt;
    }
    return value;
}

/// "IN IP4 192.0.2.1/127" → 192.0.2.1
std::string_view address_of(std::string_view value) {
    take_word(value);
    take_word(value);
    const auto address = take_word(value);
    return address.substr(0, address.find('/'));
}

Error malformed(std::string_view why) {
    return invalid_input("sdp.malformed", std::string{why});
}

/// Fills an Sdp line by line.
class Reader {
  public:
    Result<Sdp> read(std::string_view text) {
        if (text.size() > max_body_bytes) {
            return malformed("too long");
        }
        std::size_t lines = 0;
        bool versioned = false;
        while (!text.empty()) {
            const auto line = trimmed(take_line(text));
            // What we repeat in an answer must not carry a line end of its own.
            if (line.size() < 2 || line[1] != '=' || line.find_first_of(std::string_view{"\r\0", 2}) != line.npos) {
                continue;
            }
            if (++lines > max_lines) {
                return malformed("too many lines");
            }
            versioned = versioned || line[0] == 'v';
            if (!versioned) {
                return malformed("no v= line first");
            }
            YH_CHECK(on_line(line[0], line.substr(2)));
        }
        if (sdp_.media.empty()) {
            return malformed("no m= line");
        }
        inherit();
        return std::move(sdp_);
    }

  private:
    static std::string_view take_line(std::string_view& text) {
        const auto at = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, at);
        text.remove_prefix(std::min(at + 1, text.size()));
        return line;
    }

    SdpMedia* media() { return sdp_.media.empty() ? nullptr : &sdp_.media.back(); }

    Result<void> on_line(char type, std::string_view value) {
        switch (type) {
            case 'o':
                on_origin(value);
                return {};
            case 'c':
                (media() != nullptr ? media()->address : sdp_.address) = address_of(value);
                return {};
            case 'm':
                return on_media(value);
            case 'a':
                return on_attribute(value);
            default:
                return {};
        }
    }

    void on_origin(std::string_view value) {
        sdp_.user = take_word(value);
        sdp_.session_id = number_of<std::uint64_t>(take_word(value)).value_or(0);
        sdp_.version = number_of<std::uint64_t>(take_word(value)).value_or(0);
    }

    Result<void> on_media(std::string_view value) {
        if (sdp_.media.size() >= max_media) {
            return malformed("too many m= lines");
        }
        SdpMedia line;
        line.kind = take_word(value);
        const auto port = number_of<std::uint16_t>(take_word(value));
        line.protocol = take_word(value);
        if (!port || line.kind.empty() || line.protocol.empty()) {
            return malformed("m= line");
        }
        line.port = *port;
        line.format_text = trimmed(value);
        while (!trimmed(value).empty() && line.formats.size() < max_formats) {
            const auto type = number_of<std::uint8_t>(take_word(value));
            if (type && *type < 128) {
                line.formats.push_back(known_format(*type));
            }
        }
        sdp_.media.push_back(std::move(line));
        return {};
    }

    static SdpFormat known_format(std::uint8_t type) {
        SdpFormat format{.payload_type = type, .name = {}, .clock_rate_hz = 0, .channels = 1, .fmtp = {}};
        if (const auto codec = find_codec(type)) {
            format.name = codec_info(*codec).name;
            format.clock_rate_hz = codec_info(*codec).clock_rate_hz;
        }
        return format;
    }

    Result<void> on_attribute(std::string_view value) {
        const auto colon = value.find(':');
        const auto name = trimmed(value.substr(0, colon));
        const auto rest = colon == std::string_view::npos ? std::string_view{} : trimmed(value.substr(colon + 1));
        if (on_direction(name) || on_ice(name, rest)) {
            return {};
        }
        if (media() == nullptr) {
            on_session_attribute(name, rest);
            return {};
        }
        return on_media_attribute(*media(), name, rest);
    }

    void on_session_attribute(std::string_view name, std::string_view value) {
        if (name == "ice-lite") {
            sdp_.ice_lite = true;
        } else if (name == "group" && take_word(value) == "BUNDLE" && sdp_.bundle.empty()) {
            while (!trimmed(value).empty() && sdp_.bundle.size() < max_media) {
                sdp_.bundle.emplace_back(take_word(value));
            }
        }
    }

    bool on_direction(std::string_view name) {
        std::optional<SdpDirection> direction;
        if (name == "sendrecv") {
            direction = SdpDirection::SendReceive;
        } else if (name == "sendonly") {
            direction = SdpDirection::SendOnly;
        } else if (name == "recvonly") {
            direction = SdpDirection::ReceiveOnly;
        } else if (name == "inactive") {
            direction = SdpDirection::Inactive;
        }
        if (direction) {
            (media() != nullptr ? media()->direction : sdp_.direction) = direction;
        }
        return direction.has_value();
    }

    bool on_ice(std::string_view name, std::string_view value) {
        SdpIce& ice = media() != nullptr ? media()->ice : sdp_.ice;
        if (name == "ice-ufrag") {
            ice.ufrag = value;
        } else if (name == "ice-pwd") {
            ice.password = value;
        } else if (name == "fingerprint") {
            if (ice.fingerprints.size() < max_fingerprints) {
                ice.fingerprints.emplace_back(value);
            }
        } else if (name == "setup") {
            ice.setup = value;
        } else if (name == "candidate") {
            if (ice.candidates.size() < max_candidates) {
                ice.candidates.emplace_back(value);
            }
        } else {
            return false;
        }
        return true;
    }

    Result<void> on_media_attribute(SdpMedia& line, std::string_view name, std::string_view value) {
        if (name == "rtpmap") {
            on_rtpmap(line, value);
        } else if (name == "fmtp") {
            const auto type = number_of<std::uint8_t>(take_word(value));
            if (auto* format = type ? find(line, *type) : nullptr) {
                format->fmtp = trimmed(value);
            }
        } else if (name == "ptime") {
            line.ptime_ms = number_of<std::uint32_t>(value).value_or(0);
        } else if (name == "rtcp") {
            line.rtcp_port = number_of<std::uint16_t>(value).value_or(0);
        } else if (name == "rtcp-mux") {
            line.rtcp_mux = true;
        } else if (name == "mid") {
            line.mid = value;
        } else if (name == "crypto") {
            if (line.crypto.size() >= max_crypto) {
                return malformed("too many a=crypto lines");
            }
            line.crypto.emplace_back(value);
        }
        return {};
    }

    static SdpFormat* find(SdpMedia& line, std::uint8_t type) {
        const auto at = std::ranges::find(line.formats, type, &SdpFormat::payload_type);
        return at == line.formats.end() ? nullptr : &*at;
    }

    /// "96 opus/48000/2"
    static void on_rtpmap(SdpMedia& line, std::string_view value) {
        const auto type = number_of<std::uint8_t>(take_word(value));
        auto* format = type ? find(line, *type) : nullptr;
        if (format == nullptr) {
            return;
        }
        format->name = take_word(value, '/');
        format->clock_rate_hz = number_of<std::uint32_t>(take_word(value, '/')).value_or(0);
        format->channels = number_of<std::uint32_t>(take_word(value, '/')).value_or(1);
    }

    /// What the session says holds for every line that says nothing itself (RFC 8866 §5.7, §6.7).
    void inherit() {
        for (auto& line : sdp_.media) {
            if (line.address.empty()) {
                line.address = sdp_.address;
            }
            if (!line.direction) {
                line.direction = sdp_.direction;
            }
            if (line.ice.ufrag.empty()) {
                line.ice.ufrag = sdp_.ice.ufrag;
                line.ice.password = sdp_.ice.password;
            }
            if (line.ice.fingerprints.empty()) {
                line.ice.fingerprints = sdp_.ice.fingerprints;
            }
            if (line.ice.setup.empty()) {
                line.ice.setup = sdp_.ice.setup;
            }
        }
    }

    Sdp sdp_;
};

}  // namespace

Result<Sdp> parse_sdp(std::string_view text) {
    return Reader{}.read(text);
}

}  // namespace yh::media
