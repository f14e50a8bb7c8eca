#pragma once

#include "http/router.h"
#include "office/deletion/deletion_runner.h"
#include "office/office.h"

namespace yh::office::deletion {

/// /api/v1/data-deletions: count, order, follow and stop deletions (R267).
void add_routes(http::Router& router, Office& office, DeletionRunner& runner);

}  // namespace yh::office::deletion
