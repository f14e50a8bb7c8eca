#include "office/records/record_eraser.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/records/call_story_fake.h"
#include "office/records/record_keeper.h"
#include "office/records/self_check.h"
#include "office/settings/site_store.h"

namespace yh::office::records {
namespace {

using namespace model;

constexpr std::int64_t day_ms = 24 * 3600 * std::int64_t{1000};
constexpr std::int64_t now_ms = 1000 * day_ms;

/// Every table that holds something of a call, by its id.
constexpr std::string_view tables_of_calls[] = {"call_legs",  "call_marks",         "queue_visits",    "recordings",
                                                "surveys",    "voicemails",         "callbacks",       "missed_calls",
                                                "lost_calls", "deleted_recordings", "forwarded_calls", "call_people"};

// R267
class RecordEraserTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    RecordEraserTest() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        settings::SiteTenant tenant;
        tenant.code = "demo";
        tenant.retention = settings::SiteRetention{0, 30};
        settings::SiteTenant other;
        other.code = "other";
        for (const auto& one : {tenant, other}) {
            EXPECT_TRUE(
                settings::apply_site(connection_, settings::Site{{one}}, settings::DryRun::No, clock_, ids_).ok());
        }
        tenant_ = *connection_.one<std::int64_t>("SELECT id FROM tenants WHERE code = 'demo'");
        other_ = *connection_.one<std::int64_t>("SELECT id FROM tenants WHERE code = 'other'");
    }

