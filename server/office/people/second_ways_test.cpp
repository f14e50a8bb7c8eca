#include <gtest/gtest.h>

#include <algorithm>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/people/one_time_code.h"
#include "office/people/session_store.h"
#include "office/people/sms_code_store.h"
#include "office/people/two_factor_store.h"

// What the database keeps of second factors (B19) and of codes by SMS (R003, U1), with both databases.
namespace yh::office::people {
namespace {

constexpr std::int64_t a_minute_ms = 60'000;
constexpr std::int64_t a_day_ms = 24 * 60 * a_minute_ms;
constexpr std::int64_t now_ms = 1'800'000'000'000;
constexpr std::string_view secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// Sealed by a letter in front; who has no key opens nothing.
std::optional<std::string> unseal(std::string_view sealed) {
    return sealed.starts_with("#") ? std::optional{std::string{sealed.substr(1)}} : std::nullopt;
}
std::string sealed() {
    return "#" + std::string{secret};
}
std::string code(std::int64_t at_ms) {
    return code_at(secret, step_at(at_ms));
}

class SecondWaysTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    void SetUp() override {
        ASSERT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        const auto made = connection_.script(
            "INSERT INTO tenants (id, code, name, state_after_login, created_at_ms) VALUES (1, 'demo', 'd', 'busy', 0);"
            "INSERT INTO tenants (id, code, name, state_after_login, created_at_ms) VALUES (2, 'else', 'e', 'busy', 0);"
            "INSERT INTO users (id, tenant_id, number, name, account, password_hash, role, extension_type, "
            "extension_secret, sign_in, after_call, wrap_up_s, mobile) VALUES "
            "(11, 1, '10001', 'a', '10001', 'h', 'agent', 'web', '', 'page', 'ready', 30, '139 1234 5678'),"
            "(12, 1, '10002', 'b', '10002', 'h', 'agent', 'web', '', 'page', 'ready', 30, '13800000000'),"
            "(13, 1, '10003', 'c', '10003', 'h', 'agent', 'web', '', 'page', 'ready', 30, '+86 138-0000-0000'),"
            "(21, 2, '10001', 'd', '10001', 'h', 'agent', 'web', '', 'page', 'ready', 30, '13700000000');");
        ASSERT_TRUE(made.ok()) << made.error().detail;
    }
    SecondFactor spend(const std::optional<std::string>& typed, std::int64_t at_ms) {
        const auto spent = spend_second_factor(connection_, 11, typed, unseal, at_ms);
        EXPECT_TRUE(spent.ok());
        return spent.ok() ? *spent : SecondFactor::Wrong;
    }
    void set_up(const std::vector<std::string>& recovery) {
        ASSERT_TRUE(keep_new_secret(connection_, 11, sealed(), now_ms).value());
        ASSERT_TRUE(switch_on(connection_, 11, code(now_ms), unseal, recovery, now_ms).value());
    }
    bool keep(std::int64_t id, std::string_view text, std::int64_t at_ms) {
        return keep_sms_code(connection_, id, 11, text, at_ms).value();
    }
    bool fits(std::string_view text, std::int64_t at_ms) { return sms_code_fits(connection_, 11, text, at_ms).value(); }
    std::int64_t user_of(std::string_view tenant, std::string_view mobile) {
        const auto found = find_account_by_mobile(connection_, tenant, mobile);
        EXPECT_TRUE(found.ok());
        return found.ok() && *found ? (*found)->user_id : 0;
    }

