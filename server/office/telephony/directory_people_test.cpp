#include <gtest/gtest.h>

#include <algorithm>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/settings/site_store.h"
#include "office/settings/site_toml.h"
#include "office/telephony/directory_store.h"

namespace yh::office::telephony {
namespace {

constexpr std::string_view company = R"([[tenant]]
code = "demo"
name = "演示公司"
role = [
  { code = "chief", name = "主管", base = "leader", data = "led", rights = ["records.see", "phone.use"] },
  { code = "auditor", name = "稽核", base = "agent", data = "all", rights = ["records.see", "numbers.full"] },
]
user = [
  { number = "10001", name = "王丽", extension = "8001", record_calls = "always" },
  { number = "10002", name = "李强", extension = "8002", status = "left" },
  { number = "10081", name = "主管", custom_role = "chief" },
  { number = "10082", name = "稽核", custom_role = "auditor" },
  { number = "10090", name = "组长", role = "leader" },
]
queue = [{ number = "600", name = "销售", leaders = ["10002", "10090"], members = ["10001", "10002"] }]
room = [{ number = "1", name = "早会", participants = ["10002", "10001"] }]
)";

class DirectoryPeopleTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    DirectoryPeopleTest() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        const auto site = settings::read_site(company, "site.toml");
        EXPECT_TRUE(site.ok()) << site.error().detail;
        IdMaker ids;
        EXPECT_TRUE(settings::apply_site(connection_, *site, settings::DryRun::No, clock_, ids).ok());
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
};

// R257: somebody who left has no telephone and no place in a queue or a room; where he was is still written down.
TEST_P(DirectoryPeopleTest, WhoLeftIsNotThere) {
    const auto directory = load_directory(connection_).value();
    const auto tenant = directory->tenants.at(0).id;
    EXPECT_EQ(directory->find_extension(tenant, "8002"), nullptr);
    EXPECT_NE(directory->find_extension(tenant, "8001"), nullptr);
    EXPECT_EQ(directory->find_queue(tenant, "600")->members.size(), 1U);
    EXPECT_EQ(directory->find_queue(tenant, "600")->leaders.size(), 1U);
    EXPECT_EQ(directory->find_room(tenant, "1")->participants.size(), 1U);
    EXPECT_EQ(settings::load_site(connection_).value().tenant.at(0).queue.at(0).members.size(), 2U);
}

// U17: the telephones hide customers' numbers from the same people as the pages.
TEST_P(DirectoryPeopleTest, KnowsWhoSeesNumbers) {
    const auto directory = load_directory(connection_).value();
    const auto sees = [&](std::string_view number) {
        return std::ranges::find(directory->users, number, &model::User::number)->sees_numbers;
    };
    EXPECT_FALSE(sees("10001"));
    EXPECT_TRUE(sees("10090"));
    EXPECT_FALSE(sees("10081"));
    EXPECT_TRUE(sees("10082"));
}

// R044, U4.
TEST_P(DirectoryPeopleTest, KnowsWhoIsRecorded) {
    const auto directory = load_directory(connection_).value();
    const auto word = [&](std::string_view number) {
        return std::ranges::find(directory->users, number, &model::User::number)->record_calls;
    };
    EXPECT_EQ(word("10001"), model::RecordCalls::Always);
    EXPECT_EQ(word("10090"), model::RecordCalls::AsQueue);
}

INSTANTIATE_TEST_SUITE_P(Engines, DirectoryPeopleTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::telephony
