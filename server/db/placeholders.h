#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace yh::db {

struct NumberedSql {
    std::string text;
    std::size_t placeholders = 0;
};

/// Turns each `?` outside of '…', "…", -- … and /* … */ into $1, $2, … as PostgreSQL wants them.
NumberedSql number_placeholders(std::string_view sql);

}  // namespace yh::db
