#pragma once

#include <vector>

#include "office/eraser.h"

namespace yh::app {

/// How each kind of data is deleted: what the office's rooms say of their own.
std::vector<const office::Eraser*> all_erasers();

}  // namespace yh::app
