#include "office/work_orders/order_store.h"

#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/settings/site_store.h"
#include "office/work_orders/order_erasers.h"
#include "office/work_orders/order_list.h"
#include "office/work_orders/order_settings.h"

namespace yh::office::work_orders {
namespace {

constexpr std::int64_t november_ms = 1'793'462'400'000;  // 2026-10-31 16:00 UTC: November begins in Shanghai

class OrderStore : public ::testing::TestWithParam<db::Engine> {
  protected:
    OrderStore() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        settings::SiteTenant tenant;
        tenant.code = "demo";
        for (const char* number : {"10001", "10002", "10003"}) {
            auto& user = tenant.user.emplace_back();
            user.number = user.account = number;
            user.name = std::string{"坐席"} + number;
            user.password = "secret1234";
        }
        EXPECT_TRUE(
            settings::apply_site(connection_, settings::Site{{tenant}}, settings::DryRun::No, clock_, ids_).ok());
        tenant_ = model::TenantId{*connection_.one<std::int64_t>("SELECT id FROM tenants")};
    }

    people::SignedIn who(const std::string& number) {
        people::SignedIn made;
        made.tenant = tenant_;
        made.number = number;
        made.name = "坐席" + number;
        made.user = model::UserId{*connection_.one<std::int64_t>("SELECT id FROM users WHERE number = ?", number)};
        return made;
    }
    OrderId create(const std::string& token) {
        NewOrder wish;
        wish.token = token;
        wish.description = "打不开";
        const auto kept = create_order(connection_, who("10001"), wish, ids_, now_);
        EXPECT_TRUE(kept.ok() && !kept->refusal) << kept.error().detail;
        return kept->id;
    }
    Kept act(const std::string& number, OrderId id, OrderAct what, const std::string& to = {}) {
        ActWish wish;
        wish.act = what;
        wish.remark = "说明";
        wish.version = *connection_.one<std::int64_t>("SELECT version FROM work_orders WHERE id = ?", id);
        if (!to.empty()) {
            wish.people = {{to, {}}};
        }
        auto kept = act_on(connection_, who(number), id, wish, ids_, ++now_);
        EXPECT_TRUE(kept.ok()) << kept.error().code << kept.error().detail;
        return *std::move(kept);
    }
    std::string number_of(OrderId id) {
        return *connection_.one<std::string>("SELECT order_number FROM work_orders WHERE id = ?", id);
    }
    std::int64_t rows_of(const std::string& table) {
        return *connection_.one<std::int64_t>("SELECT COUNT(*) FROM " + table);
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
    model::TenantId tenant_;
    std::int64_t now_ = november_ms;
};

// R170: a number says the company's own month, and no deleted draft gives its number away.
TEST_P(OrderStore, NumbersRiseByTheMonthOfTheCompany) {
    now_ = november_ms - 1;
    EXPECT_EQ(number_of(create("a")), "202610-00001");
    now_ = november_ms;
    EXPECT_EQ(number_of(create("b")), "202611-00001");
    const auto draft = create("c");
    EXPECT_EQ(number_of(draft), "202611-00002");
    EXPECT_FALSE(delete_draft(connection_, who("10001"), draft)->refusal);
    EXPECT_EQ(number_of(create("d")), "202611-00003");
    EXPECT_EQ(create("d"), create("d"));
}

// R174: what waits for whom, step by step.
TEST_P(OrderStore, CountersFollowTheSteps) {
    const auto counts = [&](const std::string& number) {
        const auto found = count_mine(connection_, who(number));
        EXPECT_TRUE(found.ok()) << found.error().detail;
        return std::vector{found->todo, found->in_transit, found->history, found->urged, found->drafts};
    };
    using Counts = std::vector<std::int64_t>;
    const auto order = create("a");
    EXPECT_EQ(counts("10001"), (Counts{0, 0, 0, 0, 1}));
    EXPECT_FALSE(act("10001", order, OrderAct::Send, "10002").refusal);
    EXPECT_EQ(counts("10001"), (Counts{0, 1, 1, 0, 0}));
    EXPECT_EQ(counts("10002"), (Counts{1, 0, 1, 0, 0}));
    EXPECT_FALSE(act("10001", order, OrderAct::Urge).refusal);
    EXPECT_EQ(counts("10002"), (Counts{1, 0, 1, 1, 0}));
    EXPECT_FALSE(act("10002", order, OrderAct::PassOn, "10003").refusal);
    EXPECT_EQ(counts("10002"), (Counts{0, 1, 1, 0, 0}));
    EXPECT_EQ(counts("10003"), (Counts{1, 0, 1, 0, 0}));
    EXPECT_FALSE(act("10003", order, OrderAct::Finish).refusal);
    EXPECT_EQ(counts("10001"), (Counts{1, 0, 1, 0, 0}));
    EXPECT_FALSE(act("10001", order, OrderAct::Close).refusal);
    EXPECT_EQ(counts("10001"), (Counts{0, 0, 1, 0, 0}));
}

// R267: closed ones go when they are old; what is still to be done stays.
TEST_P(OrderStore, OldOrdersGoOnPurpose) {
    const auto closed = create("a");
    act("10001", closed, OrderAct::Send, "10002");
    act("10001", closed, OrderAct::Close);
    const auto open = create("b");
    act("10001", open, OrderAct::Send, "10002");
    const EraseSpan span{tenant_.value, now_ + 1, 0, now_ + 1};
    const auto counted = order_eraser.count(connection_, span);
    ASSERT_TRUE(counted.ok()) << counted.error().detail;
    EXPECT_EQ(counted->front().count, 1);
    const auto erased = order_eraser.erase(connection_, span, 100);
    ASSERT_TRUE(erased.ok()) << erased.error().detail;
    EXPECT_EQ(erased->rows, 1);
    EXPECT_EQ(rows_of("work_orders"), 1);
    EXPECT_EQ(rows_of("work_order_steps"), 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, OrderStore, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::work_orders
