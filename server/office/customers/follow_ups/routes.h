#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::customers {

/// Writing, reading and deleting follow-ups; whom one is to ask again.
void add_follow_up_routes(http::Router& router, Office& office);
/// Their photos and files.
void add_follow_up_file_routes(http::Router& router, Office& office);
/// What somebody has typed and not saved yet.
void add_draft_routes(http::Router& router, Office& office);

}  // namespace yh::office::customers
