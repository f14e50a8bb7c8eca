#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace yh::db {

/// `state` is the SQLSTATE of a failed statement (PostgreSQL manual, appendix A); empty when the connection broke.
Error postgres_error(std::string_view state, std::string detail);

}  // namespace yh::db
