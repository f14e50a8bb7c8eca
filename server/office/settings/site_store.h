#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"
#include "office/settings/config_audit.h"
#include "office/settings/site.h"

namespace yh::office::settings {

enum class DryRun { No, Yes };

/// What the pages take away, which a site file cannot say: "queue", "trunk", "schedule", "flow" or "room", and its
/// name.
struct Removal {
    std::string_view list;
    std::string name;
};

/// Makes the database hold what the site declares, in one transaction, and says each change as a line for people
/// ("+ user 10001", "~ queue 600 ring_timeout_s 20 → 15", "- inbound 4008001234"). Declared twice, it changes nothing.
/// What a site does not mention stays: tenants, users, queues, trunks, schedules, flows and rooms are added and
/// changed, not removed, unless `removals` say so; the same for a tenant's options. Members, leaders, participants,
/// inbound routes and outbound rules of what is declared are set exactly. A declared flow is published; a draft stays
/// beside it. Hashes passwords: takes about 25 ms for each user that has one. What changed, and who changed it, is
/// written down in the same transaction (config_audit.h). Thread: one that may block.
Result<std::vector<std::string>> apply_site(db::Connection& connection, const Site& site, DryRun dry_run,
                                            const Clock& clock, IdMaker& ids, const std::vector<Removal>& removals = {},
                                            const Author& author = {});

/// The site as the database holds it, passwords excepted (only their hashes are kept).
Result<Site> load_site(db::Connection& connection);
/// One of its tenants, options included. Error: site.no_tenant.
Result<SiteTenant> load_tenant(db::Connection& connection, std::int64_t tenant);

/// Rises with every apply that changed something; a running server reloads when it moves.
Result<std::int64_t> site_version(db::Connection& connection);

}  // namespace yh::office::settings
