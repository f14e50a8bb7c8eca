#pragma once

#include "http/router.h"
#include "http/server.h"
#include "office/office.h"

namespace yh::office::people {

/// POST and DELETE /sessions, GET /me, PUT /me/state, PUT /me/queues/{number}.
void add_routes(http::Router& router, Office& office);

/// Who is asking (bearer token or cookie) and what they may.
http::Hooks hooks(Office& office);

}  // namespace yh::office::people
