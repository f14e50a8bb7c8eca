#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::customers {

/// Customers out of a file (R124, R139).
void add_customer_import(http::Router& router, Office& office);

}  // namespace yh::office::customers
