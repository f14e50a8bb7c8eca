#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::supervision {

/// /api/v1/calls/{id}/…: transfer, consultation, conference, survey, supervision; picking up; the own mobile.
void add_call_control_routes(http::Router& router, Office& office);

/// /api/v1/me/transfer-targets: whom I may send a call to or ask (R053, R057).
void add_target_routes(http::Router& router, Office& office);

/// /api/v1/rooms: conference rooms (R118, R119).
void add_room_routes(http::Router& router, Office& office);

}  // namespace yh::office::supervision
