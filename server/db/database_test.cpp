#include "db/database.h"

#include <gtest/gtest.h>

#include <limits>

#include "db/testing/test_database_fake.h"

namespace yh::db {
namespace {

struct TeamTag {};
using TeamId = Id<TeamTag>;

enum class Mood { AfterCall, Ready };
BOOST_DESCRIBE_ENUM(Mood, AfterCall, Ready)

struct Person {
    std::int64_t id = 0;
    TeamId team;
    std::string name;
    Mood mood = Mood::Ready;
    bool active = false;
    double score = 0;
    std::optional<std::string> remark;
    std::optional<std::int64_t> left_at_ms;
    std::vector<std::string> skills;
    Blob photo;
    bool operator==(const Person&) const = default;
};
BOOST_DESCRIBE_STRUCT(Person, (), (id, team, name, mood, active, score, remark, left_at_ms, skills, photo))

Person sample(std::int64_t id) {
    return {.id = id,
            .team = {},
            .name = "王丽\t\\N'?\n",
            .mood = Mood::AfterCall,
            .active = true,
            .score = 0.1,
            .remark = "",
            .left_at_ms = std::nullopt,
            .skills = {"zh", "en\"\\"},
            .photo = {std::string("\0\x01\xFF\\", 4)}};
}

class DatabaseTest : public ::testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        run("CREATE TABLE teams (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE)");
        const std::string blob = GetParam() == Engine::Sqlite ? "BLOB" : "BYTEA";
        run("CREATE TABLE people (id BIGINT PRIMARY KEY, team BIGINT REFERENCES teams (id), name TEXT NOT NULL,"
            " mood TEXT NOT NULL CHECK (mood IN ('after_call', 'ready')), active BOOLEAN NOT NULL,"
            " score DOUBLE PRECISION NOT NULL, remark TEXT, left_at_ms BIGINT, skills TEXT NOT NULL, photo " +
            blob + " NOT NULL)");
    }

    void run(const std::string& sql) {
        const auto ran = connection_.script(sql);
        ASSERT_TRUE(ran.ok()) << ran.error().detail;
    }

    std::int64_t count() { return *connection_.one<std::int64_t>("SELECT count(*) FROM people"); }

    TestDatabase test_{GetParam()};
    Database database_ = test_.open(
        {.busy_timeout = std::chrono::milliseconds{20}, .statement_timeout = std::chrono::milliseconds{200}});
    Connection connection_ = std::move(database_.connect()).value();
};

TEST_P(DatabaseTest, DescribedStructsComeBackAsTheyWent) {
    const auto person = sample(std::numeric_limits<std::int64_t>::max());
    ASSERT_TRUE(connection_.insert("people", person).ok());
    const auto found = connection_.rows<Person>(
        "SELECT * FROM people WHERE id = ? AND active AND mood = ? AND score < ?", person.id, Mood::AfterCall, 0.2);
    ASSERT_TRUE(found.ok()) << found.error().detail;
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front(), person);
}

TEST_P(DatabaseTest, UpsertOverwritesAllButItsKeys) {
    auto person = sample(1);
    ASSERT_TRUE(connection_.upsert("people", person, {"id"}).ok());
    person.name = "other";
    person.left_at_ms = 5;
    ASSERT_TRUE(connection_.upsert("people", person, {"id"}).ok());
    EXPECT_EQ(*connection_.one<Person>("SELECT * FROM people"), person);
}

TEST_P(DatabaseTest, ManyRowsAtOnceAllOrNone) {
    std::vector<Person> people;
    for (std::int64_t id = 1; id <= 3000; ++id) {
        people.push_back(sample(id));
        people.back().photo.bytes += std::to_string(id);
    }
    ASSERT_EQ(*connection_.insert_all("people", std::span<const Person>{people}), 3000);
    EXPECT_EQ(*connection_.one<Person>("SELECT * FROM people WHERE id = ?", 2999), people[2998]);
    people = {sample(5000), sample(1)};
    const auto refused = connection_.insert_all("people", std::span<const Person>{people});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "db.unique");
    EXPECT_EQ(count(), 3000);
    EXPECT_EQ(*connection_.insert_all("people", std::span<const Person>{}), 0);
    // The connection is still good, also inside a transaction.
    auto transaction = connection_.begin();
    people = {sample(5000)};
    ASSERT_TRUE(connection_.insert_all("people", std::span<const Person>{people}).ok());
    transaction->rollback();
    EXPECT_EQ(count(), 3000);
}

