#include "sip/uri.h"

#include <algorithm>
#include <charconv>

namespace yh::sip {
namespace {

constexpr std::size_t npos = std::string_view::npos;

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_alpha(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}

constexpr int hex_value(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    const char l = lower(c);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

/// The first of `stop` outside of double quotes; a backslash inside quotes hides the next character.
std::size_t find_unquoted(std::string_view text, char stop) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\') {
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == stop) {
            return i;
        }
    }
    return npos;
}

Error bad_uri(std::string_view text) {
    return invalid_input("sip.uri", std::string{text.substr(0, 100)});
}

bool is_scheme(std::string_view text) {
    if (text.empty() || !is_alpha(text.front())) {
        return false;
    }
    for (const char c : text) {
        if (!is_alpha(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') {
            return false;
        }
    }
    return true;
}

/// A name, an IPv4 address, or an IPv6 address in brackets. Names are taken loosely (underscores exist in the field).
bool is_host(std::string_view host) {
    if (host.empty()) {
        return false;
    }
    const bool bracketed = host.front() == '[';
    if (bracketed && (host.size() < 4 || host.back() != ']')) {
        return false;
    }
    for (const char c : bracketed ? host.substr(1, host.size() - 2) : host) {
        const bool fits = bracketed ? hex_value(c) >= 0 || c == ':' || c == '.'
                                    : is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
        if (!fits) {
            return false;
        }
    }
    return true;
}

bool has_space_or_control(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == '\x7f') {
            return true;
        }
    }
    return false;
}

Result<Uri> parse_host_port(Uri uri, std::string_view rest) {
    std::size_t host_end = npos;
    if (!rest.empty() && rest.front() == '[') {
        const auto close = rest.find(']');
        host_end = close == npos ? npos : close + 1;
    } else {
        host_end = rest.find(':');
        host_end = host_end == npos ? rest.size() : host_end;
    }
    if (host_end == npos) {
        return bad_uri(uri.text);
    }
    uri.host = rest.substr(0, host_end);
    const auto port = rest.substr(host_end);
    if (!is_host(uri.host)) {
        return bad_uri(uri.text);
    }
    if (!port.empty()) {
        const auto [end, error] = std::from_chars(port.data() + 1, port.data() + port.size(), uri.port);
        if (port.front() != ':' || port.size() < 2 || error != std::errc{} || end != port.data() + port.size()) {
            return bad_uri(uri.text);
        }
    }
    return uri;
}

Result<Uri> parse_sip(Uri uri, std::string_view rest) {
    // The user part may hold ';' and '?' (RFC 3261 §25.1), so '@' is looked for first; hosts and parameters have none.
    const auto at = rest.rfind('@');
    if (at != npos) {
        uri.user = rest.substr(0, at);
        rest = rest.substr(at + 1);
        if (uri.user.empty() || uri.user.find('@') != npos) {
            return bad_uri(uri.text);
        }
        if (const auto colon = uri.user.find(':'); colon != npos) {
            uri.password = uri.user.substr(colon + 1);
            uri.user = uri.user.substr(0, colon);
        }
    }
    if (const auto question = rest.find('?'); question != npos) {
        uri.headers = rest.substr(question + 1);
        rest = rest.substr(0, question);
    }
    if (const auto semicolon = rest.find(';'); semicolon != npos) {
        uri.params = Params{rest.substr(semicolon)};
        rest = rest.substr(0, semicolon);
    }
    return parse_host_port(uri, rest);
}

bool same_escaped(std::string_view a, std::string_view b) {
    return a == b || unescape(a) == unescape(b);
}

/// RFC 3261 §19.1.4: these must be in both or in neither; any other parameter counts only when both have it.
bool params_equivalent(const Params& a, const Params& b) {
    for (const std::string_view strict : {"user", "ttl", "method", "maddr", "transport"}) {
        if (a.has(strict) != b.has(strict)) {
            return false;
        }
    }
    auto rest = a.text();
    std::string_view name;
    std::string_view value;
    while (Params::next(rest, name, value)) {
        const auto other = b.get(name);
        if (other && !same_text(unescape(*other), unescape(value))) {
            return false;
        }
    }
    return true;
}

