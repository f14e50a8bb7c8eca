#pragma once

#include "office/person_data.h"

namespace yh::office::settings {

/// A person's number in the company's lists of numbers, black list and VIP, where an entry is exactly that number; and
/// in the log of the configuration, which tells what such entries were. Whoever erases it has the telephones read the
/// site again.
extern const PersonPart person_numbers;

}  // namespace yh::office::settings
