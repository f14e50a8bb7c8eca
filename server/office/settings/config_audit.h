#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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

/// Something about an entry that no site file says: one line in the same log. Without an old value it was added,
/// without a new one removed.
Result<void> note_config_change(db::Connection& connection, std::int64_t tenant, const Author& author,
                                std::string_view place, std::string_view name, std::string old_value,
                                std::string new_value, std::int64_t at_ms);

}  // namespace yh::office::settings
