#pragma once

#include <string>
#include <string_view>

#include "model/words.h"

namespace yh::model {

/// A customer's number as a person sees it who may not see numbers whole (号码隐藏, R264, U16–U17): the one rule for
/// pages, exports, file names and the displays of telephones.
///
/// All: "*****". Partial: a number of strictly more than six digits loses four, from digit floor((n−4)/2) on; a shorter
/// one is an extension or a service, and stays whole. Only digits count and only digits are hidden, so "+86 138…" keeps
/// its shape. Nothing to hide (an empty text) stays nothing.
std::string masked(std::string_view number, HideNumbers how);

}  // namespace yh::model
