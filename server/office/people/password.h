#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace yh::office::people {

/// argon2id with 19 MiB and two passes (about 25 ms): the hash names its own parameters and salt.
/// Never on the call or media loops. Thread: any; bound how many run at once, each takes its memory.
Result<std::string> hash_password(std::string_view password);

/// R009: letters and digits together, at least six characters.
bool is_good_password(std::string_view password);

/// An empty hash fits no password, but costs the same time as a wrong one.
bool password_fits(std::string_view password, const std::string& hash);

}  // namespace yh::office::people
