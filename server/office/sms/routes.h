#pragma once

#include "http/router.h"
#include "office/office.h"
#include "office/sms/outbox.h"

namespace yh::office::sms {

/// Sending, the list, templates as they would be sent.
void add_routes(http::Router& router, Office& office, Outbox& outbox);
/// The second half of it.
void add_list_routes(http::Router& router, Office& office);
/// What other rooms send (office.h, send_text).
void serve_other_rooms(Office& office, Outbox& outbox);
/// The administrator's side: the gateway, and trying it.
void add_gateway_routes(http::Router& router, Office& office, Outbox& outbox);

}  // namespace yh::office::sms
