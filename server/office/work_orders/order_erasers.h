#pragma once

#include "office/eraser.h"
#include "office/person_data.h"

namespace yh::office::work_orders {

/// Closed orders; what is still to be done stays, however old.
extern const Eraser order_eraser;
/// Orders that came from a person's calls, or are about a card with the person's number (B20).
extern const PersonPart person_orders;

}  // namespace yh::office::work_orders
