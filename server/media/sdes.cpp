#include "media/sdes.h"

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>

#include "base/random.h"

namespace yh::media {
namespace {

std::string_view next_word(std::string_view& rest) {
    const auto start = std::min(rest.find_first_not_of(' '), rest.size());
    rest.remove_prefix(start);
    const auto end = std::min(rest.find(' '), rest.size());
    const auto word = rest.substr(0, end);
    rest.remove_prefix(end);
    return word;
}

Error malformed(std::string detail) {
    return invalid_input("sdes.malformed", std::move(detail));
}
Error unsupported(std::string detail) {
    return {ErrorKind::Unsupported, "sdes.unsupported", std::move(detail)};
}

/// Exactly `out.size()` bytes of standard base64, padded or not.
bool decode_base64(std::string_view text, std::span<std::uint8_t> out) {
    const auto length = std::min(text.find('='), text.size());
    std::size_t made = 0;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text.substr(0, length)) {
        constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) {
            return false;
        }
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            if (made == out.size()) {
                return false;
            }
            out[made++] = static_cast<std::uint8_t>(bits >> count);
        }
    }
    // Six bits left over would be a whole character too many.
    return made == out.size() && count < 6 && text.find_first_not_of('=', length) == std::string_view::npos;
}

/// key-params of RFC 4568 §6.1: inline:<base64>["|" lifetime]["|" MKI ":" length]
Result<void> read_key(std::string_view word, SdesCrypto& crypto) {
    constexpr std::string_view method = "inline:";
    if (!word.starts_with(method)) {
        return malformed("no inline key");
    }
    word.remove_prefix(method.size());
    if (word.find(';') != std::string_view::npos) {
        return unsupported("several keys");
    }
    auto bar = std::min(word.find('|'), word.size());
    const auto& info = srtp_profile_info(crypto.profile);
    if (!decode_base64(word.substr(0, bar), std::span{crypto.master}.first(info.key_bytes + info.salt_bytes))) {
        return malformed("key is not base64 of the right length");
    }
    while (bar < word.size()) {
        word.remove_prefix(bar + 1);
        bar = std::min(word.find('|'), word.size());
        // A lifetime needs no answer: ours is never reached. An MKI would lengthen every packet.
        if (word.substr(0, bar).find(':') != std::string_view::npos) {
            return unsupported("MKI");
        }
    }
    return {};
}

}  // namespace

Result<SdesCrypto> parse_sdes_crypto(std::string_view value) {
    SdesCrypto crypto;
    const auto tag = next_word(value);
    const auto [end, error] = std::from_chars(tag.data(), tag.data() + tag.size(), crypto.tag);
    if (error != std::errc{} || end != tag.data() + tag.size() || tag.size() > 9) {
        return malformed("tag");
    }
    const auto suite = next_word(value);
    const auto profile = find_srtp_profile(suite);
    if (!profile) {
        return unsupported(std::string{suite.substr(0, 40)});
    }
    crypto.profile = *profile;
    YH_CHECK(read_key(next_word(value), crypto));
    // RFC 4568 §6.3: WSH is a hint; every other parameter changes packets, and not understanding one refuses the line.
    for (auto parameter = next_word(value); !parameter.empty(); parameter = next_word(value)) {
        if (!parameter.starts_with("WSH=") && !parameter.starts_with('-')) {
            return unsupported(std::string{parameter.substr(0, 40)});
        }
    }
    return crypto;
}

std::string format_sdes_crypto(const SdesCrypto& crypto) {
    const auto master = crypto.master_bytes();
    std::array<std::uint8_t, (max_srtp_master_bytes + 2) / 3 * 4 + 1> base64{};
    const auto length = ::EVP_EncodeBlock(base64.data(), master.data(), static_cast<int>(master.size()));
    std::string text = std::to_string(crypto.tag);
    text += ' ';
    text += srtp_profile_info(crypto.profile).sdes_name;
    text += " inline:";
    text.append(base64.begin(), base64.begin() + length);
    return text;
}

SdesCrypto make_sdes_crypto(std::uint32_t tag, SrtpProfile profile) {
    SdesCrypto crypto;
    crypto.tag = tag;
    crypto.profile = profile;
    const auto& info = srtp_profile_info(profile);
    fill_random(std::span{crypto.master}.first(info.key_bytes + info.salt_bytes));
    return crypto;
}

}  // namespace yh::media
