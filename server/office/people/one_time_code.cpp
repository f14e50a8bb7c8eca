#include "office/people/one_time_code.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "base/random.h"
#include "http/text.h"

namespace yh::office::people {

namespace {

constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";  // RFC 4648 §6
constexpr unsigned bits_each = 5;
constexpr unsigned bits_of_byte = 8;
constexpr std::size_t code_digits = 6;

std::string to_base32(std::span<const std::uint8_t> bytes) {
    std::string text;
    unsigned held = 0;
    std::uint32_t bits = 0;
    for (const auto byte : bytes) {
        bits = (bits << bits_of_byte) | byte;
        held += bits_of_byte;
        for (; held >= bits_each; held -= bits_each) {
            text += base32[(bits >> (held - bits_each)) & 0x1fU];
        }
    }
    if (held > 0) {
        text += base32[(bits << (bits_each - held)) & 0x1fU];
    }
    return text;
}

std::optional<std::vector<std::uint8_t>> from_base32(std::string_view text) {
    std::vector<std::uint8_t> bytes;
    unsigned held = 0;
    std::uint32_t bits = 0;
    for (const auto letter : text) {
        const auto value = base32.find(letter);
        if (value == std::string_view::npos) {
            return std::nullopt;
        }
        bits = (bits << bits_each) | static_cast<std::uint32_t>(value);
        held += bits_each;
        if (held >= bits_of_byte) {
            held -= bits_of_byte;
            bytes.push_back(static_cast<std::uint8_t>(bits >> held));
        }
    }
    return bytes;
}

// In the same time, wherever they differ.
bool is_same(std::string_view left, std::string_view right) {
    return left.size() == right.size() && ::sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace

std::string make_secret() {
    std::array<std::uint8_t, 20> bytes{};
    fill_random(bytes);
    return to_base32(bytes);
}

std::string authenticator_uri(std::string_view issuer, std::string_view account, std::string_view secret) {
    return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits=6&period=30",
                       http::url_encode(issuer), http::url_encode(account), secret);
}

std::int64_t step_at(std::int64_t now_ms) {
    constexpr std::int64_t step_ms = 30'000;
    return now_ms / step_ms;
}

std::string code_at(std::string_view secret, std::int64_t step) {
    const auto key = from_base32(secret);
    if (!key || key->empty()) {
        return {};
    }
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i) {
        counter[counter.size() - 1 - i] =
            static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (bits_of_byte * i));
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    ::HMAC(::EVP_sha1(), key->data(), static_cast<int>(key->size()), counter.data(), counter.size(), digest.data(),
           &size);
    // RFC 4226 §5.3: the last half byte says where the four bytes of the code begin.
    const std::size_t at = digest[size - 1] & 0x0fU;
    const auto number = (static_cast<std::uint32_t>(digest[at] & 0x7fU) << 24U) |
                        (static_cast<std::uint32_t>(digest[at + 1]) << 16U) |
                        (static_cast<std::uint32_t>(digest[at + 2]) << 8U) | digest[at + 3];
    return fmt::format("{:06}", number % 1'000'000U);
}

std::optional<std::int64_t> find_step(std::string_view secret, std::string_view code, std::int64_t now_ms,
                                      std::int64_t last_step) {
    const auto now = step_at(now_ms);
    std::optional<std::int64_t> found;
    for (const auto step : {now - 1, now, now + 1}) {
        // A secret that is none has no codes: nothing fits it, not even nothing.
        if (code.size() == code_digits && is_same(code_at(secret, step), code) && step > last_step && !found) {
            found = step;
        }
    }
    return found;
}

std::string plain_code(std::string_view typed) {
    std::string plain;
    for (const auto c : typed) {
        if (c != ' ' && c != '-') {
            plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return plain;
}

bool is_one_time_code(std::string_view typed) {
    const auto plain = plain_code(typed);
    return plain.size() == code_digits && plain.find_first_not_of("0123456789") == std::string::npos;
}

std::string make_recovery_code() {
    // Without what looks alike on paper: 0 and o, 1 and i and l.
    constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
    std::array<std::uint8_t, 10> bytes{};
    fill_random(bytes);
    std::string code;
    for (const auto byte : bytes) {
        code += code.size() == 5 ? "-" : "";
        code += letters[byte % letters.size()];
    }
    return code;
}

std::string make_sms_code() {
    return fmt::format("{:06}", random_u64() % 1'000'000U);
}

}  // namespace yh::office::people
