#pragma once

#include "http/errors.h"

namespace yh::app {

/// What people read for each error code, Chinese first.
http::Messages all_messages();

}  // namespace yh::app
