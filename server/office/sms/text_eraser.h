#pragma once

#include "office/eraser.h"

namespace yh::office::sms {

/// Texts that have come to their end.
extern const Eraser text_eraser;

}  // namespace yh::office::sms
