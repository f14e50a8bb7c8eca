#include "office/alerts/mail_text.h"

#include <fmt/format.h>

#include <array>
#include <ctime>

namespace yh::office::alerts {

namespace {

// RFC 2045 §6.8: no encoded line is longer.
constexpr std::size_t longest_line = 76;

/// RFC 5322 §3.3, in UTC.
std::string date_of(std::int64_t at_ms) {
    const auto seconds = static_cast<std::time_t>(at_ms / 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000", days[static_cast<std::size_t>(parts.tm_wday)],
                       parts.tm_mday, months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/// RFC 2047, in words of at most 75 characters that do not cut a character of UTF-8 in two.
std::string encoded_words(std::string_view text) {
    constexpr std::size_t bytes_a_word = 42;
    std::string words;
    while (!text.empty()) {
        auto length = std::min(bytes_a_word, text.size());
        while (length < text.size() && length > 1 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
            --length;
        }
        words += (words.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + base64(text.substr(0, length)) + "?=");
        text.remove_prefix(length);
    }
    return words;
}

std::string in_lines(const std::string& encoded) {
    std::string lines;
    for (std::size_t at = 0; at < encoded.size(); at += longest_line) {
        lines += encoded.substr(at, longest_line) + "\r\n";
    }
    return lines;
}

std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        line += c == '\r' || c == '\n' ? ' ' : c;
    }
    return line;
}

/// RFC 2231 §4: a name beyond ASCII.
std::string encoded_name(std::string_view name) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    std::string text = "UTF-8''";
    for (const char c : name) {
        text += plain.find(c) != std::string_view::npos ? std::string(1, c)
                                                        : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return text;
}

std::string text_part(std::string_view text) {
    return fmt::format("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
                       in_lines(base64(text)));
}

/// RFC 2046 §5.1. Nothing in base64 can look like the boundary, which has an underscore.
std::string parts_of(const MailToSend& mail, std::string_view id) {
    const auto boundary = fmt::format("part_{}", id);
    auto body = fmt::format("Content-Type: multipart/mixed; boundary=\"{}\"\r\n\r\n--{}\r\n{}", boundary, boundary,
                            text_part(mail.text));
    for (const auto& file : mail.files) {
        body += fmt::format(
            "--{}\r\nContent-Type: {}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n "
            "filename*={}\r\n\r\n{}",
            boundary, one_line(file.type), encoded_name(one_line(file.name)), in_lines(base64(file.bytes)));
    }
    return body + fmt::format("--{}--\r\n", boundary);
}

}  // namespace

std::string base64(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        unsigned group = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            group = group << 8U | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        }
        for (unsigned i = 0; i < 4; ++i) {
            text += at + i > bytes.size() ? '=' : letters[group >> (18U - 6U * i) & 63U];
        }
    }
    return text;
}

std::string message_of(const MailToSend& mail, std::int64_t at_ms, std::string_view id) {
    std::string to;
    for (const auto& one : mail.to) {
        to += (to.empty() ? "" : ",\r\n ") + one_line(one);
    }
    const auto sender = one_line(mail.server.sender);
    const auto host = sender.substr(sender.find('@') + 1);
    return fmt::format(
        "Date: {}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}@{}>\r\nAuto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n{}",
        date_of(at_ms), sender, to, encoded_words(one_line(mail.subject)), id, host,
        mail.files.empty() ? text_part(mail.text) : parts_of(mail, id));
}

}  // namespace yh::office::alerts