TEST_P(DatabaseTest, AggregatesAreNumbersInBothEngines) {
    std::vector<Person> people{sample(1), sample(2)};
    ASSERT_TRUE(connection_.insert_all("people", std::span<const Person>{people}).ok());
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT sum(id) FROM people"), 3);
    EXPECT_DOUBLE_EQ(*connection_.one<double>("SELECT avg(score) FROM people"), 0.1);
    EXPECT_EQ(*connection_.one<std::optional<std::int64_t>>("SELECT max(left_at_ms) FROM people"), std::nullopt);
    EXPECT_EQ(*connection_.run("UPDATE people SET left_at_ms = ?", std::int64_t{1'750'000'000'000}), 2);
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT sum(left_at_ms) FROM people"), 3'500'000'000'000);
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT sum(CASE WHEN active THEN 1 ELSE 0 END) FROM people"), 2);
}

TEST_P(DatabaseTest, AbsentFiltersAreTypedNulls) {
    ASSERT_TRUE(connection_.insert("people", sample(1)).ok());
    const std::string_view sql = "SELECT count(*) FROM people WHERE (? IS NULL OR id = ?)";
    const std::optional<std::int64_t> none;
    EXPECT_EQ(*connection_.one<std::int64_t>(sql, none, none), 1);
    EXPECT_EQ(*connection_.one<std::int64_t>(sql, std::optional{2}, std::optional{2}), 0);
    const Params params{to_param(1), to_param("王丽\t\\N'?\n")};
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT id FROM people WHERE id = ? AND name = ?", params), 1);
}

TEST_P(DatabaseTest, ErrorsHaveTheSameCodes) {
    ASSERT_TRUE(connection_.run("INSERT INTO teams (id, name) VALUES (1, 'a')").ok());
    const auto code = [&](std::string_view sql) { return connection_.run(sql).error().code; };
    EXPECT_EQ(code("INSERT INTO teams (id, name) VALUES (1, 'b')"), "db.unique");
    EXPECT_EQ(code("INSERT INTO teams (id, name) VALUES (2, 'a')"), "db.unique");
    EXPECT_EQ(code("INSERT INTO teams (id) VALUES (2)"), "db.check");
    EXPECT_EQ(code("SELEC 1"), "db.syntax");
    EXPECT_EQ(code("SELECT * FROM nobody"), "db.syntax");
    EXPECT_EQ(code("SELECT \"nme\" FROM teams"), "db.syntax");
    EXPECT_EQ(code("SELECT 1; SELECT 2"), "db.syntax");
    EXPECT_EQ(connection_.run("SELECT ?").error().code, "db.syntax");
    auto person = sample(1);
    person.team.value = 77;
    EXPECT_EQ(connection_.insert("people", person).error().code, "db.foreign_key");
    person.team.value = 1;
    EXPECT_TRUE(connection_.insert("people", person).ok());
    EXPECT_EQ(code("DELETE FROM teams"), "db.foreign_key");
    EXPECT_EQ(code("UPDATE people SET mood = 'sad'"), "db.check");
    EXPECT_EQ(connection_.one<std::int64_t>("SELECT id FROM people WHERE id = 9").error().code, "db.no_row");
    EXPECT_EQ(connection_.one<std::int64_t>("SELECT name FROM people").error().code, "db.wrong_type");
    EXPECT_EQ(connection_.one<std::int32_t>("SELECT id + 2147483647 FROM people").error().code, "db.wrong_type");
    EXPECT_EQ(connection_.one<std::int64_t>("SELECT left_at_ms FROM people").error().code, "db.null");
    EXPECT_EQ(connection_.one<Person>("SELECT id, name FROM people").error().code, "db.missing_column");
}

