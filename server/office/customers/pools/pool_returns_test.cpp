#include <fmt/format.h>

#include "office/crm/allocation.h"
#include "office/customers/pools/pool_fake.h"
#include "office/customers/pools/pool_moves_store.h"
#include "office/customers/pools/return_store.h"
#include "office/customers/pools/stage_figures.h"
#include "office/rollups/local_time.h"

// Automatic return and the figures by stage, with both databases.
namespace yh::office::customers {
namespace {

class PoolReturns : public PoolCompany {
  protected:
    PoolReturns() {
        book_.pools.front().returning = {true, 7, 0, {}, 0, 2};
        publish();
    }

    /// What was done with everything that is due.
    std::vector<ReturnDone> sweep() {
        const ReturnRules rules{books_, {}};
        const auto owners = owners_of(connection_, rules, tenant_);
        EXPECT_TRUE(owners.ok()) << owners.error().detail;
        const auto due = find_due(connection_, books_->of(tenant_), tenant_, *owners, 0, now_);
        EXPECT_TRUE(due.ok()) << due.error().detail;
        EXPECT_EQ(due->next, 0);
        std::vector<ReturnDone> all;
        for (const auto id : due->due) {
            auto done = take_back(connection_, rules, tenant_, *owners, id, ids_, now_);
            EXPECT_TRUE(done.ok()) << done.error().code << done.error().detail;
            all.push_back(*std::move(done));
        }
        return all;
    }
    std::vector<std::string> messages() {
        return *connection_.rows<std::string>("SELECT text FROM system_messages WHERE kind = 'pool' ORDER BY id");
    }
};

TEST_P(PoolReturns, B11_ItsOwnerIsWarnedThenItGoesBackToItsPool) {
    const auto id = in_pool(east, "陈记");
    ASSERT_EQ(act_on(asker("10007", model::Role::Admin), wish(ActionKind::Claim), id), "");
    const auto claimed_at = row(id).owned_at_ms.value();
    now_ = claimed_at + 5 * day - 1;
    EXPECT_TRUE(sweep().empty());
    now_ = claimed_at + 5 * day;
    auto done = sweep();
    ASSERT_EQ(done.size(), 1U);
    EXPECT_EQ(done.front().step, crm::ReturnStep::Warn);
    EXPECT_EQ(done.front().owner.value, id_of("10007"));
    const std::vector<std::string> told{"soon " + std::to_string(claimed_at + 7 * day) + " 陈记"};
    EXPECT_EQ(messages(), told);
    const auto history = history_of(connection_, id);
    const auto& said = history->front();
    ASSERT_EQ(said.changes.size(), 1U);
    EXPECT_EQ(said.changes.front().field + " " + said.changes.front().after, "warned 10007 坐席10007");
    EXPECT_EQ(said.user, "") << "nobody changed anything";
    EXPECT_TRUE(sweep().empty()) << "told once";
    now_ = claimed_at + 7 * day;
    done = sweep();
    ASSERT_EQ(done.size(), 1U);
    EXPECT_EQ(done.front().step, crm::ReturnStep::Return);
    EXPECT_EQ(row(id).pool_id, east);
    EXPECT_EQ(owner_of(id), "");
    EXPECT_EQ(messages().back(), "returned idle 陈记");
    EXPECT_EQ(moves_of(id), (std::vector<std::string>{"claimed", "returned"}));
    EXPECT_EQ(history_of(connection_, id)->front().user, "") << "nobody did it";
    EXPECT_TRUE(sweep().empty());
}

TEST_P(PoolReturns, B11_AFollowUpAfterTheWarningKeepsIt) {
    const auto id = create(asker("10001"), draft("陈记"));
    now_ += 6 * day;
    EXPECT_EQ(sweep().size(), 1U);
    EXPECT_TRUE(connection_.run("UPDATE customers SET followed_at_ms = ? WHERE id = ?", now_, id).ok());
    now_ += 2 * day;
    EXPECT_TRUE(sweep().empty());
    EXPECT_EQ(owner_of(id), "10001");
}

TEST_P(PoolReturns, B11_OnItsDayAllGoesBackAndIsNotFollowedUpAway) {
    const auto midnight = crm::day_began_ms(now_, book_.zone) + 10 * day;
    const auto local = rollups::local_hour(midnight, book_.zone).day;
    book_.pools.front().returning = {
        true, 0, 0, fmt::format("{}-{:02}-{:02}", local / 10000, local / 100 % 100, local % 100), 0, 2};
    publish();
    const auto id = create(asker("10001"), draft("陈记"));
    now_ = midnight - 2 * day;
    ASSERT_EQ(sweep().size(), 1U);
    EXPECT_EQ(messages().back(), fmt::format("ends {} 陈记", midnight));
    EXPECT_TRUE(connection_.run("UPDATE customers SET followed_at_ms = ? WHERE id = ?", now_ + 1, id).ok());
    now_ = midnight - 1;
    EXPECT_TRUE(sweep().empty());
    now_ = midnight;
    ASSERT_EQ(sweep().size(), 1U);
    EXPECT_EQ(messages().back(), "returned day 陈记");
    EXPECT_EQ(row(id).pool_id, east);
    const auto later = create(asker("10001"), draft("以后的客户"));
    now_ += 100 * day;
    EXPECT_TRUE(sweep().empty()) << "that day is over";
    EXPECT_EQ(owner_of(later), "10001");
}

TEST_P(PoolReturns, B11_OnlyThePoolsOwnPeopleLoseWhatNeverWasInAPool) {
    create(asker("10007"), draft("别处的客户"));
    now_ += 100 * day;
    EXPECT_TRUE(sweep().empty()) << "10007 belongs to no pool";
    const auto lead = create(asker("10001"), draft("线索", crm::ObjectKind::Lead));
    now_ += 100 * day;
    EXPECT_TRUE(sweep().empty()) << "a pool of customers has no rule for leads";
    EXPECT_EQ(owner_of(lead), "10001");
}

TEST_P(PoolReturns, B11_ProtectionAndADealHoldItBack) {
    book_.pools.front().returning = {true, 7, 30, {}, 20, 0};
    publish();
    const auto guarded = in_pool(east);
    ASSERT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), guarded), "");
    const auto won = create(asker("10001"), draft("成交客户"));
    auto stage = wish(ActionKind::Stage);
    stage.stage = crm::SettingId{12};
    ASSERT_EQ(act_on(asker("10001"), stage, won), "");
    now_ += 19 * day;
    EXPECT_TRUE(sweep().empty());
    now_ += 2 * day;
    EXPECT_EQ(sweep().size(), 1U);
    EXPECT_EQ(row(guarded).pool_id, east);
    EXPECT_EQ(owner_of(won), "10001");
}

TEST_P(PoolReturns, R239_CustomersAreCountedByStageWithinTheScope) {
    create(asker("10001"), draft("甲"));
    const auto won = create(asker("10001"), draft("乙"));
    create(asker("10002"), draft("丙"));
    create(asker("10001"), draft("线索", crm::ObjectKind::Lead));
    in_pool(east);
    auto stage = wish(ActionKind::Stage);
    stage.stage = crm::SettingId{12};
    ASSERT_EQ(act_on(asker("10001"), stage, won), "");
    const auto of = [&](const Asker& who) {
        std::vector<std::int64_t> counts;
        const auto found = count_by_stage(connection_, who, crm::ObjectKind::Customer);
        EXPECT_TRUE(found.ok()) << found.error().detail;
        for (const auto& one : *found) {
            counts.push_back(one.customers);
        }
        return counts;
    };
    EXPECT_EQ(of(asker("10001")), (std::vector<std::int64_t>{1, 1}));
    EXPECT_EQ(of(boss()), (std::vector<std::int64_t>{2, 1}));
}

INSTANTIATE_TEST_SUITE_P(Engines, PoolReturns, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::customers
