#pragma once

#include "http/router.h"
#include "office/office.h"
#include "office/records/peaks.h"

namespace yh::office::records {

/// Call records, recordings and their sound, an agent's own figures; each person sees what is in scope.
void add_routes(http::Router& router, Office& office, DrawPeaks draw_peaks);

}  // namespace yh::office::records
