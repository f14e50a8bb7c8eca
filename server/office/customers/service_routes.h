#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::customers {

/// Service records and contact history: their lists, single ones, changing and deleting.
void add_service_routes(http::Router& router, Office& office);

}  // namespace yh::office::customers
