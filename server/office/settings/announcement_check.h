#pragma once

#include <optional>

#include "db/connection.h"
#include "office/settings/site_check.h"

namespace yh::office::settings {

/// The agent's announcement (播放工号) keeps customer and agent apart for 10 s at most (R065), and is cut there. What a
/// company sets up must fit: its own voices count as long as they are, texts and digits as they are read. Nothing: it
/// fits, as far as can be known. Thread: one that may block.
Result<std::optional<SiteFault>> find_announcement_fault(db::Connection& connection, std::int64_t tenant,
                                                         const SiteTenant& wanted);

/// The same for all that a site file declares. Error: config.announcement_too_long, in words for who wrote the file.
Result<void> check_announcements(db::Connection& connection, const Site& site);

}  // namespace yh::office::settings
