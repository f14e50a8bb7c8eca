#pragma once

#include "office/person_data.h"

namespace yh::office::records {

/// Calls with a person, and what was recorded. Erased, a call stays in the figures without its number, its sound and
/// the keys that were pressed; what the law's days keep stays until they are over.
extern const PersonPart person_calls;

}  // namespace yh::office::records
