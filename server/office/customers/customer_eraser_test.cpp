#include "office/customers/customer_eraser.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/settings/site_store.h"

namespace yh::office::customers {
namespace {

// R267
class CustomerEraserTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    CustomerEraserTest() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        settings::SiteTenant tenant;
        tenant.code = "demo";
        EXPECT_TRUE(
            settings::apply_site(connection_, settings::Site{{tenant}}, settings::DryRun::No, clock_, ids_).ok());
        tenant_ = *connection_.one<std::int64_t>("SELECT id FROM tenants");
    }
    void run(const std::string& sql) {
        const auto done = connection_.run(sql);
        ASSERT_TRUE(done.ok()) << done.error().detail << sql;
    }
    void customer(std::int64_t id, std::int64_t changed_at_ms) {
        run(
            fmt::format("INSERT INTO customers (id, tenant_id, name, gender, level, note, fields, version, "
                        "created_at_ms, updated_at_ms) VALUES ({}, {}, 'x', 'unknown', '', '', '{{}}', 1, 1, {})",
                        id, tenant_, changed_at_ms));
        run(
            fmt::format("INSERT INTO customer_numbers (customer_id, position, tenant_id, number, typed, kind) VALUES "
                        "({}, 0, {}, '{}', '', '')",
                        id, tenant_, id));
        run(
            fmt::format("INSERT INTO customer_history (id, tenant_id, customer_id, at_ms, what, changes) VALUES ({}, "
                        "{}, {}, 1, 'created', '[]')",
                        id, tenant_, id));
    }
    void service(std::int64_t id, std::int64_t customer, std::int64_t at_ms) {
        run(
            fmt::format("INSERT INTO service_records (id, tenant_id, customer_id, number, user_id, result, note, "
                        "created_at_ms) VALUES ({}, {}, {}, '', 1, '', '', {})",
                        id, tenant_, customer, at_ms));
    }
    std::vector<std::int64_t> ids_in(std::string_view table) {
        return *connection_.rows<std::int64_t>(fmt::format("SELECT id FROM {} ORDER BY id", table));
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
    std::int64_t tenant_ = 0;
};

TEST_P(CustomerEraserTest, R267_WhoWasServedSinceStays) {
    customer(1, 100);
    customer(2, 100);
    customer(3, 900);
    service(11, 1, 200);
    service(12, 2, 600);
    const EraseSpan span{tenant_, 500, 7, 1000};
    const auto counts = *customer_eraser.count(connection_, span);
    EXPECT_EQ(counts[0].count, 1);
    EXPECT_EQ(counts[1].what, "service_records");
    EXPECT_EQ(counts[1].count, 1);
    EXPECT_EQ(customer_eraser.erase(connection_, span, 100)->rows, 1);
    EXPECT_EQ(ids_in("customers"), (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(ids_in("customer_history"), (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(ids_in("service_records"), std::vector<std::int64_t>{12});
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT COUNT(*) FROM customer_numbers"), 2);
}

TEST_P(CustomerEraserTest, R267_NoContactIsLeftWithoutItsCustomer) {
    customer(1, 100);
    customer(2, 900);
    run("UPDATE customers SET object = 'contact', parent_id = 1 WHERE id = 2");
    customer(3, 100);
    customer(4, 100);
    run("UPDATE customers SET object = 'contact', parent_id = 3 WHERE id = 4");
    service(11, 4, 600);
    const EraseSpan span{tenant_, 500, 7, 1000};
    EXPECT_EQ(customer_eraser.erase(connection_, span, 100)->rows, 0);
    EXPECT_EQ(customer_eraser.erase(connection_, {tenant_, 950, 7, 1000}, 100)->rows, 4);
    EXPECT_EQ(ids_in("customers"), std::vector<std::int64_t>{});
}

TEST_P(CustomerEraserTest, R267_ServiceRecordsGoByTheirAge) {
    customer(1, 100);
    service(11, 1, 200);
    service(12, 1, 600);
    const EraseSpan span{tenant_, 500, 7, 1000};
    EXPECT_EQ(service_eraser.count(connection_, span)->front().count, 1);
    EXPECT_EQ(service_eraser.erase(connection_, span, 100)->rows, 1);
    EXPECT_EQ(ids_in("service_records"), std::vector<std::int64_t>{12});
    EXPECT_EQ(ids_in("customers"), std::vector<std::int64_t>{1});
}

INSTANTIATE_TEST_SUITE_P(Engines, CustomerEraserTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::customers
