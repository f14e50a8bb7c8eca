#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::customers {

/// Whom a customer, lead or contact may be the same as, and putting them together.
void add_merge_routes(http::Router& router, Office& office);

}  // namespace yh::office::customers
