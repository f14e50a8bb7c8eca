#pragma once

#include <cstdint>

#include "base/result.h"
#include "db/connection.h"
#include "model/time_zone.h"
#include "office/rollups/sums.h"

namespace yh::office::rollups {

/// The sums of one local day of a company, made of its facts alone. What calls of the day before have of it (talk over
/// midnight) is in it, what they have of other days is not. Thread: one that may block.
Result<Sums> sums_of_day(db::Connection& connection, std::int64_t tenant, std::int64_t day,
                         const model::TimeZone& zone);

/// The first and the last local day of which the company has facts or sums from `from_day` on; 0 and 0: there are none.
struct Days {
    std::int64_t first = 0;
    std::int64_t last = 0;
};
Result<Days> days_of(db::Connection& connection, std::int64_t tenant, std::int64_t from_day,
                     const model::TimeZone& zone);

/// The zone that `tenants` names; UTC where there is no such zone.
Result<model::TimeZone> load_zone(db::Connection& connection, std::int64_t tenant);

}  // namespace yh::office::rollups
