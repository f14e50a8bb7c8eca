#include "office/settings/voice_store.h"

#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/settings/flow_store.h"
#include "office/settings/site_store.h"

namespace yh::office::settings {
namespace {

using Users = std::vector<std::string>;

SiteTenant company() {
    SiteTenant tenant;
    tenant.code = "demo";
    auto& queue = tenant.queue.emplace_back();
    queue.number = "600";
    queue.greeting = "prompt:hello";
    tenant.inbound.push_back({"4001", "", "announce:closed"});
    tenant.options.emplace().agent_announcement.start_voice = "prompt:hello";
    return tenant;
}

TEST(Voices, AreUsedWhereverTheyAreNamed) {
    const auto tenant = company();
    EXPECT_EQ(users_of_voice(tenant, "hello"), (Users{"queue 600", "options"}));
    EXPECT_EQ(users_of_voice(tenant, "closed"), (Users{"inbound 4001"}));
    EXPECT_EQ(users_of_voice(tenant, "hell"), Users{});
}

TEST(Voices, NamesAreSafeAsFiles) {
    for (const auto* good : {"hello", "欢迎词", "a-b_1"}) {
        EXPECT_TRUE(is_voice_name(good)) << good;
    }
    for (const auto* bad : {"", "../x", "a/b", ".x", "a b", "a:b", "\xff"}) {
        EXPECT_FALSE(is_voice_name(bad)) << bad;
    }
    EXPECT_FALSE(is_voice_name(std::string(61, 'a')));
}

class VoiceStoreTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    VoiceStoreTest() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        IdMaker ids;
        EXPECT_TRUE(apply_site(connection_, Site{{company()}}, DryRun::No, clock_, ids).ok());
        tenant_ = *connection_.one<std::int64_t>("SELECT id FROM tenants");
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    std::int64_t tenant_ = 0;
};

TEST_P(VoiceStoreTest, AVoiceThatIsUsedStays) {
    for (const auto* name : {"hello", "other"}) {
        ASSERT_TRUE(save_voice(connection_, {tenant_, name, "wav", 100, 1000, 1}).ok());
    }
    ASSERT_TRUE(save_voice(connection_, {tenant_, "other", "mp3", 200, 2000, 2}).ok());
    const auto list = list_voices(connection_, tenant_);
    ASSERT_TRUE(list.ok());
    ASSERT_EQ(list->size(), 2U);
    EXPECT_EQ((*list)[0].used_by, (Users{"queue 600", "options"}));
    EXPECT_EQ((*list)[1].format, "mp3");
    EXPECT_EQ(remove_voice(connection_, tenant_, "hello").error().code, "voice.in_use");
    EXPECT_EQ(remove_voice(connection_, tenant_, "nothing").error().code, "voice.unknown");
    EXPECT_EQ(remove_voice(connection_, tenant_, "other")->format, "mp3");
    EXPECT_EQ(list_voices(connection_, tenant_)->size(), 1U);
}

TEST_P(VoiceStoreTest, ADraftStandsBesideWhatIsPublished) {
    model::FlowNode end;
    end.id = "end";
    end.kind = model::FlowNodeKind::Hangup;
    model::Flow flow{"main", "总机", "end", {end}};
    auto site = company();
    site.flow.push_back(flow);
    IdMaker ids;
    ASSERT_TRUE(apply_site(connection_, Site{{site}}, DryRun::No, clock_, ids).ok());
    flow.name = "新总机";
    ASSERT_TRUE(save_draft(connection_, tenant_, flow, 77).ok());
    const auto list = *list_flows(connection_, tenant_);
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].name, "新总机");
    EXPECT_EQ(list[0].draft_at_ms, 77);
    const auto versions = *load_flow(connection_, tenant_, "main");
    EXPECT_EQ(versions.published->name, "总机");
    EXPECT_EQ(versions.draft->name, "新总机");
    EXPECT_EQ(load_tenant(connection_, tenant_)->flow.at(0).name, "总机");
    ASSERT_TRUE(forget_draft(connection_, tenant_, "main").ok());
    EXPECT_FALSE(load_flow(connection_, tenant_, "main")->draft);
    EXPECT_EQ(load_flow(connection_, tenant_, "other").error().code, "flow.unknown");
}

INSTANTIATE_TEST_SUITE_P(Engines, VoiceStoreTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::settings
