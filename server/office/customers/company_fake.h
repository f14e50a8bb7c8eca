#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/customers/customer_store.h"
#include "office/settings/site_store.h"

namespace yh::office::customers {

/// What tests of customers share: a company whose people have these 工号, in a real database. 10009 is who tests make
/// its administrator.
class Company : public ::testing::TestWithParam<db::Engine> {
  protected:
    explicit Company(const std::vector<std::string>& people, settings::SiteTenant tenant = {}) {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        tenant.code = "demo";
        for (const auto& number : people) {
            auto& user = tenant.user.emplace_back();
            user.number = user.account = number;
            user.name = "坐席" + number;
            user.password = "secret1234";
        }
        const auto applied =
            settings::apply_site(connection_, settings::Site{{tenant}}, settings::DryRun::No, clock_, ids_);
        EXPECT_TRUE(applied.ok()) << applied.error().code << applied.error().detail;
        tenant_ = model::TenantId{*connection_.one<std::int64_t>("SELECT id FROM tenants")};
    }

    /// Askers from now on go by the book as it is now; those before it by what companies begin with.
    void publish() {
        auto books = std::make_shared<crm::Books>();
        books->put(tenant_, book_);
        books_ = books;
    }
    Asker asker(const std::string& number, model::Role role = model::Role::Agent) {
        Asker made;
        made.who.tenant = tenant_;
        made.who.number = number;
        made.who.role = role;
        made.who.user = model::UserId{id_of(number)};
        made.books = books_;
        return made;
    }
    std::int64_t id_of(const std::string& number) {
        return *connection_.one<std::int64_t>("SELECT id FROM users WHERE number = ?", number);
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
    model::TenantId tenant_;
    crm::Book book_ = crm::first_book();
    crm::BooksPtr books_;
    std::int64_t now_ = 1000;
};

}  // namespace yh::office::customers
