#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::people {

/// GET /me, GET /rights, GET /filter-choices.
void add_standing_routes(http::Router& router, Office& office);
/// PUT /me/password (R008, R009).
void add_password_route(http::Router& router, Office& office);
/// GET, POST and PUT /me/two-factor, and what belongs to it (B19).
void add_two_factor_routes(http::Router& router, Office& office);
/// POST /sign-in-codes: a code to one's mobile (R003).
void add_sms_code_route(http::Router& router, Office& office);
/// PUT and DELETE /me/avatar, GET /users/{number}/avatar (R013).
void add_avatar_routes(http::Router& router, Office& office);

}  // namespace yh::office::people
