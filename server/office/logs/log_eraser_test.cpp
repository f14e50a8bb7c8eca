#include "office/logs/log_eraser.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"

namespace yh::office::logs {
namespace {

// R267
class LogEraserTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    LogEraserTest() { EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok()); }
    void run(const std::string& sql) {
        const auto done = connection_.run(sql);
        ASSERT_TRUE(done.ok()) << done.error().detail << sql;
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
};

TEST_P(LogEraserTest, R267_TheStateSomebodyIsInStays) {
    run("INSERT INTO sign_ins (id, tenant_id, user_id, at_ms, address, outcome) VALUES (1, 3, 1, 100, '', "
        "'signed_in'), (2, 3, 1, 900, '', 'signed_in'), (3, 4, 1, 100, '', 'signed_in')");
    run("INSERT INTO agent_states (id, tenant_id, user_id, state, reason, began_at_ms, ended_at_ms) VALUES (1, 3, 1, "
        "'busy', '', 100, 200), (2, 3, 1, 'ready', '', 200, NULL), (3, 3, 2, 'ready', '', 900, 950)");
    const EraseSpan span{3, 500, 7, 1000};
    const auto counts = *log_eraser.count(connection_, span);
    ASSERT_EQ(counts.size(), 3U);
    EXPECT_EQ(counts[0].count, 2) << "both together";
    EXPECT_EQ(counts[1].count, 1);
    EXPECT_EQ(counts[2].count, 1);
    EXPECT_EQ(log_eraser.erase(connection_, span, 1)->rows, 1);
    EXPECT_EQ(log_eraser.erase(connection_, span, 1)->rows, 1);
    EXPECT_EQ(log_eraser.erase(connection_, span, 1)->rows, 0);
    EXPECT_EQ(*connection_.rows<std::int64_t>("SELECT id FROM sign_ins ORDER BY id"),
              (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(*connection_.rows<std::int64_t>("SELECT id FROM agent_states ORDER BY id"),
              (std::vector<std::int64_t>{2, 3}));
}

INSTANTIATE_TEST_SUITE_P(Engines, LogEraserTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::logs
