#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::logs {

void add_routes(http::Router& router, Office& office);

}  // namespace yh::office::logs
