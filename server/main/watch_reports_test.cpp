#include "main/watch_reports.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "calls/ports_fake.h"
#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/settings/site_store.h"
#include "office/telephony/directory_store.h"

namespace yh::app {
namespace {

namespace settings = office::settings;
using model::Fault;

class Silence final : public calls::EventSink {
  public:
    void on_event(const model::Event&) override {}
};

// B24: what the watchdog healed is told to those who look after the company, and kept for GET /api/v1/system.
class WatchReportsTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    WatchReportsTest() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        settings::Site site;
        for (const auto* code : {"demo", "other"}) {
            auto& tenant = site.tenant.emplace_back();
            tenant.code = code;
            tenant.role = {
                {"keeper", "看护", "", model::Role::Agent, {"site.configure"}, office::people::DataScope::Own}};
            tenant.user = {person("10000", "管理员", model::Role::Admin), person("10001", "王芳", model::Role::Agent),
                           person("10002", "李强", model::Role::Agent)};
            tenant.user[2].custom_role = "keeper";
        }
        IdMaker ids;
        const auto applied = settings::apply_site(connection_, site, settings::DryRun::No, clock_, ids);
        EXPECT_TRUE(applied.ok()) << applied.error().detail;
        office_.directory = office::telephony::load_directory(connection_).value();
        office_.chart = office::people::Chart::load(connection_).value();
    }
    static settings::SiteUser person(const std::string& number, const std::string& name, model::Role role) {
        settings::SiteUser made;
        made.number = number;
        made.name = name;
        made.role = role;
        return made;
    }
    const model::User& user(const std::string& company, const std::string& number) const {
        const auto& all = office_.directory->users;
        return *std::ranges::find_if(all, [&](const model::User& one) {
            return one.number == number && office_.directory->find_tenant(one.tenant)->code == company;
        });
    }
    /// "工号 of the company: text", in their order.
    std::vector<std::string> told() {
        return *connection_.rows<std::string>(
            "SELECT tenants.code || ' ' || users.number || ': ' || system_messages.text FROM system_messages JOIN "
            "users "
            "ON users.id = system_messages.user_id JOIN tenants ON tenants.id = users.tenant_id WHERE "
            "system_messages.kind = 'alert' ORDER BY tenants.code, users.number, system_messages.id");
    }
    /// The office takes it in, and the writer has written it.
    void take_in(std::size_t told_pages) {
        for (int turns = 0; turns < 200 && notices_.size() < told_pages; ++turns) {
            home_.run_for(std::chrono::milliseconds{20});
        }
        ASSERT_EQ(notices_.size(), told_pages);
    }

    ManualClock clock_;
    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    Loop home_{"office"};
    Loop calls_{"calls"};
    db::Writer writer_{database_, clock_};
    db::Readers readers_{database_};
    Worker hashing_{"hashing", 1};
    Silence silence_;
    IdMaker ids_;
    calls::Conductor conductor_{{calls_.timers(), clock_, ids_, silence_}, {}};
    calls::Desk desk_{calls_, conductor_};
    office::Office office_{home_, clock_, readers_, writer_, hashing_, desk_, {}, nullptr, {}, {}};
    std::vector<std::string> notices_;
    office::tasks::Reminders reminders_{office_, [this](model::UserId user, std::string_view about, std::int64_t) {
                                            notices_.push_back(std::string{about} + ' ' + user.text());
                                        }};
    WatchReports reports_{office_, reminders_};
};

TEST_P(WatchReportsTest, ThoseWhoLookAfterTheCompanyAreTold) {
    const auto& wang = user("demo", "10001");
    reports_.on_healed({{5, Fault::AgentWithoutCall, wang.tenant, {}, wang.id}});
    take_in(2);
    EXPECT_EQ(told(), (std::vector<std::string>{"demo 10000: agent_without_call 10001 王芳",
                                                "demo 10002: agent_without_call 10001 王芳"}));
    EXPECT_EQ(notices_.at(0), "alert " + user("demo", "10000").id.text());
    EXPECT_EQ(office_.healed.since_start, 1);
    ASSERT_EQ(office_.healed.last.size(), 1U);
    EXPECT_EQ(office_.healed.last[0].user, wang.id);
}

TEST_P(WatchReportsTest, WhatComesAgainAndAgainIsToldNowAndThen) {
    const auto tenant = user("demo", "10001").tenant;
    const model::Healed lost{5, Fault::MediaLost, tenant, model::CallId{7}, {}};
    reports_.on_healed({lost, lost});
    reports_.on_healed({lost, {5, Fault::SignalLost, tenant, model::CallId{7}, {}}});
    take_in(4);
    EXPECT_EQ(told().size(), 4U) << "each kind once";
    EXPECT_EQ(office_.healed.since_start, 4) << "and all are counted";
    clock_.advance(std::chrono::minutes{11});
    reports_.on_healed({lost});
    take_in(6);
}

TEST_P(WatchReportsTest, WhatConcernsTheWholeServerIsToldEverywhere) {
    reports_.on_healed({{5, Fault::AlarmLost, {}, {}, {}}});
    take_in(4);
    EXPECT_EQ(told(), (std::vector<std::string>{"demo 10000: alarm_lost", "demo 10002: alarm_lost",
                                                "other 10000: alarm_lost", "other 10002: alarm_lost"}));
}

INSTANTIATE_TEST_SUITE_P(Engines, WatchReportsTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

}  // namespace
}  // namespace yh::app
