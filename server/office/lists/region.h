#pragma once

#include <string_view>

#include "http/request.h"

namespace yh::office::lists {

/// 归属地: where a Chinese number belongs ("江苏省常州市", "Changzhou, Jiangsu"), by the tables of libphonenumber,
/// however a network wrote it. Empty: not known, a number abroad, or no public number. The text lives for ever.
std::string_view region_of(std::string_view number, http::Language language);

}  // namespace yh::office::lists
