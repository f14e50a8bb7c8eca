#include "office/settings/config_audit.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/settings/site_store.h"
#include "office/settings/site_toml.h"

// What is written down when the configuration changes, with both databases.
namespace yh::office::settings {
namespace {

constexpr std::string_view company = R"([[tenant]]
code = "demo"
name = "演示公司"
user = [
  {{ number = "10001", name = "王丽", account = "10001", password = "{}", role = "agent", extension = "8001", extension_secret = "{}", extension_type = "sip" }},
]
queue = [ {{ number = "600", name = "销售", ring_timeout_s = {}, members = ["10001"] }} ]
)";

class ConfigAuditTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    void SetUp() override { ASSERT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok()); }

    void apply(std::string_view password, std::string_view secret, int ring_s, DryRun dry_run = DryRun::No,
               const Author& author = {}) {
        const auto site = read_site(fmt::format(fmt::runtime(company), password, secret, ring_s), "site.toml");
        ASSERT_TRUE(site.ok()) << site.error().detail;
        const auto applied = apply_site(connection_, *site, dry_run, clock_, ids_, {}, author);
        ASSERT_TRUE(applied.ok()) << applied.error().detail;
    }
    /// "changed queue 600" of each line since the last time.
    std::string told() {
        std::string all;
        const auto rows = connection_.rows<std::string>(
            "SELECT action || ' ' || place || ' ' || name || CASE WHEN user_id IS NULL THEN '' ELSE ' by ' || "
            "CAST(user_id AS TEXT) END FROM config_changes ORDER BY id");
        EXPECT_TRUE(rows.ok());
        for (auto at = seen_; at < rows->size(); ++at) {
            all += (all.empty() ? "" : "; ") + (*rows)[at];
        }
        seen_ = rows->size();
        return all;
    }

    ManualClock clock_;
    IdMaker ids_;
    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    std::size_t seen_ = 0;
};

TEST_P(ConfigAuditTest, EachEntryThatChangedAndWhoChangedIt) {
    apply("Agent-10001", "s1", 20);
    const auto first = told();
    EXPECT_NE(first.find("added user 10001"), std::string::npos) << first;
    EXPECT_NE(first.find("added queue 600"), std::string::npos) << first;
    apply("Agent-10001", "s1", 20);
    EXPECT_EQ(told(), "") << "declared twice, nothing changes";
    apply("Agent-10001", "s1", 15, DryRun::Yes);
    EXPECT_EQ(told(), "") << "nothing was written";
    apply("Agent-10001", "s1", 15, DryRun::No, 77);
    EXPECT_EQ(told(), "changed queue 600 by 77");
    const auto values = connection_.one<std::string>(
        "SELECT old_value || new_value FROM config_changes WHERE place = 'queue' AND action = 'changed'");
    EXPECT_NE(values->find("\"ring_timeout_s\":20"), std::string::npos);
    EXPECT_NE(values->find("\"ring_timeout_s\":15"), std::string::npos);
}

// A password that changed is told of, and is not in it.
TEST_P(ConfigAuditTest, SecretsStayOut) {
    apply("Agent-10001", "old-secret", 20);
    told();
    apply("Agent-10002", "old-secret", 20, DryRun::No, 77);
    EXPECT_EQ(told(), "changed user 10001 by 77");
    apply("Agent-10002", "new-secret", 20, DryRun::No, 77);
    EXPECT_EQ(told(), "changed user 10001 by 77");
    const auto all = connection_.rows<std::string>("SELECT old_value || new_value FROM config_changes");
    ASSERT_TRUE(all.ok());
    for (const auto& text : *all) {
        for (const auto* secret : {"Agent-1000", "old-secret", "new-secret", "argon2"}) {
            EXPECT_EQ(text.find(secret), std::string::npos) << text;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Engines, ConfigAuditTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

}  // namespace
}  // namespace yh::office::settings
