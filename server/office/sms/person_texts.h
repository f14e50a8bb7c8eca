#pragma once

#include "office/person_data.h"

namespace yh::office::sms {

/// Texts that were sent to a person.
extern const PersonPart person_texts;

}  // namespace yh::office::sms
