#pragma once

#include <string>

#include "http/router.h"
#include "office/office.h"

namespace yh::office::settings {

/// The table of where numbers belong (归属地): seen, fetched, replaced by a file, and put back. `file`: where the own
/// one is kept, of the whole server.
void add_region_routes(http::Router& router, Office& office, std::string file);

/// The own table, if there is one, from now on. What is wrong with it is said in the log, and the built-in one is used.
void load_own_regions(const std::string& file);

}  // namespace yh::office::settings
