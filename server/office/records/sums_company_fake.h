#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/records/call_story_fake.h"
#include "office/records/record_keeper.h"
#include "office/records/recovery.h"
#include "office/rollups/compare.h"
#include "office/rollups/rebuild.h"
#include "office/settings/site_store.h"
#include "office/settings/site_toml.h"

namespace yh::office::records {

/// A company of two departments and two queues whose calls are kept, for tests of the sums made of them.
class SumsCompany {
  public:
    explicit SumsCompany(db::Engine engine) : database_{engine}, connection{database_.open().connect().value()} {
        EXPECT_TRUE(db::migrate(connection, db::embedded_migrations(), clock_).ok());
        constexpr std::string_view company = R"([[tenant]]
code = "demo"
name = "演示公司"
department = [{ code = "sales", name = "销售部" }, { code = "service", name = "客服部" }]
user = [
  { number = "10001", name = "王丽", account = "10001", password = "Agent-10001", role = "agent", extension = "8001", department = "sales" },
  { number = "10002", name = "李强", account = "10002", password = "Agent-10002", role = "agent", extension = "8002", department = "sales" },
  { number = "10003", name = "赵敏", account = "10003", password = "Agent-10003", role = "agent", extension = "8003", department = "service" },
  { number = "10004", name = "孙悦", account = "10004", password = "Agent-10004", role = "agent", extension = "8004" },
]
queue = [
  { number = "600", name = "销售", members = ["10001", "10002"] },
  { number = "601", name = "售后", members = ["10003"] },
]
)";
        const auto site = settings::read_site(company, "site.toml");
        EXPECT_TRUE(site.ok()) << site.error().detail;
        EXPECT_TRUE(settings::apply_site(connection, *site, settings::DryRun::No, clock_, ids_).ok());
        EXPECT_TRUE(rollups::plan_builds(connection, rollups::Plan::WhereNeeded).ok());
        tenant = one("SELECT id FROM tenants");
        for (const auto* number : {"10001", "10002", "10003", "10004"}) {
            users.push_back(
                connection.one<std::int64_t>("SELECT id FROM users WHERE number = ?", std::string{number}).value());
        }
        sales = one("SELECT id FROM queues WHERE number = '600'");
        service = one("SELECT id FROM queues WHERE number = '601'");
    }

    std::int64_t one(const std::string& sql) { return connection.one<std::int64_t>(sql).value(); }

    /// As the writer does: the whole batch, or nothing of it.
    void keep(const std::vector<model::Event>& events, std::int64_t now_ms, int times = 1) {
        const auto batch = keeper.fold(events, now_ms);
        for (int i = 0; i < times; ++i) {
            auto transaction = connection.begin().value();
            const auto written = batch.write(connection);
            ASSERT_TRUE(written.ok()) << written.error().code << ' ' << written.error().detail;
            ASSERT_TRUE(transaction.commit().ok());
        }
    }

    /// The process dies and another one begins.
    void restart(std::int64_t now_ms) {
        keeper = RecordKeeper{};
        const auto recovered = recover(connection, now_ms, [](const std::string&) { return model::RecordingEnded{}; });
        ASSERT_TRUE(recovered.ok()) << recovered.error().detail;
    }

    /// What `yinghe check` says of the sums.
    std::vector<std::string> faults() {
        std::vector<std::string> told;
        const auto compared =
            rollups::compare(connection, [&](std::string fault) { told.push_back(std::move(fault)); });
        EXPECT_TRUE(compared.ok()) << compared.error().detail;
        days = compared.ok() ? *compared : 0;
        return told;
    }

    void build(rollups::Plan plan, std::int64_t now_ms) {
        ASSERT_TRUE(rollups::plan_builds(connection, plan).ok());
        bool left = true;
        while (left) {
            const auto built = rollups::build_one_day(connection, now_ms);
            ASSERT_TRUE(built.ok()) << built.error().detail;
            left = *built;
        }
    }

  private:
    ManualClock clock_;
    IdMaker ids_;
    db::TestDatabase database_;

  public:
    db::Connection connection;
    RecordKeeper keeper;
    std::int64_t tenant = 0;
    std::vector<std::int64_t> users;
    std::int64_t sales = 0;
    std::int64_t service = 0;
    std::int64_t days = 0;  ///< that were compared last
};

}  // namespace yh::office::records