/// Each header=value of one is in the other, in any order.
bool headers_equivalent(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) {
        return false;
    }
    const std::string haystack = '&' + std::string{b} + '&';
    while (!a.empty()) {
        const auto end = std::min(a.find('&'), a.size());
        if (haystack.find('&' + std::string{a.substr(0, end)} + '&') == npos) {
            return false;
        }
        a.remove_prefix(std::min(end + 1, a.size()));
    }
    return true;
}

}  // namespace

bool same_text(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i] && lower(a[i]) != lower(b[i])) {
            return false;
        }
    }
    return true;
}

bool Params::next(std::string_view& rest, std::string_view& name, std::string_view& value) {
    while (!rest.empty()) {
        if (rest.front() == ';') {
            rest.remove_prefix(1);
        }
        const auto end = std::min(find_unquoted(rest, ';'), rest.size());
        const auto whole = trimmed(rest.substr(0, end));
        rest.remove_prefix(end);
        if (whole.empty()) {
            continue;
        }
        const auto equals = whole.find('=');
        name = trimmed(whole.substr(0, equals));
        value = equals == npos ? std::string_view{} : trimmed(whole.substr(equals + 1));
        return true;
    }
    return false;
}

std::optional<std::string_view> Params::get(std::string_view name) const {
    auto rest = text_;
    std::string_view found;
    std::string_view value;
    while (next(rest, found, value)) {
        if (same_text(found, name)) {
            return value;
        }
    }
    return std::nullopt;
}

Result<Uri> Uri::parse(std::string_view text) {
    Uri uri;
    uri.text = text;
    const auto colon = text.find(':');
    if (colon == npos || colon + 1 == text.size() || !is_scheme(text.substr(0, colon)) || has_space_or_control(text)) {
        return bad_uri(text);
    }
    uri.scheme_text = text.substr(0, colon);
    const auto rest = text.substr(colon + 1);
    if (same_text(uri.scheme_text, "sip") || same_text(uri.scheme_text, "sips")) {
        uri.scheme = uri.scheme_text.size() == 3 ? Scheme::Sip : Scheme::Sips;
        return parse_sip(uri, rest);
    }
    if (same_text(uri.scheme_text, "tel")) {
        uri.scheme = Scheme::Tel;
        const auto semicolon = std::min(rest.find(';'), rest.size());
        uri.user = rest.substr(0, semicolon);
        uri.params = Params{rest.substr(semicolon)};
        return uri.user.empty() ? Result<Uri>{bad_uri(text)} : Result<Uri>{uri};
    }
    uri.user = rest;
    return uri;
}

std::string Uri::user_text() const {
    return unescape(user);
}

Result<Transport> Uri::transport() const {
    const auto named = params.get("transport");
    if (!named) {
        return scheme == Scheme::Sips ? Transport::Tls : Transport::Udp;
    }
    YH_TRY(const auto transport, transport_from(*named));
    if (scheme != Scheme::Sips) {
        return transport;
    }
    // sips with transport=tcp means TLS over TCP (RFC 3261 §26.2.2, RFC 5630 §3.1.3).
    return transport == Transport::Ws || transport == Transport::Wss ? Transport::Wss : Transport::Tls;
}

bool equivalent(const Uri& a, const Uri& b) {
    if (a.scheme != b.scheme) {
        return false;
    }
    if (!a.is_sip()) {
        return same_text(a.text, b.text);
    }
    return same_escaped(a.user, b.user) && same_escaped(a.password, b.password) && same_text(a.host, b.host) &&
           a.port == b.port && params_equivalent(a.params, b.params) && headers_equivalent(a.headers, b.headers);
}

std::string escape_user(std::string_view text) {
    constexpr std::string_view plain = "-_.!~*'()&=+$,;?/";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        if (is_alpha(c) || is_digit(c) || plain.find(c) != npos) {
            escaped += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            escaped += '%';
            escaped += digits[byte >> 4];
            escaped += digits[byte & 15];
        }
    }
    return escaped;
}

std::string unescape(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape =
            text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
        if (escape) {
            plain += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

}  // namespace yh::sip
