#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::records {

/// Call records and recordings, cut to what the asker may see.
void add_routes(http::Router& router, Office& office);

}  // namespace yh::office::records
