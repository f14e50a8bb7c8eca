#include <array>
#include <charconv>
#include <cmath>

#include "base/json_value.h"
#include "base/utf8.h"

namespace yh {

namespace {

constexpr auto needs_care = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < table.size(); ++c) {
        table[c] = c < 0x20 || c == '"' || c == '\\' || c == 0x7f || c >= 0x80;
    }
    return table;
}();

void append_escape(std::string& out, unsigned char c) {
    constexpr char hex[] = "0123456789abcdef";
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            out += "\\u00";
            out += hex[c >> 4U];
            out += hex[c & 0x0FU];
    }
}

template <class Number>
void append_number(std::string& out, Number number) {
    std::array<char, 40> text;
    const auto done = std::to_chars(text.data(), text.data() + text.size(), number);
    out.append(text.data(), done.ptr);
}

}  // namespace

void append_json(std::string& out, std::int64_t number) {
    append_number(out, number);
}
void append_json(std::string& out, std::uint64_t number) {
    append_number(out, number);
}

void append_json(std::string& out, double number) {
    if (!std::isfinite(number)) {
        out += "null";
        return;
    }
    const auto start = out.size();
    append_number(out, number);
    // 2.0 stays a number with a fraction when it is read again (and -0.0 keeps its sign).
    if (out.find_first_of(".e", start) == std::string::npos) {
        out += ".0";
    }
}

void append_json(std::string& out, std::string_view text) {
    out += '"';
    std::size_t copied = 0;
    std::size_t i = 0;
    while (i < text.size()) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (!needs_care[c]) {
            ++i;
            continue;
        }
        if (c >= 0x80) {
            if (const auto length = utf8_length(text.substr(i)); length != 0) {
                i += length;
                continue;
            }
        }
        out.append(text, copied, i - copied);
        if (c >= 0x80) {
            out += "\xEF\xBF\xBD";
        } else {
            append_escape(out, c);
        }
        copied = ++i;
    }
    out.append(text, copied, text.size() - copied);
    out += '"';
}

// Recursion is bounded: what came from outside was limited when it was parsed.
void append_json(std::string& out, const JsonValue& value) {
    if (const auto* flag = value.as_bool()) {
        out += *flag ? "true" : "false";
    } else if (const auto* integer = value.as_int()) {
        append_json(out, *integer);
    } else if (const auto* number = value.as_number()) {
        append_json(out, *number);
    } else if (const auto* text = value.as_text()) {
        append_json(out, std::string_view{*text});
    } else if (const auto* items = value.as_array()) {
        out += '[';
        for (const auto& item : *items) {
            if (&item != items->data()) {
                out += ',';
            }
            append_json(out, item);
        }
        out += ']';
    } else if (const auto* members = value.as_object()) {
        out += '{';
        for (const auto& member : *members) {
            if (&member != members->data()) {
                out += ',';
            }
            append_json(out, std::string_view{member.name});
            out += ':';
            append_json(out, member.value);
        }
        out += '}';
    } else {
        out += "null";
    }
}

}  // namespace yh
