#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::customers {

/// Customers: the list, single ones by id, number or call, their history and service records.
void add_routes(http::Router& router, Office& office);

}  // namespace yh::office::customers
