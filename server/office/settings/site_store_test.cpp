#include "office/settings/site_store.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/settings/site_check.h"
#include "office/settings/site_fake.h"
#include "office/settings/site_toml.h"

namespace yh::office::settings {
namespace {

class SiteStoreTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    SiteStoreTest() { EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok()); }

    std::vector<std::string> apply(const Site& site, const std::vector<Removal>& removals = {}) {
        auto changes = apply_site(connection_, site, DryRun::No, clock_, ids_, removals);
        EXPECT_TRUE(changes.ok()) << changes.error().detail;
        return changes.ok() ? *changes : std::vector<std::string>{"failed"};
    }
    static Site read(std::string_view text) {
        auto site = read_site(text, "site.toml");
        EXPECT_TRUE(site.ok()) << site.error().detail;
        return site.ok() ? *site : Site{};
    }
    Site load() { return load_site(connection_).value(); }
    std::int64_t id_of_601() {
        return connection_.one<std::int64_t>("SELECT id FROM queues WHERE number = '601'").value();
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
};

TEST_P(SiteStoreTest, WhatIsAppliedIsExportedAndAppliesAgainWithoutAChange) {
    const auto site = read(switchboard);
    EXPECT_FALSE(apply(site).empty());
    EXPECT_EQ(apply(site), std::vector<std::string>{});
    const auto text = write_site(load(), Secrets::Show);
    const auto again = read(text);
    EXPECT_EQ(again.tenant, load().tenant) << text;
    EXPECT_EQ(apply(again), std::vector<std::string>{});

    db::TestDatabase other{GetParam()};
    auto elsewhere = std::move(other.open().connect()).value();
    ASSERT_TRUE(db::migrate(elsewhere, db::embedded_migrations(), clock_).ok());
    ASSERT_TRUE(apply_site(elsewhere, again, DryRun::No, clock_, ids_).ok());
    EXPECT_EQ(write_site(load_site(elsewhere).value(), Secrets::Show), text);
    EXPECT_EQ(text.find("defaults"), std::string::npos);
}

TEST_P(SiteStoreTest, ADryRunSaysAndDoesNothing) {
    const auto said = apply_site(connection_, read(switchboard), DryRun::Yes, clock_, ids_);
    ASSERT_TRUE(said.ok());
    for (const auto* line : {"~ options survey", "+ schedule work", "+ flow main", "+ room 1", "+ queue 600"}) {
        EXPECT_NE(std::ranges::find(*said, line), said->end()) << line;
    }
    EXPECT_TRUE(load().tenant.empty());
}

TEST_P(SiteStoreTest, WhatAFileDoesNotMentionStays) {
    apply(read(switchboard));
    apply(read("[[tenant]]\ncode = \"demo\"\nname = \"演示公司\"\nprefer_opus = true\n"));
    auto expected = read(switchboard).tenant.at(0);
    expected.inbound.clear();  // routes of a declared tenant are set exactly
    EXPECT_EQ(load().tenant.at(0).flow, expected.flow);
    EXPECT_EQ(load().tenant.at(0).options, expected.options);
    EXPECT_EQ(load().tenant.at(0).room, expected.room);
    EXPECT_TRUE(load().tenant.at(0).inbound.empty());
}

TEST_P(SiteStoreTest, ADeletedQueueComesBackAsItself) {
    auto site = read(switchboard);
    apply(site);
    const auto before = id_of_601();
    auto without = site;
    std::erase_if(without.tenant[0].queue, [](const SiteQueue& queue) { return queue.number == "601"; });
    EXPECT_EQ(apply({}, {}), std::vector<std::string>{});
    without.tenant[0].queue[0].overflow_to = "";
    without.tenant[0].queue[0].overflow_after_s = 0;
    const auto said = apply(without, {{"queue", "601"}, {"room", "1"}});
    EXPECT_NE(std::ranges::find(said, "- queue 601"), said.end());
    EXPECT_EQ(load().tenant.at(0).queue.size(), 1U);
    EXPECT_TRUE(load().tenant.at(0).room.empty());
    const auto back = apply(site);
    EXPECT_NE(std::ranges::find(back, "+ queue 601"), back.end());
    EXPECT_EQ(id_of_601(), before);
    EXPECT_EQ(apply(site), std::vector<std::string>{});
}

// R245: whatever else of a queue changes, only its way of ringing begins its counters anew.
TEST_P(SiteStoreTest, ANewWayOfRingingBeginsTheCountersAnew) {
    auto site = read(switchboard);
    apply(site);
    site.tenant[0].queue[0].ring_timeout_s += 1;
    apply(site);
    EXPECT_EQ(connection_.one<std::int64_t>("SELECT COUNT(*) FROM queue_counters").value(), 0);
    auto& strategy = site.tenant[0].queue[0].strategy;
    strategy = strategy == model::Strategy::RingAll ? model::Strategy::Random : model::Strategy::RingAll;
    apply(site);
    EXPECT_EQ(connection_
                  .rows<std::string>("SELECT queues.number FROM queue_counters JOIN queues ON queues.id = "
                                     "queue_counters.queue_id")
                  .value(),
              std::vector{site.tenant[0].queue[0].number});
}

INSTANTIATE_TEST_SUITE_P(Engines, SiteStoreTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::settings
