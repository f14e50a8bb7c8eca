#pragma once

#include <string_view>

#include "http/request.h"

namespace yh::office::lists {

/// The text lives for ever.
struct RegionName {
    std::string_view chinese;
    std::string_view english;

    std::string_view in(http::Language language) const {
        return language == http::Language::Chinese ? chinese : english;
    }
};

/// 归属地: where a Chinese number belongs ("江苏省常州市", "Changzhou, Jiangsu"), by the tables of libphonenumber,
/// however a network wrote it. Empty: not known, a number abroad, or no public number.
RegionName region_of(std::string_view number);

}  // namespace yh::office::lists
