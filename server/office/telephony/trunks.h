#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "http/router.h"
#include "model/directory.h"
#include "model/live_trunk.h"
#include "office/office.h"

namespace yh::office::telephony {

/// A trunk as pages see it.
struct TrunkView {
    std::string name;
    model::TrunkKind kind = model::TrunkKind::Peer;
    std::string address;
    model::TrunkHealth state = model::TrunkHealth::Unknown;
    std::string reason;
    std::int64_t since_ms = 0;
    std::int64_t calls = 0;
    std::int64_t max_calls = 0;
};
BOOST_DESCRIBE_STRUCT(TrunkView, (), (name, kind, address, state, reason, since_ms, calls, max_calls))

/// Every trunk of the tenant, those that the telephones do not know yet as unknown. Pure.
std::vector<TrunkView> trunk_views(const model::Directory& directory, model::TenantId tenant,
                                   const std::vector<model::LiveTrunk>& live);

/// GET /trunks/status.
void add_trunk_routes(http::Router& router, Office& office);

}  // namespace yh::office::telephony
