#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::settings {

/// The site over HTTP: what `yinghe apply --url` and `yinghe export --url` speak to. An administrator reaches the
/// own tenant only.
void add_routes(http::Router& router, Office& office);

}  // namespace yh::office::settings
