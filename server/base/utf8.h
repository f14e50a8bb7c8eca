#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace yh {

/// How many bytes at the front of `text` (not empty) are one well-formed UTF-8 character (Unicode 15, table 3-7);
/// 0 when none are.
std::size_t utf8_length(std::string_view text);

/// Whether all of it is UTF-8 without a NUL: what both databases and every JSON reader take.
bool is_clean_utf8(std::string_view text);

/// The text with every byte that spoils it replaced by U+FFFD. Phones and carriers send anything in a display name.
std::string clean_utf8(std::string_view text);

}  // namespace yh
