#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::messages {

/// What the system told one, and that one has read it.
void add_routes(http::Router& router, Office& office);

}  // namespace yh::office::messages
