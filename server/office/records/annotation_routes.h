#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::records {

/// Notes on recordings, and deleting a recording.
void add_annotation_routes(http::Router& router, Office& office);

}  // namespace yh::office::records
