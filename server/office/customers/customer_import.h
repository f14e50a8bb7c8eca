#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::customers {

/// Customers, leads and contacts out of files (R124, R139, R145).
void add_customer_import(http::Router& router, Office& office);

}  // namespace yh::office::customers
