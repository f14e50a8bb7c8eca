#pragma once

#include <string>

#include "base/error.h"

namespace yh::db {

/// `code` is an extended SQLite result code (sqlite.org/rescode.html).
Error sqlite_error(int code, std::string detail);

}  // namespace yh::db
