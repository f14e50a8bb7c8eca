#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"
#include "office/settings/site.h"

namespace yh::office::settings {

enum class DryRun { No, Yes };

/// Makes the database hold what the site declares, in one transaction, and says each change as a line for people
/// ("+ user 10001", "~ queue 600 ring_timeout_s 20 → 15", "- inbound 4008001234"). Declared twice, it changes nothing.
/// What a site does not mention stays: tenants, users, queues and trunks are added and changed, never removed (their
/// records hang on them). Members, leaders, inbound routes and outbound rules of a declared tenant are set exactly.
/// Hashes passwords: takes about 25 ms for each user that has one. Thread: one that may block.
Result<std::vector<std::string>> apply_site(db::Connection& connection, const Site& site, DryRun dry_run,
                                            const Clock& clock, IdMaker& ids);

/// The site as the database holds it, passwords excepted (only their hashes are kept).
Result<Site> load_site(db::Connection& connection);

/// Rises with every apply that changed something; a running server reloads when it moves.
Result<std::int64_t> site_version(db::Connection& connection);

}  // namespace yh::office::settings
