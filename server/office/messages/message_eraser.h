#pragma once

#include "office/eraser.h"

namespace yh::office::messages {

/// What the system told people.
extern const Eraser message_eraser;

}  // namespace yh::office::messages
