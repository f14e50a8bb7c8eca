#include "office/sms/segments.h"

#include <cstddef>

#include "base/utf8.h"

namespace yh::office::sms {

namespace {

constexpr std::string_view gsm_basic =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà";
// Behind an escape, so that each takes two septets.
constexpr std::string_view gsm_extended = "^{}\\[~]|€\f";

bool holds(std::string_view alphabet, std::string_view character) {
    for (std::size_t at = 0; at < alphabet.size(); at += utf8_length(alphabet.substr(at))) {
        if (alphabet.substr(at, utf8_length(alphabet.substr(at))) == character) {
            return true;
        }
    }
    return false;
}

std::string_view first_character(std::string_view text) {
    const auto length = utf8_length(text);
    return text.substr(0, length == 0 ? 1 : length);
}

/// Units of one character; 0: the alphabet has no such.
std::int64_t units_of(std::string_view character, bool unicode) {
    if (unicode) {
        return character.size() == 4 ? 2 : 1;  // beyond the basic plane: a surrogate pair
    }
    return holds(gsm_basic, character) ? 1 : holds(gsm_extended, character) ? 2 : 0;
}

}  // namespace

SmsSize size_of_sms(std::string_view text) {
    SmsSize size;
    for (auto rest = text; !rest.empty() && !size.unicode; rest.remove_prefix(first_character(rest).size())) {
        size.unicode = units_of(first_character(rest), false) == 0;
    }
    const std::int64_t alone = size.unicode ? 70 : 160;
    const std::int64_t part = size.unicode ? 67 : 153;
    // A character of two units is never torn apart between two parts, which leaves a unit unused.
    std::int64_t parts = 0;
    std::int64_t in_part = part;
    for (auto rest = text; !rest.empty(); rest.remove_prefix(first_character(rest).size())) {
        const auto units = units_of(first_character(rest), size.unicode);
        size.units += units;
        if (in_part + units > part) {
            ++parts;
            in_part = 0;
        }
        in_part += units;
    }
    const bool fits_alone = size.units <= alone;
    size.segments = text.empty() ? 0 : fits_alone ? 1 : parts;
    size.left = fits_alone ? alone - size.units : part - in_part;
    return size;
}

}  // namespace yh::office::sms
