#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "http/router.h"
#include "office/customers/customer_store.h"
#include "office/jobs/maker.h"
#include "office/office.h"

namespace yh::office::customers {

/// How many customers (or leads) of the asker's scope stand in a stage (客户统计·步骤状态, R239).
struct StageCount {
    crm::SettingId id;
    std::string name;
    crm::StageState state = crm::StageState::Open;
    std::int64_t progress = 0;
    std::int64_t customers = 0;
};
BOOST_DESCRIBE_STRUCT(StageCount, (), (id, name, state, progress, customers))

/// In the stages' order; those in which nobody stands, too. Thread: one that may block.
Result<std::vector<StageCount>> count_by_stage(db::Connection& connection, const Asker& asker, crm::ObjectKind object);

inline constexpr std::string_view customer_stages = "customer-stages";
inline constexpr std::string_view lead_stages = "lead-stages";
/// The maker of the files of both (jobs/maker.h).
Result<jobs::Made> make_stages_file(Office& office, const lists::Reader& reader, const jobs::FileWish& wish);

/// GET /api/v1/objects/stages.
void add_stage_routes(http::Router& router, Office& office);

}  // namespace yh::office::customers
