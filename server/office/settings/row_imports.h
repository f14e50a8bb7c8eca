#pragma once

#include "http/router.h"
#include "office/office.h"

// What of the configuration can be taken in from a file of rows (R216).
namespace yh::office::settings {

void add_people_import(http::Router& router, Office& office);
/// The black list (R183).
void add_blocked_import(http::Router& router, Office& office);

}  // namespace yh::office::settings
