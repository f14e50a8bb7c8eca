#pragma once

#include <vector>

#include "office/eraser.h"
#include "office/person_data.h"

namespace yh::app {

/// How each kind of data is deleted: what the office's rooms say of their own.
std::vector<const office::Eraser*> all_erasers();

/// All that is known of one person, likewise.
std::vector<const office::PersonPart*> all_person_parts();

}  // namespace yh::app
