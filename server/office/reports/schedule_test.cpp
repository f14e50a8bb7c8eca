#include <fmt/format.h>

#include "office/reports/filled_fake.h"
#include "office/reports/schedule_store.h"

// Reports that go out by e-mail, in the database.
namespace yh::office::reports {
namespace {

class ScheduleTest : public Filled {
  protected:
    static constexpr std::int64_t hour_ms = 3'600'000;

    ScheduleWish wish() {
        ScheduleWish made;
        made.report = "agent-calls";
        made.query = "period=day";
        made.language = jobs::Language::English;
        made.recipients = {"boss@example.com", "b@example.com"};
        return made;
    }
    ScheduleId add(const lists::Reader& reader) {
        const ScheduleId id{++next_id_};
        EXPECT_FALSE(add_schedule(connection_, reader.who, id, wish(), now_ms_).value().refusal);
        return id;
    }
    std::optional<DueReport> due(std::int64_t at_ms) { return next_due(connection_, at_ms).value(); }
    bool note(const DueReport& due, const Sending& sending, std::int64_t at_ms) {
        const auto noted = note_sending(connection_, ids_, due, sending, at_ms);
        EXPECT_TRUE(noted.ok()) << noted.error().detail;
        return noted.ok() && *noted;
    }
    ScheduleView only(const lists::Reader& reader) {
        auto all = find_schedules(connection_, reader.who).value();
        EXPECT_EQ(all.size(), 1U);
        return all.empty() ? ScheduleView{} : all.front();
    }
    std::int64_t count(std::string_view from) {
        return *connection_.one<std::int64_t>(fmt::format("SELECT COUNT(*) FROM {}", from));
    }

    IdMaker ids_;
};

TEST_P(ScheduleTest, OnesOwnAreSeenAndAdministratorsSeeAll) {
    const auto id = add(leader());
    EXPECT_EQ(only(leader()).recipients, wish().recipients);
    EXPECT_EQ(only(admin()).owner, "2");
    EXPECT_FALSE(only(admin()).mine);
    EXPECT_TRUE(find_schedules(connection_, manager().who).value().empty());
    auto changed = wish();
    changed.hour = 9;
    EXPECT_TRUE(change_schedule(connection_, manager().who, id, changed, now_ms_).value().refusal);
    EXPECT_FALSE(change_schedule(connection_, leader().who, id, changed, now_ms_).value().refusal);
    EXPECT_EQ(only(leader()).hour, 9);
    EXPECT_TRUE(remove_schedule(connection_, manager().who, id).value().refusal);
    EXPECT_FALSE(remove_schedule(connection_, admin().who, id).value().refusal);
    EXPECT_EQ(count("report_schedules"), 0);
}

TEST_P(ScheduleTest, WhatAnAdministratorChangesStaysItsOwners) {
    const auto id = add(leader());
    auto changed = wish();
    changed.language.reset();
    changed.every = Every::Month;
    changed.month_day = 0;
    changed.weekday = 5;
    changed.active = false;
    EXPECT_FALSE(change_schedule(connection_, admin().who, id, changed, now_ms_).value().refusal);
    const auto seen = only(leader());
    EXPECT_TRUE(seen.mine);
    EXPECT_FALSE(seen.active);
    EXPECT_EQ(seen.language, jobs::Language::English);
    EXPECT_EQ(std::tuple(seen.every, seen.weekday, seen.month_day), std::tuple(Every::Month, 5, 0));
    EXPECT_EQ(count(fmt::format("report_schedules WHERE user_id = {}", leader().who.user.value)), 1);
}

TEST_P(ScheduleTest, WhatWasSentIsWrittenDown) {
    add(leader());
    EXPECT_FALSE(due(now_ms_));
    const auto at = now_ms_ + 8 * hour_ms;
    const auto report = due(at);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->zone, zone_name);
    EXPECT_EQ(report->language, jobs::Language::English);
    EXPECT_FALSE(note(*report, {.file_name = "x.xlsx", .said_zh = "时间", .said_en = "Time", .rows = 3}, at));
    EXPECT_FALSE(due(at));
    EXPECT_EQ(only(leader()).last_at_ms, at);
    EXPECT_EQ(only(leader()).next_at_ms, at + 24 * hour_ms);
    EXPECT_EQ(count("export_events WHERE event = 'exported' AND list = 'reports.agent-calls' AND reason = "
                    "'boss@example.com, b@example.com' AND row_count = 3"),
              1);
}

TEST_P(ScheduleTest, AFailedMailIsTriedAgainAndThenTold) {
    add(leader());
    auto at = now_ms_ + 8 * hour_ms;
    const Sending failed{.problem = "mail.unreachable", .detail = "坐席通话统计", .again = true};
    int tries = 0;
    bool told = false;
    while (!told && tries < 20) {
        const auto report = due(at);
        ASSERT_TRUE(report) << tries;
        EXPECT_EQ(report->due_at_ms, now_ms_ + 8 * hour_ms);  // the days stay those of the first try
        told = note(*report, failed, at);
        at += hour_ms / 2;
        ++tries;
    }
    EXPECT_EQ(tries, 6);
    EXPECT_EQ(count("system_messages WHERE kind = 'export' AND text = 'mail_failed 坐席通话统计'"), 1);
    EXPECT_EQ(only(leader()).last_problem, "mail.unreachable");
    EXPECT_EQ(only(leader()).next_at_ms, now_ms_ + 32 * hour_ms);  // tomorrow it is tried anew
    EXPECT_EQ(count("export_events"), 0);
}

TEST_P(ScheduleTest, OfWhoHasLeftNothingIsSentAnyMore) {
    add(leader());
    const auto at = now_ms_ + 8 * hour_ms;
    EXPECT_FALSE(note(*due(at), {.problem = "user.unknown", .stop = true}, at));
    EXPECT_FALSE(only(admin()).active);
    EXPECT_FALSE(due(at + 1000 * hour_ms));
    EXPECT_EQ(count("system_messages"), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, ScheduleTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& each) { return db::engine_name(each.param); });

}  // namespace
}  // namespace yh::office::reports