TEST_P(DatabaseTest, ASlowStatementIsStopped) {
    const auto stopped = connection_.one<std::int64_t>(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT count(*) FROM n");
    ASSERT_FALSE(stopped.ok());
    EXPECT_EQ(stopped.error().code, "db.timeout");
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, ATransactionIsUndoneUnlessCommitted) {
    {
        auto transaction = connection_.begin();
        ASSERT_TRUE(connection_.insert("people", sample(1)).ok());
    }
    EXPECT_EQ(count(), 0);
    auto transaction = connection_.begin();
    ASSERT_TRUE(connection_.insert("people", sample(1)).ok());
    {
        auto inner = connection_.begin();
        ASSERT_TRUE(connection_.insert("people", sample(2)).ok());
        ASSERT_FALSE(connection_.insert("people", sample(2)).ok());
        // After an error only rolling back is possible, in SQLite too.
        EXPECT_EQ(connection_.insert("people", sample(3)).error().code, "db.rolled_back");
        EXPECT_EQ(inner->commit().error().code, "db.rolled_back");
    }
    ASSERT_TRUE(connection_.insert("people", sample(4)).ok());
    ASSERT_TRUE(transaction->commit().ok());
    EXPECT_EQ(count(), 2);
    EXPECT_FALSE(connection_.in_transaction());
}

TEST_P(DatabaseTest, TextThatIsNoUtf8IsKeptAsFarAsItGoes) {
    auto person = sample(1);
    person.name = std::string("a\xFF\0b", 4);
    ASSERT_TRUE(connection_.insert("people", person).ok());
    const std::vector<Person> more{[&] {
        auto other = person;
        other.id = 2;
        return other;
    }()};
    ASSERT_TRUE(connection_.insert_all("people", std::span{more}).ok());
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT count(*) FROM people WHERE name = ?",
                                             "a\xEF\xBF\xBD\xEF\xBF\xBD"
                                             "b"),
              2);
}

TEST_P(DatabaseTest, RowsMayAskFurther) {
    const std::vector<Person> people{sample(1), sample(2), sample(3)};
    ASSERT_TRUE(connection_.insert_all("people", std::span{people}).ok());
    std::int64_t sum = 0;
    const std::string_view sql = "SELECT id FROM people WHERE id >= ? ORDER BY id";
    const auto outer = connection_.each<std::int64_t>(
        sql,
        [&](std::int64_t id) {
            const auto inner = connection_.rows<std::int64_t>(sql, id);
            ASSERT_TRUE(inner.ok());
            sum += static_cast<std::int64_t>(inner->size());
        },
        1);
    ASSERT_TRUE(outer.ok());
    EXPECT_EQ(sum, 3 + 2 + 1);
}

TEST_P(DatabaseTest, ManyDifferentStatementsDoNotPileUp) {
    for (int i = 0; i < 600; ++i) {
        ASSERT_EQ(*connection_.one<std::int64_t>("SELECT " + std::to_string(i) + " + ?", std::int64_t{1}), i + 1);
    }
    if (GetParam() == Engine::Postgres) {
        EXPECT_LE(*connection_.one<std::int64_t>("SELECT count(*) FROM pg_prepared_statements"), 256);
    }
}

TEST_P(DatabaseTest, AReaderSeesOneStateAndCannotWrite) {
    auto reader = std::move(database_.connect(Access::ReadOnly)).value();
    EXPECT_FALSE(reader.run("INSERT INTO teams (id, name) VALUES (1, 'a')").ok());
    auto transaction = reader.begin();
    ASSERT_TRUE(transaction.ok()) << transaction.error().detail;
    EXPECT_EQ(*reader.one<std::int64_t>("SELECT count(*) FROM people"), 0);
    ASSERT_TRUE(connection_.insert("people", sample(1)).ok());
    EXPECT_EQ(*reader.one<std::int64_t>("SELECT count(*) FROM people"), 0);
    transaction->rollback();
    EXPECT_EQ(*reader.one<std::int64_t>("SELECT count(*) FROM people"), 1);
}

