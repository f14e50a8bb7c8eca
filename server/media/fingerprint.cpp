#include "media/fingerprint.h"

#include <algorithm>
#include <charconv>

namespace yh::media {
namespace {

struct HashInfo {
    FingerprintHash hash;
    std::string_view name;
    std::size_t bytes;
};
constexpr std::array<HashInfo, 3> hashes{{{FingerprintHash::Sha256, "sha-256", 32},
                                          {FingerprintHash::Sha384, "sha-384", 48},
                                          {FingerprintHash::Sha512, "sha-512", 64}}};

const HashInfo& info_of(FingerprintHash hash) {
    return *std::ranges::find(hashes, hash, &HashInfo::hash);
}

bool same_word(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

std::size_t fingerprint_bytes(FingerprintHash hash) {
    return info_of(hash).bytes;
}

Result<Fingerprint> parse_fingerprint(std::string_view text) {
    const auto space = text.find(' ');
    const auto name = text.substr(0, space);
    const auto* info = std::ranges::find_if(hashes, [&](const HashInfo& i) { return same_word(i.name, name); });
    if (info == hashes.end()) {
        return Error{ErrorKind::Unsupported, "sdp.no_security", "fingerprint of " + std::string{name.substr(0, 20)}};
    }
    auto digits = text.substr(std::min(space + 1, text.size()));
    if (digits.size() != info->bytes * 3 - 1) {
        return invalid_input("sdp.malformed", "fingerprint");
    }
    Fingerprint out{.hash = info->hash};
    for (std::size_t i = 0; i < info->bytes; ++i) {
        const auto* from = digits.data() + 3 * i;
        const auto [end, failure] = std::from_chars(from, from + 2, out.value[i], 16);
        if (failure != std::errc{} || end != from + 2 || (i + 1 < info->bytes && from[2] != ':')) {
            return invalid_input("sdp.malformed", "fingerprint");
        }
    }
    return out;
}

std::string format_fingerprint(const Fingerprint& fingerprint) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto& info = info_of(fingerprint.hash);
    std::string text{info.name};
    for (std::size_t i = 0; i < info.bytes; ++i) {
        text += i == 0 ? ' ' : ':';
        text += digits[fingerprint.value[i] >> 4];
        text += digits[fingerprint.value[i] & 15];
    }
    return text;
}

}  // namespace yh::media
