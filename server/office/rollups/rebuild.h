#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "db/connection.h"

// How the sums of a company are made again from its facts, day by day (docs/decisions/0018).
namespace yh::office::rollups {

/// A row of rollup_builds.
struct Build {
    std::int64_t tenant_id = 0;
    std::string zone;                      ///< in which all days before next_day are made
    std::optional<std::int64_t> next_day;  ///< still to be made, from this one on; none: all are made
    std::int64_t facts_from_day = 0;       ///< days before it have lost facts: neither compared nor made again
};
BOOST_DESCRIBE_STRUCT(Build, (), (tenant_id, zone, next_day, facts_from_day))

/// Whose sums shall be made: of companies that are not known yet and of those whose zone has changed, or of all.
enum class Plan { WhereNeeded, All };

/// Writes down what has to be made. Thread: the writer's.
Result<void> plan_builds(db::Connection& connection, Plan which);

/// Makes the next day that has to be made; false: there is none. In the caller's transaction. Thread: the writer's.
Result<bool> build_one_day(db::Connection& connection, std::int64_t now_ms);

/// None before the company's first plan. Thread: one that may block.
Result<std::optional<Build>> find_build(db::Connection& connection, std::int64_t tenant);

/// Facts up to this moment are deleted on purpose: their sums stand. Thread: the writer's, in the transaction that
/// deletes them.
Result<void> note_deleted_facts(db::Connection& connection, std::int64_t tenant, std::int64_t last_ms);

}  // namespace yh::office::rollups
