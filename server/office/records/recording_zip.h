#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::records {

/// POST /api/v1/recordings/zip: at most 20 recordings in one file (R099), as a job.
void add_zip_route(http::Router& router, Office& office);

}  // namespace yh::office::records
