#pragma once

#include "office/person_data.h"

namespace yh::office::customers {

/// Customers, leads and contacts with a person's number, living or deleted, with all that hangs on them; a customer's
/// contacts go with it.
extern const PersonPart person_cards;

}  // namespace yh::office::customers
