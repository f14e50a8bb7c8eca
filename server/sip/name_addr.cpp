#include "sip/name_addr.h"

#include <algorithm>

#include "sip/header_values.h"

namespace yh::sip {
namespace {

constexpr std::size_t npos = std::string_view::npos;

Error bad_name_addr(std::string_view text) {
    return invalid_input("sip.name_addr", std::string{text.substr(0, 100)});
}

/// Where a quoted string that starts at `text[0]` ends (behind the closing quote); npos when it never does.
std::size_t end_of_quoted(std::string_view text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            return i + 1;
        }
    }
    return npos;
}

/// RFC 3261 §25.1: token, with spaces between them. Bytes above 127 are let through: many phones send bare UTF-8 names.
bool is_unquoted_display(std::string_view text) {
    return text.find_first_of("\",;:@<>()[]{}?=\\") == npos;
}

/// Quotes must close and nothing but parameters may follow the address.
bool are_params(std::string_view text) {
    if (text.empty()) {
        return true;
    }
    if (text.front() != ';') {
        return false;
    }
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            quoted = !quoted;
        } else if (!quoted && (text[i] == '<' || text[i] == '>' || text[i] == ',')) {
            return false;
        }
    }
    return !quoted;
}

Result<NameAddr> parse_bracketed(NameAddr parsed, std::string_view text, std::size_t open) {
    const auto close = text.find('>', open);
    if (close == npos) {
        return bad_name_addr(text);
    }
    parsed.uri = trim(text.substr(open + 1, close - open - 1));
    const auto rest = trim(text.substr(close + 1));
    if (parsed.uri.empty() || !are_params(rest)) {
        return bad_name_addr(text);
    }
    parsed.params = Params{rest};
    return parsed;
}

}  // namespace

Result<NameAddr> NameAddr::parse(std::string_view text) {
    text = trim(text);
    NameAddr parsed;
    if (text.empty()) {
        return bad_name_addr(text);
    }
    if (text.front() == '"') {
        const auto end = end_of_quoted(text);
        const auto open = end == npos ? npos : text.find_first_not_of(" \t", end);
        if (open == npos || text[open] != '<') {
            return bad_name_addr(text);
        }
        parsed.display = text.substr(0, end);
        return parse_bracketed(parsed, text, open);
    }
    // A '<' inside a later quoted parameter does not count: the address comes before the first ';' or '"'.
    if (const auto open = text.find_first_of("<;\""); open != npos && text[open] == '<') {
        parsed.display = trim(text.substr(0, open));
        if (!is_unquoted_display(parsed.display)) {
            return bad_name_addr(text);
        }
        return parse_bracketed(parsed, text, open);
    }
    const auto semicolon = std::min(text.find(';'), text.size());
    parsed.uri = trim(text.substr(0, semicolon));
    parsed.params = Params{text.substr(semicolon)};
    if (parsed.uri.empty() || parsed.uri.find_first_of(" \t\">?,") != npos || !are_params(parsed.params.text())) {
        return bad_name_addr(text);
    }
    return parsed;
}

std::string NameAddr::display_text() const {
    return unquoted(display);
}

std::string quoted(std::string_view text) {
    std::string result{"\""};
    result.reserve(text.size() + 2);
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
        }
        result += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c;
    }
    result += '"';
    return result;
}

std::string unquoted(std::string_view text) {
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') {
        return std::string{text};
    }
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == '\\' && i + 2 < text.size()) {
            ++i;
        }
        plain += text[i];
    }
    return plain;
}

std::string format_name_addr(std::string_view display, std::string_view uri) {
    std::string text;
    if (!display.empty()) {
        text = quoted(display);
        text += ' ';
    }
    text += '<';
    text += uri;
    text += '>';
    return text;
}

}  // namespace yh::sip
