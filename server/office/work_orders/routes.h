#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::work_orders {

/// The list and single orders, my counters, what is done with them, and the settings.
void add_routes(http::Router& router, Office& office);

}  // namespace yh::office::work_orders
