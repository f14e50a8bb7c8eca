#include "db/migrations.h"

#include <algorithm>
#include <optional>

#include "base/log.h"

namespace yh::db {

namespace {

struct AppliedMigration {
    std::int64_t number = 0;
    std::string name;
    std::string checksum;
    std::int64_t applied_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(AppliedMigration, (), (number, name, checksum, applied_at_ms))

// Any number that nobody else on the server uses: "yinghe" as digits of a telephone.
constexpr std::int64_t postgres_lock = 946443;

bool is_for(const Migration& migration, Engine engine) {
    switch (migration.engine) {
        case MigrationFor::Both:
            return true;
        case MigrationFor::Sqlite:
            return engine == Engine::Sqlite;
        case MigrationFor::Postgres:
            return engine == Engine::Postgres;
    }
    return false;
}

std::vector<Migration> steps_for(Engine engine, std::span<const Migration> known) {
    std::vector<Migration> steps;
    std::ranges::copy_if(known, std::back_inserter(steps), [engine](const auto& m) { return is_for(m, engine); });
    std::ranges::sort(steps, {}, &Migration::number);
    return steps;
}

std::string title(std::int64_t number, std::string_view name) {
    return std::to_string(number) + " " + std::string{name};
}

Result<void> compare(std::span<const Migration> steps, std::span<const AppliedMigration> applied) {
    for (std::size_t i = 0; i < applied.size(); ++i) {
        const auto& was = applied[i];
        const auto step = std::ranges::find(steps, was.number, &Migration::number);
        if (step == steps.end()) {
            return conflict("migration.newer",
                            "the database knows " + title(was.number, was.name) + ", this program does not");
        }
        if (step->checksum != was.checksum) {
            return conflict("migration.changed", title(was.number, was.name) + " was edited after it was applied");
        }
        if (step != steps.begin() + static_cast<std::ptrdiff_t>(i)) {
            return conflict("migration.gap",
                            title(steps[i].number, steps[i].name) + " is missing below " + title(was.number, was.name));
        }
    }
    return {};
}

/// Holds off every other program that would migrate, for SQLite by the transactions themselves.
class MigrationLock {
  public:
    static Result<MigrationLock> take(Connection& connection) {
        if (connection.engine() == Engine::Postgres) {
            // Waits for the other program as long as it takes; its steps may be long.
            YH_CHECK(connection.script("SET statement_timeout=0; SET lock_timeout=0"));
            YH_CHECK(connection.script("SELECT pg_advisory_lock(" + std::to_string(postgres_lock) + ")"));
        } else {
            YH_CHECK(connection.script("PRAGMA foreign_keys=OFF"));
        }
        return MigrationLock{&connection};
    }
    MigrationLock(MigrationLock&& other) noexcept : connection_{std::exchange(other.connection_, nullptr)} {}
    MigrationLock& operator=(MigrationLock&&) = delete;
    ~MigrationLock() {
        if (connection_ == nullptr) {
            return;
        }
        const auto freed = connection_->script(
            connection_->engine() == Engine::Postgres ? "SELECT pg_advisory_unlock_all()" : "PRAGMA foreign_keys=ON");
        connection_->forget_statements();
        if (!freed) {
            log().warn("db.migration_lock_kept", {{"error", freed.error().detail}});
        }
    }

  private:
    explicit MigrationLock(Connection* connection) : connection_{connection} {}
    Connection* connection_;
};

Result<std::vector<AppliedMigration>> read_applied(Connection& connection) {
    YH_CHECK(
        connection.script("CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT NOT NULL PRIMARY KEY,"
                          " name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at_ms BIGINT NOT NULL)"));
    return connection.rows<AppliedMigration>("SELECT * FROM schema_migrations ORDER BY number");
}

Result<void> check_foreign_keys(Connection& connection) {
    if (connection.engine() != Engine::Sqlite) {
        return {};
    }
    YH_TRY(const auto broken, connection.row<std::string>("SELECT \"table\" FROM pragma_foreign_key_check"));
    if (broken) {
        return conflict("db.foreign_key", "rows of " + *broken + " refer to what is not there");
    }
    return {};
}

Result<void> record(Connection& connection, const Migration& step, const Clock& clock) {
    return connection.insert("schema_migrations", AppliedMigration{step.number, std::string{step.name},
                                                                   std::string{step.checksum}, to_ms(clock.wall())});
}

Result<bool> apply(Connection& connection, const Migration& step, const Clock& clock) {
    const std::string sql{step.sql};
    if (step.sql.starts_with("-- no transaction")) {
        YH_CHECK(connection.script(sql));
        YH_CHECK(record(connection, step, clock));
        return true;
    }
    YH_TRY(auto transaction, connection.begin());
    // Another program may have done it while we waited for the lock.
    YH_TRY(const auto done,
           connection.row<std::int64_t>("SELECT number FROM schema_migrations WHERE number = ?", step.number));
    if (done) {
        return false;
    }
    YH_CHECK(connection.script(sql));
    YH_CHECK(check_foreign_keys(connection));
    YH_CHECK(record(connection, step, clock));
    YH_CHECK(transaction.commit());
    return true;
}

}  // namespace

Result<std::vector<std::int64_t>> migrate(Connection& connection, std::span<const Migration> known,
                                          const Clock& clock) {
    const auto steps = steps_for(connection.engine(), known);
    YH_TRY(const auto lock, MigrationLock::take(connection));
    YH_TRY(const auto applied, read_applied(connection));
    YH_CHECK(compare(steps, applied));
    std::vector<std::int64_t> now;
    for (const auto& step : std::span{steps}.subspan(applied.size())) {
        auto done = apply(connection, step, clock);
        if (!done) {
            auto error = std::move(done).error();
            error.detail.insert(0, "migration " + title(step.number, step.name) + ": ");
            return error;
        }
        if (*done) {
            log().info("db.migrated", {{"number", step.number}, {"name", step.name}});
            now.push_back(step.number);
        }
    }
    return now;
}

Result<void> refresh_statistics(Connection& connection) {
    return connection.engine() == Engine::Sqlite ? connection.script("PRAGMA analysis_limit = 1000; ANALYZE;")
                                                 : Result<void>{};
}

}  // namespace yh::db
