#include "model/telephone_number.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace yh::model {

namespace {

constexpr std::size_t mobile_digits = 11;
constexpr std::size_t shortest_line = 10;   // 0, an area, and seven digits
constexpr std::size_t shortest_abroad = 9;  // 00, a country, and something to dial there

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

/// 1 3…9 and nine more.
bool is_mobile(std::string_view number) {
    return number.size() == mobile_digits && number[0] == '1' && number[1] >= '3' && all_digits(number);
}

/// What stands between the digits of a written number and means nothing. The wide ones are what Chinese keyboards
/// and spreadsheets make of them; the last few have no width and come along when a number is copied.
constexpr std::array<std::string_view, 24> ornaments{
    " ",  "\t", "\r", "\n", "-", "(", ")",  ".",      "/",      "\u00a0", "\u3000", "（",
    "）", "－", "—",  "–",  "‐", "‑", "．", "\u200b", "\ufeff", "\u202a", "\u202c", "\u202d"};

std::size_t ornament_at(std::string_view text) {
    for (const auto one : ornaments) {
        if (text.starts_with(one)) {
            return one.size();
        }
    }
    return 0;
}

/// The plain character of a full-width digit, plus, star or hash (U+FF0B…FF19), or 0.
char plain_of_wide(std::string_view text) {
    if (text.size() < 3 || text[0] != '\xEF' || text[1] != '\xBC') {
        return 0;
    }
    const auto last = static_cast<unsigned char>(text[2]);
    const bool known = (last >= 0x90 && last <= 0x99) || last == 0x8B || last == 0x8A || last == 0x83;
    return known ? static_cast<char>(last - 0x80 + 0x20) : '\0';
}

std::string without_ornaments(std::string_view written) {
    std::string bare;
    while (!written.empty()) {
        if (const auto skip = ornament_at(written)) {
            written.remove_prefix(skip);
        } else if (const char plain = plain_of_wide(written)) {
            bare += plain;
            written.remove_prefix(3);
        } else {
            bare += written.front();
            written.remove_prefix(1);
        }
    }
    return bare;
}

/// A number inside China, after its country code: mobiles and services as they are, lines with their area code's 0.
std::string inside_china(std::string_view national) {
    if (national.starts_with('0')) {
        const auto rest = national.substr(1);
        return std::string{is_mobile(rest) ? rest : national};
    }
    const bool service = national.starts_with("400") || national.starts_with("800") || national.starts_with("95") ||
                         national.starts_with("96") || national.size() <= 8;
    return is_mobile(national) || service ? std::string{national} : "0" + std::string{national};
}

}  // namespace

std::string normal_number(std::string_view written) {
    std::string bare = without_ornaments(written);
    const bool plus = bare.starts_with('+');
    std::string_view digits{bare};
    digits.remove_prefix(plus ? 1 : 0);
    if (!all_digits(digits)) {
        return bare;
    }
    const bool abroad = !plus && digits.starts_with("00") && digits.size() >= shortest_abroad;
    if (abroad) {
        digits.remove_prefix(2);
    }
    if (plus || abroad) {
        constexpr std::string_view china = "86";
        if (digits.starts_with(china) && digits.size() > china.size()) {
            return inside_china(digits.substr(china.size()));
        }
        return "+" + std::string{digits};
    }
    if (digits.starts_with("86") && is_mobile(digits.substr(2))) {
        return std::string{digits.substr(2)};
    }
    if (digits.starts_with('0') && is_mobile(digits.substr(1))) {
        return std::string{digits.substr(1)};
    }
    return bare;
}

bool is_telephone_number(std::string_view normal) {
    constexpr std::size_t fewest = 3;
    constexpr std::size_t most = 20;
    const auto digits = normal.substr(normal.starts_with('+') ? 1 : 0);
    return digits.size() >= fewest && digits.size() <= most && all_digits(digits);
}

std::vector<std::string> spellings_of(std::string_view normal) {
    const std::string number{normal};
    std::vector<std::string> all{number};
    if (number.starts_with('+') && number.size() >= shortest_abroad - 1) {
        all.push_back("00" + number.substr(1));
    } else if (is_mobile(number)) {
        for (const auto* prefix : {"0", "86", "+86", "0086", "+860"}) {
            all.push_back(prefix + number);
        }
    } else if (number.size() >= shortest_line && number[0] == '0' && number[1] != '0' && all_digits(number)) {
        for (const auto* prefix : {"+86", "0086"}) {
            all.push_back(prefix + number.substr(1));
        }
    }
    return all;
}

}  // namespace yh::model
