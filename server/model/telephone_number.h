#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace yh::model {

/// The one form in which numbers are compared, however a person or a network writes them: blanks, dashes, brackets and
/// full-width digits go; +86 and 0086 go; the 0 that trunks put before a mobile goes; area codes stay, with their 0. A
/// number abroad begins with +, also when it came with 00. Extensions and service numbers stay as they are, and so does
/// what is no telephone number at all (a SIP name). Doing it twice changes nothing.
std::string normal_number(std::string_view written);

/// Whether a normal number may be somebody's: an optional + and 3 to 20 digits.
bool is_telephone_number(std::string_view normal);

/// How networks write the number that has this normal form, itself first: for looking up what was kept as it came.
std::vector<std::string> spellings_of(std::string_view normal);

}  // namespace yh::model
