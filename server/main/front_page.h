#pragma once

#include "http/router.h"

namespace yh::app {

/// What a browser sees at / while no pages have been built: that the server lives, and where to go.
void add_front_page(http::Router& router);

}  // namespace yh::app
