#include "office/telephony/directory_store.h"

#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/settings/site_fake.h"
#include "office/settings/site_store.h"
#include "office/settings/site_toml.h"

namespace yh::office::telephony {
namespace {

class DirectoryStoreTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    DirectoryStoreTest() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        const auto site = settings::read_site(settings::switchboard, "site.toml");
        EXPECT_TRUE(site.ok()) << site.error().detail;
        IdMaker ids;
        EXPECT_TRUE(settings::apply_site(connection_, *site, settings::DryRun::No, clock_, ids).ok());
    }
    model::DirectoryPtr directory() { return load_directory(connection_).value(); }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
};

TEST_P(DirectoryStoreTest, TheDirectoryHoldsAllOfIt) {
    const auto all = directory();
    const auto& tenant = all->tenants.at(0);
    EXPECT_EQ(tenant.options.survey.trigger, model::SurveyTrigger::Automatic);
    EXPECT_EQ(tenant.options.survey.level.size(), 2U);
    EXPECT_EQ(tenant.options.feature.ready, "*71");
    EXPECT_EQ(tenant.options.vip.at(0).priority, 20);
    const auto* queue = all->find_queue(tenant.id, "600");
    ASSERT_NE(queue, nullptr);
    EXPECT_EQ(queue->service.overflow_to, "601");
    EXPECT_EQ(queue->service.overflow_after, std::chrono::seconds{60});
    EXPECT_EQ(queue->service.when_closed.text(), "ivr:main");
    EXPECT_FALSE(queue->service.survey);
    EXPECT_TRUE(queue->service.announce_agent);
    EXPECT_EQ(all->trunks.at(0).proxy, "sbc.example.com:5062");
    EXPECT_EQ(all->trunks.at(0).expires, std::chrono::seconds{300});
    ASSERT_EQ(all->outbound.at(0).backups.size(), 1U);
    EXPECT_EQ(all->find_trunk(all->outbound.at(0).backups[0])->name, "second");
    const auto* flow = all->find_flow(tenant.id, "main");
    ASSERT_NE(flow, nullptr);
    EXPECT_EQ(flow->node.size(), 3U);
    EXPECT_EQ(flow->find("welcome")->x, -40);
    const auto* schedule = all->find_schedule(tenant.id, "work");
    ASSERT_NE(schedule, nullptr);
    EXPECT_EQ(schedule->special.at(0).name, "国庆节");
    const auto* room = all->find_room(tenant.id, "1");
    ASSERT_NE(room, nullptr);
    EXPECT_EQ(all->find_user(room->participants.at(0))->number, "10002");
    EXPECT_EQ(room->description, "每天九点");
}

TEST_P(DirectoryStoreTest, DraftsAndDeletedQueuesAreNotInIt) {
    ASSERT_TRUE(connection_.run("UPDATE flows SET draft = published, published = NULL").ok());
    ASSERT_TRUE(connection_.run("DELETE FROM queue_members").ok());
    ASSERT_TRUE(connection_.run("DELETE FROM queue_leaders").ok());
    ASSERT_TRUE(connection_.run("UPDATE queues SET deleted_at_ms = 1 WHERE number = '601'").ok());
    EXPECT_TRUE(directory()->flows.empty());
    EXPECT_EQ(directory()->queues.size(), 1U);
}

// A newer version wrote it, or somebody by hand: what cannot be read is left out, and the telephones work on.
TEST_P(DirectoryStoreTest, ABrokenDocumentIsLeftOut) {
    ASSERT_TRUE(connection_.run("UPDATE schedules SET document = '{'").ok());
    ASSERT_TRUE(connection_.run("UPDATE settings SET value = '{\"unheard_of\":1}' WHERE key = 'options'").ok());
    EXPECT_TRUE(directory()->schedules.empty());
    EXPECT_EQ(directory()->tenants.at(0).options, model::TenantOptions{});
    EXPECT_EQ(directory()->flows.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Engines, DirectoryStoreTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::telephony
