#include "base/utf8.h"

namespace yh {

namespace {

bool continues(unsigned char c) {
    return (c & 0xC0U) == 0x80U;
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto first = at(0);
    const auto size = text.size();
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return size >= 2 && continues(at(1)) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        const bool overlong = first == 0xE0 && size >= 2 && at(1) < 0xA0;
        const bool surrogate = first == 0xED && size >= 2 && at(1) > 0x9F;
        return size >= 3 && continues(at(1)) && continues(at(2)) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool overlong = first == 0xF0 && size >= 2 && at(1) < 0x90;
        const bool beyond = first == 0xF4 && size >= 2 && at(1) > 0x8F;
        return size >= 4 && continues(at(1)) && continues(at(2)) && continues(at(3)) && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

bool is_clean_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto c = static_cast<unsigned char>(text[i]);
        const auto length = c < 0x80 ? std::size_t{c != 0} : utf8_length(text.substr(i));
        if (length == 0) {
            return false;
        }
        i += length;
    }
    return true;
}

std::string clean_utf8(std::string_view text) {
    std::string clean;
    clean.reserve(text.size() + 8);
    while (!text.empty()) {
        const auto length = text.front() == '\0' ? 0 : utf8_length(text);
        if (length == 0) {
            clean += "\xEF\xBF\xBD";
            text.remove_prefix(1);
        } else {
            clean += text.substr(0, length);
            text.remove_prefix(length);
        }
    }
    return clean;
}

}  // namespace yh
