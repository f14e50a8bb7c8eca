#pragma once

#include "http/router.h"
#include "office/office.h"
#include "office/records/peaks.h"

namespace yh::office::records {

/// Voicemails, surveys, missed, lost and forwarded calls, call-backs: lists and what may be done with their rows.
void add_service_routes(http::Router& router, Office& office, const DrawPeaks& draw_peaks);
/// The second half of it.
void add_service_actions(http::Router& router, Office& office, DrawPeaks draw_peaks);

}  // namespace yh::office::records
