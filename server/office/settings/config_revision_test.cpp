#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/settings/config_audit.h"
#include "office/settings/config_revision.h"

// Whoever saves what somebody else has changed meanwhile is told, with both databases.
namespace yh::office::settings {
namespace {

constexpr std::int64_t company = 1;
constexpr std::int64_t wang = 7;
constexpr std::int64_t li = 8;

class ConfigRevisionTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    void SetUp() override { ASSERT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok()); }
    std::int64_t change(std::string_view place, std::string_view name, const Author& author) {
        EXPECT_TRUE(note_config_change(connection_, company, author, place, name, "{}", "{ }", 1'000).ok());
        return *connection_.one<std::int64_t>("SELECT MAX(id) FROM config_changes");
    }
    std::optional<LaterChange> later(std::string_view list, std::string_view name, std::int64_t seen) {
        auto found = find_later_change(connection_, company, wang, list, name, seen);
        EXPECT_TRUE(found.ok());
        return found.ok() ? *found : std::nullopt;
    }

    ManualClock clock_;
    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
};

TEST_P(ConfigRevisionTest, OfOneEntryOnlyByOthersAndOnlySince) {
    const auto before = change("queue", "600", li);
    EXPECT_FALSE(later("queue", "600", before)) << "he has seen it";
    change("queue", "601", li);
    EXPECT_FALSE(later("queue", "600", before)) << "another queue";
    change("queue", "600", wang);
    EXPECT_FALSE(later("queue", "600", before)) << "his own";
    const auto after = change("queue", "600", li);
    ASSERT_TRUE(later("queue", "600", before));
    EXPECT_EQ(later("queue", "600", before)->id, after);
    EXPECT_EQ(later("queue", "600", before)->at_ms, 1'000);
    EXPECT_FALSE(later("queue", "600", after)) << "he was told, and replaces it knowingly";
}

TEST_P(ConfigRevisionTest, OfAWholeListAndOfWhatThereIsOnce) {
    const auto before = change("inbound", "4008001234", {});
    EXPECT_TRUE(later("inbound", "", 0)) << "a site file changed it";
    EXPECT_FALSE(later("inbound", "", before));
    change("mail", "", li);
    EXPECT_TRUE(later("mail", "mail", before));
}

TEST(ConfigRevision, IsReadFromIfMatch) {
    const auto seen = [](std::string value) {
        http::Request request;
        request.headers.push_back({"If-Match", std::move(value)});
        return seen_change(request);
    };
    EXPECT_EQ(seen("\"191452092385198080\""), 191452092385198080);
    EXPECT_EQ(seen("191452092385198080"), std::nullopt);
    EXPECT_EQ(seen("\"x\""), std::nullopt);
    EXPECT_EQ(seen("*"), std::nullopt);
    EXPECT_EQ(seen_change(http::Request{}), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Engines, ConfigRevisionTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

}  // namespace
}  // namespace yh::office::settings
