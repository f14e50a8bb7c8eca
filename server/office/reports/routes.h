#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::reports {

/// The catalogue of reports, each report, and their files (jobs must have its routes before).
void add_routes(http::Router& router, Office& office);

/// Reports that go out by e-mail: one's own; administrators see all, and may take them away.
void add_schedule_routes(http::Router& router, Office& office);

}  // namespace yh::office::reports