    /// A call that rang an agent in vain and was lost, with a recording, a message, a survey and whatever else there
    /// is.
    void keep(std::int64_t call, std::int64_t days_ago, const std::string& number, std::int64_t tenant) {
        const auto at = now_ms - days_ago * day_ms;
        CallStory told{call, tenant};
        told.at(at).customer(call * 10, number).offer(call * 10 + 1, 77).at(at + 5000);
        told.offer_ends(call * 10 + 1, 77, OfferOutcome::NoAnswer);
        told.say(QueueLeft{QueueId{5}, QueueExit::Abandoned, {}}).ends(call * 10, {EndingSide::Caller, "hangup"});
        told.over(CallResult::Abandoned);
        const auto batch = keeper_.fold(told.events, at + 6000);
        ASSERT_TRUE(batch.write(connection_).ok());
        for (const std::int64_t voicemail : {0, 1}) {
            run(fmt::format(
                "INSERT INTO recordings (id, call_id, tenant_id, path, started_at_ms, duration_ms, "
                "size_bytes, failure, voicemail) VALUES ({}, {}, {}, 'demo/{}-{}.wav', {}, 1000, 10, '', "
                "{})",
                call * 10 + voicemail, call, tenant, call, voicemail, at, voicemail == 1 ? "TRUE" : "FALSE"));
        }
        run(
            fmt::format("INSERT INTO voicemails (id, call_id, tenant_id, number, left_at_ms) VALUES ({}, {}, {}, '{}', "
                        "{})",
                        call * 10 + 1, call, tenant, number, at));
        run(
            fmt::format("INSERT INTO recording_annotations (id, tenant_id, recording_id, user_id, text, created_at_ms, "
                        "changed_at_ms) VALUES ({}, {}, {}, 7, 'note', {}, {})",
                        call, tenant, call * 10, at, at));
        run(
            fmt::format("INSERT INTO surveys (call_id, tenant_id, asked_at_ms, level_key, level, reason_key, reason) "
                        "VALUES ({}, {}, {}, '', '', '', '')",
                        call, tenant, at));
        run(
            fmt::format("INSERT INTO forwarded_calls (id, call_id, tenant_id, mobile, number, answered_at_ms, talk_ms) "
                        "VALUES ({}, {}, {}, '139', '{}', {}, 10)",
                        call, call, tenant, number, at));
        run(
            fmt::format("INSERT INTO callbacks (call_id, tenant_id, queue_id, number, called_number, asked_at_ms, "
                        "attempts, last_result, ended_at_ms, result) VALUES ({}, {}, 5, '{}', '400', {}, 1, '', {}, "
                        "'answered')",
                        call, tenant, number, at, at));
        run(
            fmt::format("INSERT INTO call_marks (call_id, mark, tenant_id, at_ms, kind, text) VALUES ({}, 900, {}, {}, "
                        "'hold', '')",
                        call, tenant, at));
    }
    void run(const std::string& sql) {
        const auto done = connection_.run(sql);
        ASSERT_TRUE(done.ok()) << done.error().detail << sql;
    }
    EraseSpan span(std::int64_t days_ago) const { return {tenant_, now_ms - days_ago * day_ms, 7, now_ms}; }
    std::int64_t rows(std::string_view table, std::string_view condition = "1 = 1") {
        return *connection_.one<std::int64_t>(fmt::format("SELECT COUNT(*) FROM {} WHERE {}", table, condition));
    }
    static std::string text_of(const std::vector<ErasedCount>& counts) {
        std::string all;
        for (const auto& [what, count] : counts) {
            all += fmt::format("{}{} {}", all.empty() ? "" : ", ", what, count);
        }
        return all;
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
    RecordKeeper keeper_;
    std::int64_t tenant_ = 0;
    std::int64_t other_ = 0;
};

TEST_P(RecordEraserTest, R267_CallsGoWithEverythingOfTheirs) {
    keep(1, 90, "13800000001", tenant_);
    keep(2, 80, "13800000001", tenant_);
    keep(3, 10, "13800000001", tenant_);
    keep(4, 90, "13800000004", other_);
    EXPECT_EQ(text_of(*call_eraser.count(connection_, span(60))),
              "call_records 2, recordings 2, voicemails 2, surveys 2");
    const auto first = call_eraser.erase(connection_, span(60), 1);
    ASSERT_TRUE(first.ok()) << first.error().detail;
    EXPECT_EQ(first->rows, 1);
    EXPECT_EQ(first->files, (std::vector<std::string>{"demo/1-0.wav", "demo/1-1.wav"})) << "the oldest first";
    ASSERT_EQ(call_eraser.erase(connection_, span(60), 100)->rows, 1);
    EXPECT_EQ(call_eraser.erase(connection_, span(60), 100)->rows, 0);
    for (const auto table : tables_of_calls) {
        EXPECT_EQ(rows(table, "call_id IN (1, 2)"), 0) << table;
        if (table != "deleted_recordings") {
            EXPECT_GT(rows(table, "call_id = 3"), 0) << table;
            EXPECT_GT(rows(table, "call_id = 4"), 0) << table << " of another company";
        }
    }
    EXPECT_EQ(rows("calls"), 2);
    EXPECT_EQ(rows("recording_annotations"), 2);
    EXPECT_EQ(rows("lost_cases"), 2) << "the case of a number has a call left";
    EXPECT_EQ(rows("call_numbers", "number = '13800000001'"), 1);
    ASSERT_EQ(call_eraser.erase(connection_, span(0), 100)->rows, 1);
    EXPECT_EQ(rows("call_numbers", "number = '13800000001'"), 0) << "nobody is found who never called";
    EXPECT_EQ(rows("lost_cases"), 1);
    const auto checked = self_check(connection_, [](const std::string&, const std::string&) { return std::string{}; });
    EXPECT_TRUE(checked.ok() && checked->faults.empty());
}

TEST_P(RecordEraserTest, R267_SoundGoesAndTheRecordSaysWhoTookIt) {
    keep(1, 90, "13800000001", tenant_);
    keep(2, 10, "13800000002", tenant_);
    EXPECT_EQ(text_of(*recording_eraser.count(connection_, span(60))), "recordings 1, annotations 1");
    const auto erased = recording_eraser.erase(connection_, span(60), 100);
    ASSERT_TRUE(erased.ok()) << erased.error().detail;
    EXPECT_EQ(erased->files, std::vector<std::string>{"demo/1-0.wav"});
    EXPECT_EQ(rows("calls"), 2);
    EXPECT_EQ(rows("recordings", "call_id = 1"), 1) << "the message stays";
    EXPECT_EQ(rows("deleted_recordings", "call_id = 1 AND deleted_by = 7"), 1);
    EXPECT_EQ(text_of(*voicemail_eraser.count(connection_, span(60))), "voicemails 1");
    EXPECT_EQ(voicemail_eraser.erase(connection_, span(60), 100)->files, std::vector<std::string>{"demo/1-1.wav"});
    EXPECT_EQ(rows("voicemails", "call_id = 1"), 0);
    EXPECT_EQ(rows("voicemails", "call_id = 2"), 1);
}

TEST_P(RecordEraserTest, R267_TheLawsDaysHoldWhatIsYoung) {
    EXPECT_TRUE(*is_on_hold(connection_, tenant_, now_ms - 29 * day_ms, now_ms));
    EXPECT_FALSE(*is_on_hold(connection_, tenant_, now_ms - 31 * day_ms, now_ms));
    EXPECT_FALSE(*is_on_hold(connection_, other_, now_ms, now_ms)) << "no such rule";
}

INSTANTIATE_TEST_SUITE_P(Engines, RecordEraserTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::records
