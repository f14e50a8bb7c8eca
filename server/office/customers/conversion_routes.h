#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::customers {

/// A lead becomes a customer (转客户, R148): what its page begins with, and becoming one that there is already. A new
/// one is saved like any customer, with the lead named.
void add_conversion_routes(http::Router& router, Office& office);

}  // namespace yh::office::customers
