#include "office/jobs/approval_store.h"

#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/jobs/approval_views.h"

// Exports that need somebody's yes, in the database (B14).
namespace yh::office::jobs {
namespace {

constexpr std::int64_t expires_at = 9000;

class ApprovalStoreTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    void SetUp() override { ASSERT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok()); }

    static NewJob wish(std::int64_t id, std::string query = "columns=agent") {
        NewJob job;
        job.id = JobId{id};
        job.tenant = model::TenantId{1};
        job.user = asker;
        job.list = "call-records";
        job.format = Format::Xlsx;
        job.file_name = "通话记录.xlsx";
        job.created_at_ms = 1000;
        job.query = std::move(query);
        job.language = Language::English;
        job.said_zh = "结果：已接听";
        job.state = JobState::Asked;
        job.why = "对账";
        job.rows_total = 42;
        job.expires_at_ms = expires_at;
        return job;
    }
    Asking ask(const NewJob& job) { return ask_approval(connection_, ids_, job, {approver, other}).value(); }
    Decided say(std::int64_t id, bool approve, model::UserId by, std::int64_t now = 2000, std::int64_t tenant = 1) {
        return decide(connection_, ids_, JobId{id}, {model::TenantId{tenant}, by, approve, "看过了", now}).value();
    }
    std::string refusal(const Decided& decided) const {
        return decided.refusal ? std::string{decided.refusal->code} : std::string{"none"};
    }
    ApprovalView seen(std::int64_t id) {
        lists::Reader reader;
        reader.who.tenant = model::TenantId{1};
        reader.who.user = approver;
        reader.who.role = model::Role::Agent;  // whatever else the approver sees
        return lists::find_row(connection_, export_approvals(), reader, id).value().value();
    }
    std::int64_t events(std::string_view event) {
        return connection_.one<std::int64_t>("SELECT COUNT(*) FROM export_events WHERE event = ?", event).value();
    }
    std::int64_t messages(model::UserId person) {
        return connection_
            .one<std::int64_t>("SELECT COUNT(*) FROM system_messages WHERE kind = 'export' AND user_id = ?", person)
            .value();
    }

    static constexpr model::UserId asker{11};
    static constexpr model::UserId approver{12};
    static constexpr model::UserId other{13};
    IdMaker ids_;
    ManualClock clock_;
    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
};

TEST_P(ApprovalStoreTest, B14_WhatIsApprovedIsKeptWholeAndTheAskerIsTold) {
    EXPECT_FALSE(ask(wish(1)).known);
    EXPECT_EQ(seen(1).state, JobState::Asked);
    EXPECT_EQ(seen(1).said_zh, "结果：已接听");
    EXPECT_EQ(seen(1).rows_total, 42);
    EXPECT_EQ(messages(approver), 1);
    const auto decided = say(1, true, approver);
    ASSERT_TRUE(decided.job);
    EXPECT_EQ(decided.job->query, "columns=agent");
    EXPECT_EQ(decided.job->language, Language::English);
    EXPECT_EQ(decided.job->user, asker);
    EXPECT_EQ(seen(1).state, JobState::Waiting);
    EXPECT_EQ(seen(1).decision, "看过了");
    EXPECT_EQ(messages(asker), 1);
    EXPECT_EQ(events("approved"), 1);
}

TEST_P(ApprovalStoreTest, B14_TheFirstOfTwoDecidesAndASecondClickChangesNothing) {
    ask(wish(1));
    ASSERT_TRUE(say(1, false, approver).job);
    EXPECT_EQ(refusal(say(1, true, other)), "export.decided");
    const auto again = say(1, false, approver);
    EXPECT_EQ(refusal(again), "none");
    EXPECT_FALSE(again.job) << "nothing is told a second time";
    EXPECT_EQ(refusal(say(1, true, approver)), "export.decided") << "a no does not become a yes";
    EXPECT_EQ(seen(1).state, JobState::Refused);
    EXPECT_EQ(events("refused"), 1);
    EXPECT_EQ(events("approved"), 0);
    EXPECT_EQ(refusal(say(1, true, approver, 2000, 2)), "job.unknown") << "another company's";
}

TEST_P(ApprovalStoreTest, B14_AskingTwiceIsAskingOnceAndNotForEver) {
    ask(wish(1));
    const auto same = ask(wish(2));
    EXPECT_TRUE(same.known);
    EXPECT_EQ(same.id, JobId{1});
    EXPECT_EQ(messages(approver), 1);
    for (std::int64_t id = 3; id < 22; ++id) {
        EXPECT_FALSE(ask(wish(id, "columns=agent&page=" + std::to_string(id))).refusal) << id;
    }
    EXPECT_EQ(ask(wish(30, "one more")).refusal->code, "jobs.too_many");
}

TEST_P(ApprovalStoreTest, B14_NobodyDecidesAfterItsTime) {
    ask(wish(1));
    EXPECT_TRUE(lapse(connection_, ids_, expires_at - 1)->empty());
    EXPECT_EQ(refusal(say(1, true, approver, expires_at)), "export.lapsed") << "although nobody has swept yet";
    ASSERT_EQ(lapse(connection_, ids_, expires_at)->size(), 1U);
    EXPECT_TRUE(lapse(connection_, ids_, expires_at)->empty());
    EXPECT_EQ(seen(1).state, JobState::Expired);
    EXPECT_EQ(messages(asker), 1);
    EXPECT_EQ(refusal(say(1, true, approver)), "export.decided");
}

TEST_P(ApprovalStoreTest, B14_WithdrawnByItsPersonAlone) {
    ask(wish(1));
    EXPECT_FALSE(*withdraw(connection_, ids_, JobId{1}, other, 1500));
    EXPECT_TRUE(*withdraw(connection_, ids_, JobId{1}, asker, 1500));
    EXPECT_FALSE(*withdraw(connection_, ids_, JobId{1}, asker, 1500));
    EXPECT_EQ(refusal(say(1, true, approver)), "export.decided");
    EXPECT_EQ(events("withdrawn"), 1);
}

TEST_P(ApprovalStoreTest, B14_ARestartTakesUpWhatWasApprovedAndLeavesWhatWaits) {
    ask(wish(1, "first"));
    ask(wish(2, "second"));
    say(1, true, approver);
    ASSERT_TRUE(note_running(connection_, JobId{1}, 2500).ok());
    ASSERT_TRUE(fail_interrupted(connection_, 3000).ok());
    const auto again = take_up_approved(connection_).value();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].id, JobId{1});
    EXPECT_EQ(again[0].query, "first");
    EXPECT_EQ(seen(1).state, JobState::Waiting);
    EXPECT_EQ(seen(2).state, JobState::Asked);
}

INSTANTIATE_TEST_SUITE_P(Engines, ApprovalStoreTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

}  // namespace
}  // namespace yh::office::jobs
