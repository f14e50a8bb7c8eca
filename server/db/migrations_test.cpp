#include "db/migrations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "db/schema.h"
#include "db/testing/test_database_fake.h"

namespace yh::db {
namespace {

using Numbers = std::vector<std::int64_t>;

constexpr Migration first{1, "people", "aa", MigrationFor::Both,
                          "CREATE TABLE people (id BIGINT NOT NULL PRIMARY KEY); INSERT INTO people (id) VALUES (1);"};
constexpr Migration second_sqlite{2, "photos", "bb", MigrationFor::Sqlite,
                                  "CREATE TABLE photos (id BIGINT, data BLOB)"};
constexpr Migration second_postgres{2, "photos", "cc", MigrationFor::Postgres,
                                    "CREATE TABLE photos (id BIGINT, data BYTEA)"};
constexpr Migration third{3, "names", "dd", MigrationFor::Both,
                          "-- no transaction\nCREATE INDEX people_by_id ON people (id)"};
constexpr Migration broken{4, "broken", "ee", MigrationFor::Both, "CREATE TABLE half (id BIGINT); SELECT nothing"};

class MigrationsTest : public ::testing::TestWithParam<Engine> {
  protected:
    Result<Numbers> go(std::vector<Migration> known) { return migrate(connection_, known, clock_); }

    TestDatabase test_{GetParam()};
    Database database_ = test_.open();
    Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
};

TEST_P(MigrationsTest, EachStepOnceInOrderForItsEngine) {
    EXPECT_EQ(*go({second_sqlite, first, second_postgres}), (Numbers{1, 2}));
    EXPECT_EQ(*go({first, second_sqlite, second_postgres, third}), (Numbers{3}));
    EXPECT_EQ(*go({first, second_sqlite, second_postgres, third}), (Numbers{}));
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT count(*) FROM people"), 1);
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT applied_at_ms FROM schema_migrations WHERE number = 3"),
              to_ms(clock_.wall()));
}

TEST_P(MigrationsTest, RefusesWhatDoesNotFitTheProgram) {
    ASSERT_TRUE(go({first, second_sqlite, second_postgres}).ok());
    auto edited = first;
    edited.checksum = "zz";
    EXPECT_EQ(go({edited, second_sqlite, second_postgres}).error().code, "migration.changed");
    EXPECT_EQ(go({first}).error().code, "migration.newer");
    ASSERT_TRUE(connection_.run("DELETE FROM schema_migrations WHERE number = 1").ok());
    EXPECT_EQ(go({first, second_sqlite, second_postgres}).error().code, "migration.gap");
}

TEST_P(MigrationsTest, AStepThatFailsLeavesNothing) {
    ASSERT_TRUE(go({first, second_sqlite, second_postgres, third}).ok());
    const auto failed = go({first, second_sqlite, second_postgres, third, broken});
    ASSERT_FALSE(failed.ok());
    EXPECT_NE(failed.error().detail.find("migration 4 broken"), std::string::npos);
    EXPECT_EQ(connection_.run("SELECT * FROM half").error().code, "db.syntax");
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT max(number) FROM schema_migrations"), 3);
    EXPECT_TRUE(go({first, second_sqlite, second_postgres, third}).ok());
}

// A step over millions of rows takes longer than any statement of a request may.
TEST_P(MigrationsTest, AStepMayTakeItsTime) {
    constexpr Migration slow{1, "slow", "ff", MigrationFor::Both,
                             "CREATE TABLE counted AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                             "WHERE i < 300000) SELECT count(*) AS rows_counted FROM n"};
    auto connection = std::move(test_.open({.statement_timeout = std::chrono::milliseconds{5}}).connect()).value();
    const auto done = migrate(connection, std::vector{slow}, clock_);
    ASSERT_TRUE(done.ok()) << done.error().detail;
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT rows_counted FROM counted"), 300'000);
}

INSTANTIATE_TEST_SUITE_P(Engines, MigrationsTest, ::testing::Values(Engine::Sqlite, Engine::Postgres),
                         [](const auto& tested) { return engine_name(tested.param); });

TEST(Migrations, SqliteForeignKeysAreCheckedBeforeAStepCountsAndOnAfterwards) {
    const TestDatabase test{Engine::Sqlite};
    auto connection = std::move(test.open().connect()).value();
    const ManualClock clock;
    const std::vector<Migration> steps{
        first,
        {2, "dangling", "bb", MigrationFor::Both,
         "CREATE TABLE pets (owner BIGINT REFERENCES people (id)); INSERT INTO pets (owner) VALUES (9)"}};
    EXPECT_EQ(migrate(connection, steps, clock).error().code, "db.foreign_key");
    EXPECT_EQ(*connection.one<std::int64_t>("PRAGMA foreign_keys"), 1);
    EXPECT_EQ(*connection.one<std::int64_t>("SELECT count(*) FROM schema_migrations"), 1);
}

TEST(Migrations, TheEmbeddedOnesGiveBothEnginesTheSameTables) {
    const ManualClock clock;
    const auto schema = [&clock](Engine engine) {
        const TestDatabase test{engine};
        auto connection = std::move(test.open().connect()).value();
        const auto applied = migrate(connection, embedded_migrations(), clock);
        EXPECT_TRUE(applied.ok()) << applied.error().detail;
        auto lines = describe_schema(connection);
        EXPECT_TRUE(lines.ok()) << lines.error().detail;
        return std::move(lines).value();
    };
    const auto sqlite = schema(Engine::Sqlite);
    EXPECT_EQ(sqlite, schema(Engine::Postgres));
    EXPECT_TRUE(std::ranges::find(sqlite, "settings.tenant_id bigint key") != sqlite.end());
    EXPECT_TRUE(std::ranges::find(sqlite, "settings.value text required") != sqlite.end());
}

}  // namespace
}  // namespace yh::db
