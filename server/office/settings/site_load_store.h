#pragma once

// Internal to settings: how the parts of a tenant are read back. Thread of all: one that may block.
#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/settings/site.h"

namespace yh::office::settings {

Result<std::vector<SiteInbound>> load_inbound(db::Connection& connection, std::int64_t tenant);
Result<std::vector<SiteOutbound>> load_outbound(db::Connection& connection, std::int64_t tenant);
/// None: nobody chose any, the defaults hold.
Result<std::optional<model::TenantOptions>> load_options(db::Connection& connection, std::int64_t tenant);
Result<std::vector<model::Schedule>> load_schedules(db::Connection& connection, std::int64_t tenant);
/// The published ones.
Result<std::vector<model::Flow>> load_flows(db::Connection& connection, std::int64_t tenant);

}  // namespace yh::office::settings