    ManualClock clock_;
    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
};

TEST_P(SecondWaysTest, ASecretCountsOnlyOnceItsAppHasShownACode) {
    EXPECT_EQ(spend("123456", now_ms), SecondFactor::NotNeeded);
    ASSERT_TRUE(keep_new_secret(connection_, 11, "#" + make_secret(), now_ms).value());
    EXPECT_EQ(spend(std::nullopt, now_ms), SecondFactor::NotNeeded) << "nobody is shut out half-way";
    EXPECT_FALSE(switch_on(connection_, 11, code(now_ms), unseal, {"aaaaa-bbbbb"}, now_ms).value());
    set_up({"aaaaa-bbbbb"});
    EXPECT_FALSE(keep_new_secret(connection_, 11, sealed(), now_ms).value()) << "what is on is not replaced";
    const auto view = two_factor_of(connection_, 11);
    ASSERT_TRUE(view.ok());
    EXPECT_TRUE(view->on);
    EXPECT_EQ(view->since_ms, now_ms);
    EXPECT_EQ(view->recovery_codes_left, 1);
}

TEST_P(SecondWaysTest, EachCodeOpensOnce) {
    set_up({"k3f9x-2m7qa", "aaaaa-bbbbb"});
    EXPECT_EQ(spend(std::nullopt, now_ms), SecondFactor::Missing);
    EXPECT_EQ(spend(" ", now_ms), SecondFactor::Missing);
    EXPECT_EQ(spend(code(now_ms), now_ms), SecondFactor::Wrong) << "it was spent by switching on";
    EXPECT_EQ(spend(code(now_ms + 30'000), now_ms), SecondFactor::Fits);
    EXPECT_EQ(spend(code(now_ms + 30'000), now_ms), SecondFactor::Wrong);
    EXPECT_EQ(spend("000000", now_ms), SecondFactor::Wrong);
    EXPECT_EQ(spend("K3F9X 2M7QA", now_ms), SecondFactor::Fits);
    EXPECT_EQ(spend("k3f9x-2m7qa", now_ms), SecondFactor::Wrong);
    EXPECT_EQ(two_factor_of(connection_, 11)->recovery_codes_left, 1);
    ASSERT_TRUE(replace_recovery_codes(connection_, 11, {"ccccc-ddddd"}).value());
    EXPECT_EQ(spend("aaaaa-bbbbb", now_ms), SecondFactor::Wrong);
    EXPECT_EQ(spend("ccccc-ddddd", now_ms), SecondFactor::Fits);
}

TEST_P(SecondWaysTest, TakenAwayItIsGoneWithItsCodes) {
    set_up({"k3f9x-2m7qa"});
    EXPECT_TRUE(forget_two_factor(connection_, 11).value());
    EXPECT_FALSE(forget_two_factor(connection_, 11).value());
    EXPECT_EQ(spend(std::nullopt, now_ms), SecondFactor::NotNeeded);
    EXPECT_FALSE(replace_recovery_codes(connection_, 11, {"ccccc-ddddd"}).value());
    EXPECT_EQ(connection_.one<std::int64_t>("SELECT COUNT(*) FROM recovery_codes").value(), 0);
}

// Another key: no code of the app fits any more, recovery codes do.
TEST_P(SecondWaysTest, ASecretThatCannotBeOpenedShutsNobodyOutForGood) {
    set_up({"k3f9x-2m7qa"});
    ASSERT_TRUE(connection_.run("UPDATE two_factors SET secret = 'sealed by another'").ok());
    EXPECT_EQ(spend(code(now_ms + 30'000), now_ms), SecondFactor::Wrong);
    EXPECT_EQ(spend("k3f9x-2m7qa", now_ms), SecondFactor::Fits);
}

TEST_P(SecondWaysTest, AMobileNamesOnePersonOfOneCompany) {
    EXPECT_EQ(user_of("demo", "13912345678"), 11);
    EXPECT_EQ(user_of("demo", "+86 139-1234-5678"), 11);
    EXPECT_EQ(user_of("demo", "13800000000"), 0) << "two people have it: nobody can say who asks";
    EXPECT_EQ(user_of("demo", "13700000000"), 0) << "somebody else's company";
    EXPECT_EQ(user_of("else", "13700000000"), 21);
    EXPECT_EQ(user_of("demo", ""), 0);
    ASSERT_TRUE(connection_.run("UPDATE users SET status = 'left' WHERE id = 11").ok());
    EXPECT_EQ(user_of("demo", "13912345678"), 0);
}

TEST_P(SecondWaysTest, OnlyTheNewestCodeFitsForFiveMinutesAndFiveTries) {
    ASSERT_TRUE(keep(1, "111111", now_ms));
    EXPECT_TRUE(fits("111111", now_ms)) << "looking does not spend it";
    EXPECT_TRUE(fits("111 111", now_ms + 5 * a_minute_ms - 1));
    EXPECT_FALSE(fits("111111", now_ms + 5 * a_minute_ms));
    ASSERT_TRUE(keep(2, "222222", now_ms + a_minute_ms));
    EXPECT_FALSE(fits("111111", now_ms + a_minute_ms));
    EXPECT_TRUE(fits("222222", now_ms + a_minute_ms));
    ASSERT_TRUE(spend_sms_codes(connection_, 11, now_ms + a_minute_ms).ok());
    EXPECT_FALSE(fits("222222", now_ms + a_minute_ms));
    ASSERT_TRUE(keep(3, "333333", now_ms + 2 * a_minute_ms));
    for (int i = 0; i < 5; ++i) {
        EXPECT_FALSE(fits("000000", now_ms + 2 * a_minute_ms));
    }
    EXPECT_FALSE(fits("333333", now_ms + 2 * a_minute_ms)) << "tried too often";
}

TEST_P(SecondWaysTest, TenCodesADayAreEnough) {
    for (std::int64_t i = 1; i <= 10; ++i) {
        EXPECT_TRUE(keep(i, "123456", now_ms + i));
    }
    EXPECT_FALSE(keep(11, "654321", now_ms + 11));
    EXPECT_TRUE(keep(12, "654321", now_ms + a_day_ms + 1)) << "the first of them is forgotten";
}

// The hook of every request reads this: whose session, and what must be done before anything else.
TEST_P(SecondWaysTest, ASessionKnowsWhatItsPersonStillOwes) {
    const auto facts = [&] { return find_session(connection_, "s", now_ms).value().value(); };
    ASSERT_TRUE(open_session(connection_, 11, "s", "10.0.0.1", now_ms, std::chrono::hours{1}, FirstFactor::Sms).ok());
    EXPECT_TRUE(facts().by_sms);
    EXPECT_FALSE(facts().must_change_password);
    EXPECT_FALSE(facts().has_two_factor);
    ASSERT_TRUE(connection_.run("UPDATE users SET must_change_password = ? WHERE id = 11", true).ok());
    EXPECT_TRUE(facts().must_change_password);
    ASSERT_TRUE(set_password(connection_, 11, "mine", "s", now_ms).ok());
    EXPECT_FALSE(facts().must_change_password);
    ASSERT_TRUE(connection_.run("UPDATE users SET password_hash = '' WHERE id = 11").ok());
    EXPECT_TRUE(facts().must_change_password) << "let in by SMS for the first time";
    set_up({});
    EXPECT_TRUE(facts().has_two_factor);
}

TEST_P(SecondWaysTest, SessionsEndFromWhereNobodyMayComeAnyMore) {
    const auto an_hour = std::chrono::hours{1};
    ASSERT_TRUE(open_session(connection_, 11, "in", "10.0.0.1", now_ms, an_hour).ok());
    ASSERT_TRUE(open_session(connection_, 12, "out", "8.8.8.8", now_ms, an_hour).ok());
    ASSERT_TRUE(open_session(connection_, 21, "else", "8.8.8.8", now_ms, an_hour).ok());
    ASSERT_TRUE(end_sessions_from(
                    connection_, 1, [](std::string_view address) { return address == "10.0.0.1"; }, now_ms + 1)
                    .ok());
    EXPECT_EQ(living_sessions(connection_, now_ms).value().size(), 2U);
    EXPECT_TRUE(find_session(connection_, "in", now_ms).value().has_value());
    EXPECT_TRUE(find_session(connection_, "else", now_ms).value().has_value());
    EXPECT_EQ(
        connection_.one<std::string>("SELECT outcome FROM sign_ins WHERE user_id = 12 AND at_ms > ?", now_ms).value(),
        "kicked");
}

INSTANTIATE_TEST_SUITE_P(Engines, SecondWaysTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

}  // namespace
}  // namespace yh::office::people
