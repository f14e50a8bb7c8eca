#include "office/alarms/alarm_store.h"

#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/alarms/alarm_sight.h"
#include "office/alarms/alarm_words.h"
#include "office/settings/site_store.h"

namespace yh::office::alarms {
namespace {

// R248: what was set up, and what rose and fell, in both databases.
class AlarmStoreTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    AlarmStoreTest() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        settings::SiteTenant tenant;
        tenant.code = "demo";
        const auto applied =
            settings::apply_site(connection_, settings::Site{{tenant}}, settings::DryRun::No, clock_, ids_);
        EXPECT_TRUE(applied.ok());
        const auto id = connection_.one<std::int64_t>("SELECT id FROM tenants");
        admin_.tenant = model::TenantId{*id};
        admin_.user = model::UserId{7};
    }

    static AlarmRule rule(std::int64_t id) {
        AlarmRule rule;
        rule.id = AlarmRuleId{id};
        rule.name = "售后排队";
        rule.queue = "600";
        rule.threshold = 4.5;
        rule.mail_to = {"a@example.com", "b@example.com"};
        rule.webhook = "https://hooks.example.com/";
        rule.webhook_secret = "secret";
        return rule;
    }
    void save(const AlarmRule& rule) { ASSERT_TRUE(save_rule(connection_, admin_, rule, now_).ok()); }
    AlarmRule saved(std::int64_t id) {
        auto found = find_rule(connection_, admin_.tenant, AlarmRuleId{id});
        EXPECT_TRUE(found.ok() && found->has_value());
        return **found;
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
    people::SignedIn admin_;
    std::int64_t now_ = 1'700'000'000'000;
};

TEST_P(AlarmStoreTest, R248_KeepsRulesAndASecretForItsAddressAlone) {
    save(rule(1));
    EXPECT_EQ(saved(1).mail_to, rule(1).mail_to);
    EXPECT_DOUBLE_EQ(saved(1).threshold, 4.5);
    auto changed = rule(1);
    changed.webhook_secret.clear();
    save(changed);
    EXPECT_EQ(saved(1).webhook_secret, "secret");
    changed.webhook = "https://elsewhere.example.com/";
    save(changed);
    EXPECT_EQ(saved(1).webhook_secret, "");
    const auto logged = connection_.rows<std::string>("SELECT new_value FROM config_changes WHERE place = 'alarm'");
    ASSERT_TRUE(logged.ok());
    EXPECT_EQ(logged->size(), 3U);
    for (const auto& line : *logged) {
        EXPECT_EQ(line.find("\"secret\""), std::string::npos) << line;
    }
    EXPECT_FALSE(find_rule(connection_, model::TenantId{99}, AlarmRuleId{1})->has_value());
}

TEST_P(AlarmStoreTest, R248_WritesDownWhatRisesOnceAndWhatFalls) {
    save(rule(1));
    const WatchedRule watched{admin_.tenant, saved(1)};
    const auto first = note_raised(connection_, watched, 6, ids_, now_);
    ASSERT_TRUE(first.ok()) << first.error().detail;
    const auto again = note_raised(connection_, watched, 7, ids_, now_ + 1);
    EXPECT_EQ(*first, *again) << "the writer tried twice";
    auto stored = load_rules(connection_);
    ASSERT_EQ(stored->size(), 1U);
    EXPECT_EQ(stored->front().raised_at_ms, now_);
    ASSERT_TRUE(note_told(connection_, *first, "mail", Telling::Sent, "").ok());
    ASSERT_TRUE(give_up_untold(connection_).ok());
    EXPECT_EQ(
        *connection_.one<std::string>("SELECT mail || ' ' || webhook || ' ' || webhook_problem FROM alarm_events"),
        "sent failed alarm.restarted");
    ASSERT_TRUE(note_cleared(connection_, AlarmRuleId{1}, now_ + 5).ok());
    EXPECT_FALSE(load_rules(connection_)->front().raised_at_ms.has_value());
    ASSERT_TRUE(note_raised(connection_, watched, 6, ids_, now_ + 10).ok());
    ASSERT_TRUE(delete_rule(connection_, admin_, AlarmRuleId{1}, now_ + 20).ok());
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT COUNT(*) FROM alarm_events WHERE cleared_at_ms IS NULL"), 0);
    EXPECT_EQ(delete_rule(connection_, admin_, AlarmRuleId{1}, now_).error().code, "alarm.unknown");
}

INSTANTIATE_TEST_SUITE_P(Engines, AlarmStoreTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

std::optional<double> figure(AlarmFigure figure, const std::string& queue) {
    const LiveNow live{{{"600", 3, 40, 1}, {"601", 2, 90, 1}}, 1};
    const DayNow day{{{"600", 8, 10, 2}, {"601", 0, 0, 1}}, 4, 2};
    AlarmRule rule;
    rule.figure = figure;
    rule.queue = queue;
    return figure_of(rule, &live, &day);
}

TEST(AlarmSight, LooksAtAllQueuesOrOne) {
    EXPECT_EQ(figure(AlarmFigure::Waiting, ""), 5);
    EXPECT_EQ(figure(AlarmFigure::Waiting, "601"), 2);
    EXPECT_EQ(figure(AlarmFigure::LongestWait, ""), 90);
    EXPECT_EQ(figure(AlarmFigure::LongestWait, "600"), 40);
    EXPECT_EQ(figure(AlarmFigure::Ready, ""), 1) << "one person in two queues is one";
    EXPECT_EQ(figure(AlarmFigure::ServiceLevel, ""), 80);
    EXPECT_EQ(figure(AlarmFigure::ServiceLevel, "601"), std::nullopt) << "nothing divides";
    EXPECT_EQ(figure(AlarmFigure::Abandoned, ""), 4) << "calls, not visits of queues";
    EXPECT_EQ(figure(AlarmFigure::Abandoned, "600"), 2);
    EXPECT_EQ(figure(AlarmFigure::Abnormal, ""), 2);
    EXPECT_EQ(figure(AlarmFigure::Waiting, "699"), std::nullopt) << "a queue that is gone";
    AlarmRule rule;
    EXPECT_EQ(figure_of(rule, nullptr, nullptr), std::nullopt);
}

TEST(AlarmWords, SayWhatIsWrongInBothLanguages) {
    AlarmNews news{Told::Raised, {}, "演示公司", "售后", 79.9, 1'700'000'000'000};
    news.rule.name = "服务水平";
    news.rule.figure = AlarmFigure::ServiceLevel;
    news.rule.compare = Compare::Below;
    news.rule.threshold = 80;
    news.rule.queue = "600";
    news.rule.webhook_secret = "secret";
    const auto mail = mail_of(news);
    EXPECT_EQ(mail.subject, "【演示公司】告警：服务水平 / Alarm: 服务水平");
    EXPECT_NE(mail.text.find("队列 售后，今日服务水平：79.9%"), std::string::npos) << mail.text;
    EXPECT_NE(mail.text.find("below 80%"), std::string::npos) << mail.text;
    const auto body = body_of(news);
    EXPECT_EQ(body.find("secret"), std::string::npos) << body;
    EXPECT_NE(body.find(R"("event":"raised")"), std::string::npos) << body;
    EXPECT_NE(body.find(R"("queue":{"number":"600","name":"售后"})"), std::string::npos) << body;
}

}  // namespace
}  // namespace yh::office::alarms
