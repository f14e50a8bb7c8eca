#pragma once

#include "office/eraser.h"

namespace yh::office::customers {

/// Customers of whom nothing is newer: neither a change of theirs nor a service record. Their numbers, history and
/// service records go with them.
extern const Eraser customer_eraser;
extern const Eraser service_eraser;

}  // namespace yh::office::customers
