#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/alerts/disk_alert_store.h"
#include "office/settings/site_store.h"

namespace yh::office::alerts {
namespace {

constexpr std::int64_t gib = 1024 * 1024 * std::int64_t{1024};
constexpr std::int64_t minute_ms = 60'000;

// R266: a message for each time that the disk fills up, and no second one.
class DiskAlertTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    DiskAlertTest() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        settings::SiteTenant tenant;
        tenant.code = "demo";
        tenant.name = "演示公司";
        tenant.mail = settings::SiteMail{"smtp.example.com", 465, settings::MailSecurity::Tls, "", "", "r@example.com"};
        tenant.disk_alert = settings::SiteDiskAlert{true, 10, {"admin@example.com"}};
        apply(tenant);
        settings::SiteTenant other;
        other.code = "other";
        apply(other);
    }

    void apply(const settings::SiteTenant& tenant) {
        const auto applied =
            settings::apply_site(connection_, settings::Site{{tenant}}, settings::DryRun::No, clock_, ids_);
        EXPECT_TRUE(applied.ok()) << applied.error().code << applied.error().detail;
    }
    /// Says what was noticed: "low", "room again" or nothing.
    std::string look(std::int64_t free_percent) {
        const DiskRoom room{free_percent * gib, 100 * gib};
        const auto found = find_crossings(connection_, room);
        EXPECT_TRUE(found.ok()) << found.error().detail;
        EXPECT_TRUE(note_crossings(connection_, *found, room, ids_, now_).ok());
        return found->empty() ? "" : found->front().over ? "room again" : "low";
    }
    std::vector<DueAlert> due() {
        auto found = due_alerts(connection_, now_);
        EXPECT_TRUE(found.ok()) << found.error().detail;
        return *std::move(found);
    }
    void deliver(bool sent, const std::string& reason = "") {
        const auto waiting = due();
        ASSERT_EQ(waiting.size(), 1U);
        ASSERT_TRUE(note_delivery(connection_, waiting[0], {sent, reason, {}}, now_).ok());
    }
    std::string states() {
        const auto rows = connection_.rows<std::string>("SELECT state || ' ' || problem FROM disk_alerts ORDER BY id");
        std::string all;
        for (const auto& row : *rows) {
            all += (all.empty() ? "" : "; ") + row;
        }
        return all;
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
    std::int64_t now_ = 1000 * minute_ms;
};

TEST_P(DiskAlertTest, R266_OneMessageForEachCrossing) {
    EXPECT_EQ(look(10), "") << "as much as it should be";
    EXPECT_EQ(look(9), "low");
    ASSERT_EQ(due().size(), 1U);
    const auto mail = due()[0].mail;
    EXPECT_EQ(mail.to, std::vector<std::string>{"admin@example.com"});
    EXPECT_EQ(mail.subject, "【演示公司】磁盘空间不足，剩余 9% / Disk space is low: 9% free");
    EXPECT_NE(mail.text.find("9.0 GB"), std::string::npos);
    deliver(true);
    EXPECT_EQ(look(8), "") << "it was told";
    EXPECT_EQ(look(11), "") << "a file that came and went is no news";
    EXPECT_EQ(look(9), "");
    EXPECT_EQ(look(12), "room again");
    EXPECT_EQ(look(9), "low");
    deliver(true);
    EXPECT_TRUE(due().empty());
    EXPECT_EQ(states(), "sent ; sent ");
}

TEST_P(DiskAlertTest, R266_WhatCouldNotBeToldIsTriedAgainLater) {
    look(5);
    deliver(false, "mail.unreachable");
    EXPECT_TRUE(due().empty()) << "not at once";
    now_ += minute_ms;
    deliver(false, "mail.unreachable");
    now_ += minute_ms;
    EXPECT_TRUE(due().empty()) << "later each time";
    now_ += minute_ms;
    deliver(true);
    EXPECT_EQ(states(), "sent ");
    look(50);
    look(5);
    for (int i = 0; i < 20; ++i) {
        deliver(false, "mail.login");
        now_ += 120 * minute_ms;
    }
    EXPECT_TRUE(due().empty()) << "given up";
    EXPECT_EQ(states(), "sent ; failed mail.login");
}

TEST_P(DiskAlertTest, WhatIsOverOrNotWantedIsNotTold) {
    look(5);
    EXPECT_EQ(look(50), "room again");
    EXPECT_TRUE(due().empty()) << "no news any more";
    EXPECT_EQ(look(5), "low");
    settings::SiteTenant tenant;
    tenant.code = "demo";
    tenant.disk_alert = settings::SiteDiskAlert{false, 10, {"admin@example.com"}};
    apply(tenant);
    EXPECT_EQ(look(5), "room again") << "switched off: open no more";
    EXPECT_TRUE(due().empty());
    EXPECT_EQ(look(5), "");
}

INSTANTIATE_TEST_SUITE_P(Engines, DiskAlertTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::alerts
