#pragma once

#include "office/eraser.h"

namespace yh::office::tasks {

/// Plans and memos that were completed; what is still to be done stays, however old.
extern const Eraser task_eraser;

}  // namespace yh::office::tasks
