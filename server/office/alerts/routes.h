#pragma once

#include "http/router.h"
#include "office/alerts/disk_watch.h"
#include "office/office.h"

namespace yh::office::alerts {

/// /api/v1/disk-alerts and /api/v1/config/mail/test.
void add_routes(http::Router& router, Office& office, DiskWatch& watch);

}  // namespace yh::office::alerts
