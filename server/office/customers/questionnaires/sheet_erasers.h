#pragma once

#include "office/eraser.h"
#include "office/person_data.h"

namespace yh::office::customers {

/// Answer sheets by when they were filled in, those of deleted questionnaires too.
extern const Eraser sheet_eraser;
/// Sheets that were filled in in a person's calls, or for a card with the person's number (B20).
extern const PersonPart person_sheets;

}  // namespace yh::office::customers
