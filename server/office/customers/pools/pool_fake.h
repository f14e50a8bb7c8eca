#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "office/customers/company_fake.h"
#include "office/customers/customer_rows.h"
#include "office/customers/customer_store.h"
#include "office/customers/pools/act_store.h"

namespace yh::office::customers {

/// A company for tests of pools: agents 10001, 10002 (members), 10005 (administers both pools), 10009 (administrator of
/// the company), in a real database.
class PoolCompany : public Company {
  protected:
    static constexpr std::int64_t day = std::int64_t{24} * 3600 * 1000;
    static constexpr std::int64_t east = 71;
    static constexpr std::int64_t west = 72;

    PoolCompany() : Company{{"10001", "10002", "10005", "10007", "10009"}} {
        now_ = 1'750'000'000'000;
        book_.stages.front().id = crm::SettingId{11};
        book_.stages.back().id = crm::SettingId{12};
        book_.pools.push_back(pool(east, "东区公海"));
        book_.pools.push_back(pool(west, "西区公海"));
        publish();
    }

    static crm::Pool pool(std::int64_t id, const std::string& name) {
        crm::Pool made;
        made.id = crm::SettingId{id};
        made.name = name;
        made.admins = {"10005"};
        made.members.people = {"10001", "10002"};
        return made;
    }
    Asker boss() { return asker("10009", model::Role::Admin); }

    CustomerDraft draft(const std::string& name, crm::ObjectKind object = crm::ObjectKind::Customer) {
        CustomerDraft made;
        made.name = name;
        made.object = object;
        made.numbers = {{std::to_string(13800000000 + ++numbers_), ""}};
        return made;
    }
    model::CustomerId create(const Asker& who, const CustomerDraft& what) {
        const auto saved =
            create_customer(connection_, who, what, {ids_.make<model::CustomerId>(1), new_id(), new_id()}, ++now_);
        EXPECT_TRUE(saved.ok()) << saved.error().code << ' ' << saved.error().detail;
        EXPECT_FALSE(saved->refusal) << saved->refusal->code;
        EXPECT_TRUE(saved->problems.empty()) << saved->problems.front().field << saved->problems.front().code;
        return saved->id;
    }
    model::CustomerId in_pool(std::int64_t pool_id, const std::string& name = "公海客户",
                              crm::ObjectKind object = crm::ObjectKind::Customer) {
        auto wanted = draft(name, object);
        wanted.pool = crm::SettingId{pool_id};
        return create(boss(), wanted);
    }

    /// The code of the refusal; empty: it was done.
    std::string act_on(const Asker& who, const ActionWish& wish, model::CustomerId id) {
        const auto prepared = prepare(connection_, who, wish, ++now_);
        EXPECT_TRUE(prepared.ok()) << prepared.error().code << prepared.error().detail;
        if (prepared->refusal) {
            return std::string{prepared->refusal->code};
        }
        const auto acted = act(connection_, who, wish, *prepared, id, ids_, now_);
        EXPECT_TRUE(acted.ok()) << acted.error().code << ' ' << acted.error().detail;
        return acted->refusal ? std::string{acted->refusal->code} : std::string{};
    }
    static ActionWish wish(ActionKind action) {
        ActionWish made;
        made.action = action;
        return made;
    }
    static ActionWish to_owner(ActionKind action, const std::string& number) {
        auto made = wish(action);
        made.owner = number;
        return made;
    }
    static ActionWish to_pool(ActionKind action, std::int64_t pool_id) {
        auto made = wish(action);
        made.pool = crm::SettingId{pool_id};
        return made;
    }

    CustomerRow row(model::CustomerId id) {
        return *connection_.one<CustomerRow>("SELECT * FROM customers WHERE id = ?", id);
    }
    /// 工号 of its owner; empty: nobody.
    std::string owner_of(model::CustomerId id) {
        const auto owner = row(id).owner_id;
        return owner ? *connection_.one<std::string>("SELECT number FROM users WHERE id = ?", *owner) : "";
    }
    std::vector<std::string> moves_of(model::CustomerId id) {
        return *connection_.rows<std::string>("SELECT what FROM pool_moves WHERE customer_id = ? ORDER BY at_ms, id",
                                              id);
    }
    std::int64_t count(const std::string& sql) { return *connection_.one<std::int64_t>(sql); }
    std::int64_t new_id() { return ids_.make<model::CallId>(1).value; }

    std::int64_t numbers_ = 0;
};

}  // namespace yh::office::customers
