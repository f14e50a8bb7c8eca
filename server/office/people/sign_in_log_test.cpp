#include "office/people/sign_in_log.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/people/session_store.h"

// What a session leaves in the log from its beginning to each of its ends (R214), with both databases.
namespace yh::office::people {
namespace {

class SignInLogTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    void SetUp() override {
        ASSERT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        const auto made = connection_.script(
            "INSERT INTO tenants (id, code, name, state_after_login, created_at_ms) VALUES (1, 'demo', 'd', 'busy', 0);"
            "INSERT INTO users (id, tenant_id, number, name, account, password_hash, role, extension_type, "
            "extension_secret, sign_in, after_call, wrap_up_s, mobile) VALUES (11, 1, '10001', 'w', '10001', '', "
            "'agent', 'web', '', 'page', 'ready', 30, '');");
        ASSERT_TRUE(made.ok()) << made.error().detail;
    }
    std::string told() {
        const auto rows = connection_.rows<std::string>(
            "SELECT outcome || ' ' || address || ' ' || CAST(at_ms AS TEXT) FROM sign_ins ORDER BY id");
        EXPECT_TRUE(rows.ok());
        return fmt::format("{}", fmt::join(*rows, "; "));
    }

    ManualClock clock_;
    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
};

TEST_P(SignInLogTest, EverySessionBeginsAndEnds) {
    const auto an_hour = std::chrono::hours{1};
    const std::int64_t hour_ms = 3'600'000;
    ASSERT_TRUE(open_session(connection_, 11, "a", "10.0.0.1", 1000, an_hour).ok());
    ASSERT_TRUE(close_session(connection_, "a", 2000).ok());
    ASSERT_TRUE(close_session(connection_, "a", 2500).ok());
    EXPECT_EQ(told(), "signed_in 10.0.0.1 1000; signed_out 10.0.0.1 2000") << "once";

    ASSERT_TRUE(open_session(connection_, 11, "b", "10.0.0.2", 3000, an_hour).ok());
    ASSERT_TRUE(open_session(connection_, 11, "c", "10.0.0.3", 5000 + hour_ms, an_hour).ok());
    EXPECT_EQ(told(), fmt::format("signed_in 10.0.0.1 1000; signed_out 10.0.0.1 2000; signed_in 10.0.0.2 3000; expired "
                                  "10.0.0.2 {}; signed_in 10.0.0.3 {}",
                                  3000 + hour_ms, 5000 + hour_ms));
}

// A new password ends the sessions elsewhere, and not the one in which it was chosen.
TEST_P(SignInLogTest, OthersAreSignedOutByForce) {
    const auto an_hour = std::chrono::hours{1};
    ASSERT_TRUE(open_session(connection_, 11, "here", "10.0.0.1", 1000, an_hour).ok());
    ASSERT_TRUE(open_session(connection_, 11, "there", "10.0.0.2", 1000, an_hour).ok());
    ASSERT_TRUE(set_password(connection_, 11, "hash", "here", 2000).ok());
    EXPECT_EQ(told(), "signed_in 10.0.0.1 1000; signed_in 10.0.0.2 1000; kicked 10.0.0.2 2000");
}

TEST_P(SignInLogTest, NobodyIsNotWrittenDown) {
    ASSERT_TRUE(note_sign_in(connection_, 0, "10.0.0.1", SignInOutcome::WrongPassword, 1000).ok());
    EXPECT_EQ(told(), "");
}

INSTANTIATE_TEST_SUITE_P(Engines, SignInLogTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

}  // namespace
}  // namespace yh::office::people
