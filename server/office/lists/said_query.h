#pragma once

#include <string>

#include "office/lists/asked.h"

namespace yh::office::lists {

/// What a list is narrowed to, in words for somebody else than who asked: "结果：已接听；坐席：10001". `mask` hides the
/// customers' numbers in it. Empty: to nothing.
std::string said_query(const List& list, const Asked& asked, http::Language language, const people::NumberMask& mask);

}  // namespace yh::office::lists
