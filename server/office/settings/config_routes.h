#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::settings {

/// /api/v1/config/…: queues, trunks, schedules, rooms, inbound, outbound and options, in the site file's words.
void add_config_routes(http::Router& router, Office& office);

/// /api/v1/config/…: retention, popup, mail and disk-alert; and /api/v1/popup for those whose calls they are.
void add_advanced_routes(http::Router& router, Office& office);

/// /api/v1/config/flows/…: voice menus with drafts.
void add_flow_routes(http::Router& router, Office& office);

/// /api/v1/voices/….
void add_voice_routes(http::Router& router, Office& office);

}  // namespace yh::office::settings
