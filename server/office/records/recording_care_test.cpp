#include "office/records/recording_care.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/records/recording_sum.h"
#include "office/settings/site_store.h"

namespace yh::office::records {
namespace {

constexpr std::int64_t day_ms = 24 * 3600 * std::int64_t{1000};
constexpr std::int64_t now_ms = 1000 * day_ms;

TEST(RecordingSum, IsSha256OfTheFile) {
    const auto path = std::filesystem::temp_directory_path() / "yinghe-recording-sum";
    std::ofstream{path} << "abc";  // the example of FIPS 180-4
    EXPECT_EQ(sum_of_file(path).value(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    std::filesystem::remove(path);
    EXPECT_EQ(sum_of_file(path).error().code, "recording.missing");
}

// B03: recordings are kept for as long as their company says.
class RetentionTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    RetentionTest() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        settings::Site site;
        for (const auto* code : {"keeps", "forgets"}) {
            site.tenant.emplace_back().code = code;
        }
        site.tenant[1].retention = settings::SiteRetention{30};
        IdMaker ids;
        EXPECT_TRUE(settings::apply_site(connection_, site, settings::DryRun::No, clock_, ids).ok());
        for (const auto* code : {"keeps", "forgets"}) {
            const auto tenant = *connection_.one<std::int64_t>("SELECT id FROM tenants WHERE code = ?", code);
            add(tenant, std::string{code} + "/old", 31, false);
            add(tenant, std::string{code} + "/message", 31, true);
            add(tenant, std::string{code} + "/new", 29, false);
        }
    }

    void add(std::int64_t tenant, const std::string& path, std::int64_t days_ago, bool voicemail) {
        const auto id = ++last_;
        const auto at = now_ms - days_ago * day_ms;
        EXPECT_TRUE(connection_
                        .run("INSERT INTO calls (id, tenant_id, direction, customer_number, called_number, trunk, "
                             "started_at_ms, ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms, result, ending_side, "
                             "ending_reason) VALUES (?, ?, 'inbound', '1', '2', '', ?, ?, 0, 0, 0, 0, 'answered', "
                             "'completed', 'bye')",
                             id, tenant, at, at)
                        .ok());
        EXPECT_TRUE(connection_
                        .run("INSERT INTO recordings (id, call_id, tenant_id, path, started_at_ms, duration_ms, "
                             "size_bytes, failure, voicemail) VALUES (?, ?, ?, ?, ?, 1000, 10, '', ?)",
                             id, id, tenant, path, at, voicemail)
                        .ok());
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    std::int64_t last_ = 0;
};

TEST_P(RetentionTest, OnlyWhatIsPastTheDaysOfItsCompanyGoes) {
    const auto gone = forget_old_recordings(connection_, now_ms, 10);
    ASSERT_TRUE(gone.ok()) << gone.error().detail;
    EXPECT_EQ(*gone, std::vector<std::string>{"forgets/old"});
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT COUNT(*) FROM recordings"), 5);
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT deleted_at_ms FROM deleted_recordings WHERE deleted_by = 0"),
              now_ms)
        << "the call's record says that there was one";
    EXPECT_TRUE(forget_old_recordings(connection_, now_ms, 10)->empty());
}

TEST_P(RetentionTest, NoMoreAtOnceThanAskedFor) {
    EXPECT_EQ(forget_old_recordings(connection_, now_ms + 2 * day_ms, 1)->size(), 1U);
    EXPECT_EQ(forget_old_recordings(connection_, now_ms + 2 * day_ms, 1)->size(), 1U);
    EXPECT_TRUE(forget_old_recordings(connection_, now_ms + 2 * day_ms, 1)->empty());
}

INSTANTIATE_TEST_SUITE_P(Engines, RetentionTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::records
