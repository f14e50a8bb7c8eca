#pragma once

#include "http/router.h"
#include "office/imports/kind.h"
#include "office/office.h"

namespace yh::office::imports {

/// Makes the desk, too; before any kind is declared.
void add_routes(http::Router& router, Office& office);

/// Upload and template of one kind.
void add_kind(http::Router& router, Office& office, Kind kind);

/// What somebody's program called a file, as we may show it: its last part, without what no name has, at most 120
/// bytes. Pure.
std::string shown_name(std::string_view name);

}  // namespace yh::office::imports
