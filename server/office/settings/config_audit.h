#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"
#include "office/settings/site.h"

namespace yh::office::settings {

/// Who changed the configuration: a user's id; none: a site file did.
using Author = std::optional<std::int64_t>;

/// Writes down every entry that differs, as it was and as it became (table config_changes), secrets left out: of them
/// only that they changed. `changes` are the lines of apply_site; they name what no site holds (a password's hash).
/// In the transaction of the change. Thread: the writer's.
Result<void> write_audit(db::Connection& connection, const Site& before, const Site& after,
                         const std::vector<std::string>& changes, const Author& author, std::int64_t at_ms);

}  // namespace yh::office::settings
