#include "office/imports/import_store.h"

#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"

// What an import leaves in the database (R216): how far it is, and the rows that failed.
namespace yh::office::imports {
namespace {

constexpr Column columns[] = {{"name", {"姓名", "Name"}, {}, true},
                              {"password", {"密码", "Password"}, {}, false, true}};
constexpr model::UserId me{11};
constexpr ImportId one{5};

class ImportStoreTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    void SetUp() override {
        ASSERT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        ASSERT_TRUE(insert_import(connection_, {one,
                                                model::TenantId{1},
                                                me,
                                                "users",
                                                "x.csv",
                                                Existing::Skip,
                                                {"name", "password"},
                                                {"其他"},
                                                3,
                                                1000})
                        .ok());
    }
    ImportView import() {
        lists::Reader reader;
        reader.who.tenant = model::TenantId{1};
        reader.who.user = me;
        return lists::find_row(connection_, imports(), reader, one.value).value().value();
    }
    Result<Tally> portion(ImportState state, const Tally& before) {
        const std::vector<Row> rows{{2, {"a", "secret1"}}, {3, {"b", "secret2"}}};
        const std::vector<RowFate> fates{{Fate::Added, {}, {}, 7}, failed(conflict("import.exists"), "name")};
        return note_portion(connection_, {one, state, before}, columns, rows, fates);
    }
    void state(ImportState wanted) { ASSERT_TRUE(note_state(connection_, one, wanted).ok()); }

    ManualClock clock_;
    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
};

// R216: only failed rows are kept, with reason; no password is.
TEST_P(ImportStoreTest, KeepsWhatFailed) {
    const auto tally = portion(ImportState::Checking, {});
    ASSERT_TRUE(tally.ok());
    EXPECT_EQ(import().rows_done, 2);
    EXPECT_EQ(import().rows_added, 1);
    EXPECT_EQ(import().rows_failed, 1);
    EXPECT_EQ(import().ignored, std::vector<std::string>{"其他"});
    EXPECT_TRUE(import().mine);
    const auto rows = failures_of(connection_, one, 0, 10).value();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].line, 3);
    EXPECT_EQ(rows[0].code, "import.exists");
    EXPECT_EQ(rows[0].kind, "conflict");
    EXPECT_EQ(rows[0].cells, (std::vector<std::string>{"b", ""}));
    EXPECT_TRUE(failures_of(connection_, one, 3, 10)->empty());
    EXPECT_EQ(*columns_of(connection_, one), (std::vector<std::string>{"name", "password"}));
}

// A second click, a second page: whoever comes first runs it.
TEST_P(ImportStoreTest, RunsOnce) {
    EXPECT_FALSE(begin_run(connection_, one, me, 2000)->has_value()) << "it is still being checked";
    ASSERT_TRUE(portion(ImportState::Checking, {}).ok());
    state(ImportState::Checked);
    EXPECT_FALSE(begin_run(connection_, one, model::UserId{12}, 2000)->has_value()) << "somebody else's";
    const auto begun = begin_run(connection_, one, me, 2000).value();
    ASSERT_TRUE(begun);
    EXPECT_EQ(begun->done, 0);
    EXPECT_EQ(import().rows_failed, 0) << "what was foreseen gives way to what happens";
    EXPECT_TRUE(failures_of(connection_, one, 0, 10)->empty());
    EXPECT_FALSE(begin_run(connection_, one, me, 2001)->has_value());
    state(ImportState::Running);
    EXPECT_FALSE(begin_run(connection_, one, me, 2002)->has_value());
}

// Rows go in with how far it is; a portion that was done already is refused.
TEST_P(ImportStoreTest, APortionCountsOnce) {
    state(ImportState::Running);
    ASSERT_TRUE(portion(ImportState::Running, {}).ok());
    EXPECT_EQ(portion(ImportState::Running, {}).error().code, "import.moved_on");
}

TEST_P(ImportStoreTest, GoesOnWhereARestartStoppedIt) {
    state(ImportState::Running);
    ASSERT_TRUE(portion(ImportState::Running, {}).ok());
    EXPECT_EQ(*stop_interrupted(connection_, 5000), std::set<std::int64_t>{one.value}) << "its file is still wanted";
    EXPECT_EQ(import().state, ImportState::Stopped);
    EXPECT_EQ(import().problem, "interrupted");
    const auto again = begin_run(connection_, one, me, 6000).value();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->done, 2);
    EXPECT_EQ(again->added, 1);
    EXPECT_EQ(again->failed, 1);
    EXPECT_EQ(failures_of(connection_, one, 0, 10)->size(), 1U);
}

TEST_P(ImportStoreTest, ACheckThatWasCutShortHasFailed) {
    EXPECT_TRUE(stop_interrupted(connection_, 5000)->empty());
    EXPECT_EQ(import().state, ImportState::Failed);
}

TEST_P(ImportStoreTest, GivenUpAndForgotten) {
    EXPECT_FALSE(*give_up(connection_, one, me, 2000)) << "nothing waits yet";
    ASSERT_TRUE(portion(ImportState::Checking, {}).ok());
    state(ImportState::Checked);
    EXPECT_FALSE(*give_up(connection_, one, model::UserId{12}, 2000));
    EXPECT_TRUE(*give_up(connection_, one, me, 2000));
    EXPECT_EQ(import().state, ImportState::Cancelled);
    constexpr std::int64_t week = std::int64_t{7} * 24 * 3600 * 1000;
    EXPECT_TRUE(expire(connection_, 2000 + week - 1)->empty());
    EXPECT_EQ(*expire(connection_, 2000 + week), std::vector<std::int64_t>{one.value});
    EXPECT_EQ(import().state, ImportState::Expired);
    EXPECT_TRUE(failures_of(connection_, one, 0, 10)->empty());
}

INSTANTIATE_TEST_SUITE_P(Engines, ImportStoreTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& test) { return db::engine_name(test.param); });

}  // namespace
}  // namespace yh::office::imports
