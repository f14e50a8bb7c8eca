#include "office/deletion/deletion_store.h"

#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/settings/site_store.h"

namespace yh::office::deletion {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;

/// Five rows of something, of which each is a file, too.
std::int64_t left = 0;
Result<Erased> erase_some(db::Connection&, const EraseSpan&, std::int64_t most) {
    Erased erased;
    for (; erased.rows < most && left > 0; ++erased.rows, --left) {
        erased.files.push_back("demo/" + std::to_string(left) + ".wav");
    }
    return erased;
}
constexpr Eraser eraser{DataKind::Recordings, true, nullptr, &erase_some};

class DeletionStoreTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    DeletionStoreTest() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        left = 5;
    }
    void hold(std::int64_t days) {
        settings::SiteTenant tenant;
        tenant.code = "demo";
        tenant.retention = settings::SiteRetention{0, days};
        ASSERT_TRUE(
            settings::apply_site(connection_, settings::Site{{tenant}}, settings::DryRun::No, clock_, ids_).ok());
        tenant_ = *connection_.one<std::int64_t>("SELECT id FROM tenants");
    }
    Order order(std::int64_t id, DataKind kind = DataKind::Recordings) const {
        return {id, tenant_, 7, kind, 1000, "192.0.2.1", 5, 2000 + id};
    }
    std::string state_of(std::int64_t id) {
        return *connection_.one<std::string>(
            "SELECT state || ' ' || CAST(deleted AS TEXT) FROM data_deletions WHERE id = ?", id);
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
    std::int64_t tenant_ = 3;
};

// R267: what was ordered goes in portions, and the order tells how far it is.
TEST_P(DeletionStoreTest, R267_GoesInPortionsAndStaysAsALog) {
    ASSERT_TRUE(*insert_order(connection_, order(1)));
    const auto next = next_order(connection_);
    ASSERT_TRUE(next.ok() && *next);
    EXPECT_EQ((*next)->kind, DataKind::Recordings);
    EXPECT_TRUE(*take_step(connection_, **next, eraser, 2, 3000));
    EXPECT_EQ(state_of(1), "running 2");
    EXPECT_TRUE(*take_step(connection_, **next, eraser, 2, 3000));
    EXPECT_FALSE(*take_step(connection_, **next, eraser, 2, 3000));
    EXPECT_EQ(state_of(1), "done 5");
    EXPECT_FALSE(next_order(connection_)->has_value());
    EXPECT_EQ(doomed_files(connection_, 10)->size(), 5U);
    EXPECT_TRUE(forget_files(connection_, {"demo/5.wav", "demo/4.wav"}).ok());
    EXPECT_EQ(*doomed_files(connection_, 10), (std::vector<std::string>{"demo/1.wav", "demo/2.wav", "demo/3.wav"}));
}

TEST_P(DeletionStoreTest, R267_TheSecondClickDoesNothingTwice) {
    EXPECT_TRUE(*insert_order(connection_, order(1)));
    EXPECT_FALSE(*insert_order(connection_, order(2)));
    EXPECT_TRUE(*insert_order(connection_, order(3, DataKind::Logs))) << "another kind";
    EXPECT_TRUE(*end_order(connection_, tenant_, 1, DeletionState::Done, {}, 3000));
    EXPECT_TRUE(*insert_order(connection_, order(4)));
}

TEST_P(DeletionStoreTest, R267_WhatIsStoppedDeletesNoMore) {
    ASSERT_TRUE(*insert_order(connection_, order(1)));
    ASSERT_TRUE(*take_step(connection_, order(1), eraser, 2, 3000));
    EXPECT_FALSE(*end_order(connection_, tenant_ + 1, 1, DeletionState::Cancelled, {}, 3000)) << "another company's";
    EXPECT_TRUE(*end_order(connection_, tenant_, 1, DeletionState::Cancelled, {}, 3000));
    EXPECT_FALSE(*take_step(connection_, order(1), eraser, 2, 3000));
    EXPECT_EQ(left, 3);
    EXPECT_EQ(state_of(1), "cancelled 2");
    EXPECT_FALSE(*end_order(connection_, tenant_, 1, DeletionState::Cancelled, {}, 3000));
}

TEST_P(DeletionStoreTest, R267_NeitherTodayNorTheLawsDaysGo) {
    hold(0);
    // 2 hours after midnight in UTC+8.
    const auto now = 20'000 * day_ms + 18 * hour_ms;
    EXPECT_EQ(*latest_ms(connection_, tenant_, true, now, 480), 20'000 * day_ms + 16 * hour_ms);
    EXPECT_EQ(*latest_ms(connection_, tenant_, true, now, 0), 20'000 * day_ms);
    EXPECT_EQ(*latest_ms(connection_, tenant_, true, now, -480), 20'000 * day_ms + 8 * hour_ms);
    hold(30);
    EXPECT_EQ(*latest_ms(connection_, tenant_, true, now, 480), now - 30 * day_ms);
    EXPECT_EQ(*latest_ms(connection_, tenant_, false, now, 480), 20'000 * day_ms + 16 * hour_ms) << "what no law keeps";
}

INSTANTIATE_TEST_SUITE_P(Engines, DeletionStoreTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::deletion
