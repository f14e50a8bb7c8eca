#pragma once

#include <functional>
#include <optional>

#include "model/ids.h"
#include "office/customers/customer_store.h"
#include "office/office.h"

namespace yh::office::customers {

/// What the asker has to do with this call: asked of the telephones, and when it is over of its record. `done` runs on
/// home, once; none: nothing, or there is no such call. Thread: home.
void find_call_part(Office& office, const people::SignedIn& who, model::CallId call,
                    std::function<void(std::optional<CallPart>)> done);

}  // namespace yh::office::customers
