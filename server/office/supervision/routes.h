#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::supervision {

/// Live calls and what may be done with them; live queues; states forced by a leader.
void add_routes(http::Router& router, Office& office);

}  // namespace yh::office::supervision
