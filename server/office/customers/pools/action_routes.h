#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::customers {

/// Doing something with one object or many, the pools' lists, customers by stage. After
/// the routes of the lists that things are done with.
void add_pool_routes(http::Router& router, Office& office);

}  // namespace yh::office::customers
