#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "db/connection.h"

namespace yh::db {

enum class MigrationFor { Both, Sqlite, Postgres };

/// One numbered step of the tables: migrations/0007_add_wrap_up_reason.sql, or .sqlite.sql and .pg.sql where the
/// engines truly differ. Never edited once merged.
struct Migration {
    std::int64_t number = 0;
    std::string_view name;
    std::string_view checksum;
    MigrationFor engine = MigrationFor::Both;
    std::string_view sql;
};

/// Those that were built into this program, by file name.
std::span<const Migration> embedded_migrations();

/// Brings the tables up to date: every step that is missing, each in its own transaction (unless its text begins with
/// `-- no transaction`), recorded in schema_migrations. Two programs may start at once. SQLite's foreign keys are off
/// while a step runs, so that it may rebuild a table, and checked before it counts. Returns the numbers applied.
/// Errors: migration.changed (an applied step's text is another now), migration.newer (a newer program has been here),
/// migration.gap (a step is missing below an applied one), and what the step itself failed with, named in the detail.
Result<std::vector<std::int64_t>> migrate(Connection& connection, std::span<const Migration> known, const Clock& clock);

/// Tells SQLite how its tables are filled, which it does not find out by itself: without it a list's filter may walk a
/// million rows where an index would find ten. A sample of each index, some 50 ms; connections opened before do not
/// notice. PostgreSQL looks after itself.
Result<void> refresh_statistics(Connection& connection);

}  // namespace yh::db