TEST_P(DatabaseTest, AHeldLockIsBusy) {
    auto other = std::move(database_.connect()).value();
    auto held = other.begin();
    ASSERT_TRUE(other.script(GetParam() == Engine::Sqlite ? "DELETE FROM teams" : "LOCK TABLE teams").ok());
    const auto refused = connection_.run("INSERT INTO teams (id, name) VALUES (1, 'a')");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "db.busy");
    EXPECT_TRUE(is_passing(refused.error()));
}

INSTANTIATE_TEST_SUITE_P(Engines, DatabaseTest, ::testing::Values(Engine::Sqlite, Engine::Postgres),
                         [](const auto& tested) { return engine_name(tested.param); });

TEST(Database, AWrongAddressIsSaidAtOnce) {
    EXPECT_EQ(Database::open("mysql://x").error().code, "db.url");
    EXPECT_EQ(Database::open("sqlite:").error().code, "db.url");
    EXPECT_EQ(Database::open("sqlite:/nowhere/x.db").error().code, "db.io");
    EXPECT_EQ(Database::open("postgres://postgres@/x?host=/nowhere").error().code, "db.gone");
}

TEST(Database, AFileThatIsNoDatabaseIsCorrupt) {
    EXPECT_EQ(Database::open(std::string{"sqlite:"} + YINGHE_SOURCE_DIR + "/tests/postgres_cluster.sh").error().code,
              "db.corrupt");
}

TEST(Database, AFullSqliteDatabaseSaysSoAndTheTransactionIsOver) {
    const TestDatabase test{Engine::Sqlite};
    auto connection = std::move(test.open().connect()).value();
    ASSERT_TRUE(connection.script("CREATE TABLE t (x TEXT); PRAGMA max_page_count = 40").ok());
    auto transaction = connection.begin();
    auto filled = connection.run("INSERT INTO t (x) VALUES (?)", std::string(1'000'000, 'x'));
    ASSERT_FALSE(filled.ok());
    EXPECT_EQ(filled.error().code, "db.full");
    EXPECT_EQ(transaction->commit().error().code, "db.rolled_back");
    EXPECT_EQ(*connection.one<std::int64_t>("SELECT count(*) FROM t"), 0);
}

TEST(Database, AKilledPostgresConnectionComesBack) {
    const TestDatabase test{Engine::Postgres};
    const auto database = test.open();
    auto killer = std::move(database.connect()).value();
    auto writer = std::move(database.connect()).value();
    auto reader = std::move(database.connect(Access::ReadOnly)).value();
    ASSERT_TRUE(writer.script("CREATE TABLE t (x BIGINT)").ok());
    ASSERT_TRUE(writer.run("INSERT INTO t (x) VALUES (?)", 1).ok());
    const auto kill_all = [&] {
        return killer.one<std::int64_t>(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()");
    };
    EXPECT_EQ(*reader.one<std::int64_t>("SELECT count(*) FROM t"), 1);
    {
        auto transaction = writer.begin();
        EXPECT_GE(*kill_all(), 2);
        EXPECT_EQ(writer.run("INSERT INTO t (x) VALUES (?)", 2).error().code, "db.gone");
        EXPECT_EQ(transaction->commit().error().code, "db.rolled_back");
    }
    EXPECT_EQ(*reader.one<std::int64_t>("SELECT count(*) FROM t"), 1);  // repairs itself unseen
    EXPECT_TRUE(writer.run("INSERT INTO t (x) VALUES (?)", 2).ok());
    EXPECT_GE(*kill_all(), 2);
    EXPECT_TRUE(writer.begin().ok());  // so does the beginning of a transaction
}

}  // namespace
}  // namespace yh::db
