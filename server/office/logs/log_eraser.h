#pragma once

#include "office/eraser.h"

namespace yh::office::logs {

/// Sign-ins and states that are over (操作日志). Changes of the configuration and deletions are never deleted.
extern const Eraser log_eraser;

}  // namespace yh::office::logs
