#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::people {

/// GET /me, GET /rights, GET /filter-choices.
void add_standing_routes(http::Router& router, Office& office);
/// PUT /me/password (R008, R009).
void add_password_route(http::Router& router, Office& office);
/// PUT and DELETE /me/avatar, GET /users/{number}/avatar (R013).
void add_avatar_routes(http::Router& router, Office& office);

}  // namespace yh::office::people
