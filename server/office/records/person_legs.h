#pragma once

#include "office/person_data.h"

namespace yh::office::records {

/// Calls of other customers in which a person had a part: was transferred to, consulted, taken into a conference, or
/// stood in a list of missed or forwarded ones. Erased, the part stays without its number; what the law's days keep
/// stays until they are over.
extern const PersonPart person_legs;

}  // namespace yh::office::records
