#pragma once

#include "http/router.h"
#include "office/office.h"
#include "office/tasks/reminders.h"

namespace yh::office::tasks {

/// Plans and memos.
void add_routes(http::Router& router, Office& office, Reminders& reminders);
/// Announcements; the second half of it.
void add_announcement_routes(http::Router& router, Office& office, Reminders& reminders);

}  // namespace yh::office::tasks
