#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::settings {

/// /config/users, /config/roles and /config/departments (R254–R259).
void add_people_routes(http::Router& router, Office& office);

/// GET and PUT /config/sign-in, DELETE /users/{number}/two-factor (R003, B19).
void add_sign_in_routes(http::Router& router, Office& office);

/// GET and PUT /me/profile (R013).
void add_profile_routes(http::Router& router, Office& office);

}  // namespace yh::office::settings
