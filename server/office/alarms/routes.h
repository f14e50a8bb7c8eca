#pragma once

#include "http/router.h"
#include "office/alarms/alarm_watch.h"
#include "office/office.h"

namespace yh::office::alarms {

/// /api/v1/alarm-rules with their test, and /api/v1/alarm-events.
void add_routes(http::Router& router, Office& office, AlarmWatch& watch);

}  // namespace yh::office::alarms
