#pragma once

#include <functional>

#include "http/router.h"
#include "office/office.h"
#include "office/persons/person_store.h"

namespace yh::office::persons {

/// /api/v1/persons: all of one person by number, to be seen, handed out and forgotten (B20). `remove_files`: told when
/// rows are gone whose files shall go.
void add_routes(http::Router& router, Office& office, Parts parts, std::function<void()> remove_files);

}  // namespace yh::office::persons
