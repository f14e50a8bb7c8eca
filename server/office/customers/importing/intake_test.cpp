#include "office/customers/importing/intake.h"

#include "office/customers/company_fake.h"
#include "office/customers/dedup/duplicate_store.h"

// New objects of a file that wait and are written together, with both databases.
namespace yh::office::customers {
namespace {

using imports::Fate;
using imports::RowFate;

class Intakes : public Company {
  protected:
    Intakes() : Company{{"10001", "10009"}} {
        crm::Field tax;
        tax.id = crm::SettingId{31};
        tax.key = "f1";
        tax.name = "税号";
        book_.fields.push_back(tax);
        crm::DedupRule same_tax;
        same_tax.id = crm::SettingId{41};
        same_tax.fields = {"f1"};
        same_tax.prompt = "税号重复";
        book_.dedup_rules = {same_tax};
        publish();
        boss_ = asker("10009", model::Role::Admin);
        boss_.source = Source::Import;
    }
    CustomerDraft draft(const std::string& name, const std::string& number, const std::string& tax = {}) {
        CustomerDraft made;
        made.name = name;
        made.numbers = {{number, ""}};
        if (!tax.empty()) {
            made.fields = *JsonValue::parse("{\"f1\": \"" + tax + "\"}");
        }
        return made;
    }
    NewIds fresh_ids() { return {ids_.make<model::CustomerId>(1), ids_.make<model::CustomerId>(1).value, 0}; }
    Drafted drafted(const CustomerDraft& wanted, const Presence& presence = {}) {
        auto made = draft_customer(connection_, boss_, wanted, fresh_ids(), now_, presence);
        EXPECT_TRUE(made.ok()) << made.error().code << ' ' << made.error().detail;
        return *std::move(made);
    }
    Intake intake(std::vector<RowFate>& fates) { return {connection_, boss_, {}, fates, now_}; }
    void add(Intake& into, std::vector<RowFate>& fates, const CustomerDraft& wanted) {
        auto made = drafted(wanted);
        ASSERT_TRUE(made.fresh);
        into.add(*std::move(made.fresh));
        fates.push_back({Fate::Added, {}, {}, 1});
    }
    void create(const CustomerDraft& wanted) {
        const auto saved = create_customer(connection_, boss_, wanted, fresh_ids(), now_);
        ASSERT_TRUE(saved.ok() && !saved->refusal);
    }
    std::vector<std::string> names() {
        return *connection_.rows<std::string>("SELECT name FROM customers ORDER BY name");
    }
    std::int64_t count(const std::string& table) {
        return *connection_.one<std::int64_t>("SELECT COUNT(*) FROM " + table);
    }

    Asker boss_;
};

TEST_P(Intakes, WhatWaitsIsWrittenTogetherWithAllThatBelongsToIt) {
    std::vector<RowFate> fates;
    auto into = intake(fates);
    add(into, fates, draft("甲", "13800000001", "T1"));
    add(into, fates, draft("乙", "13800000002", "T2"));
    EXPECT_EQ(count("customers"), 0) << "it waits";
    ASSERT_TRUE(into.settle().ok());
    EXPECT_EQ(names(), (std::vector<std::string>{"乙", "甲"}));
    for (const auto* table : {"customer_numbers", "customer_keys", "customer_history"}) {
        EXPECT_EQ(count(table), 2) << table;
    }
    EXPECT_EQ(drafted(draft("丙", "13800000003", "T2")).refused.prompt, "税号重复") << "found by the rule";
    ASSERT_TRUE(into.settle().ok()) << "nothing waits any more";
    EXPECT_EQ(count("customers"), 2);
}

TEST_P(Intakes, SomebodysNumberCostsNobodyElseHisRow) {
    std::vector<RowFate> fates;
    auto into = intake(fates);
    add(into, fates, draft("甲", "13800000001"));
    add(into, fates, draft("乙", "13800000002"));
    add(into, fates, draft("丙", "13800000003"));
    create(draft("先到", "13800000002"));
    ASSERT_TRUE(into.settle().ok());
    EXPECT_EQ(names(), (std::vector<std::string>{"丙", "先到", "甲"}));
    EXPECT_EQ(fates[0].fate, Fate::Added);
    EXPECT_EQ(fates[1].fate, Fate::Failed);
    EXPECT_EQ(fates[1].error.code, "customer.exists");
    EXPECT_EQ(fates[2].fate, Fate::Added);
    EXPECT_EQ(count("customer_history"), 3);
}

TEST_P(Intakes, ARowThatTheDatabaseRefusesCostsNobodyElseHis) {
    std::vector<RowFate> fates;
    auto into = intake(fates);
    add(into, fates, draft("甲", "13800000001"));
    auto bad = drafted(draft("乙", "13800000002"));
    bad.fresh->row.tenant_id = 424242;  // there is no such company
    into.add(*std::move(bad.fresh));
    fates.push_back({Fate::Added, {}, {}, 1});
    add(into, fates, draft("丙", "13800000003"));
    ASSERT_TRUE(into.settle().ok());
    EXPECT_EQ(names(), (std::vector<std::string>{"丙", "甲"}));
    EXPECT_EQ(fates[1].fate, Fate::Failed);
    EXPECT_EQ(fates[1].error.code, "db.foreign_key");
    EXPECT_EQ(fates[2].fate, Fate::Added);
}

TEST_P(Intakes, KnowsByWhatSomethingThatWaitsMayBeFound) {
    std::vector<RowFate> fates;
    auto into = intake(fates);
    add(into, fates, draft("甲", "13800000001", "T1"));
    const auto marks = [&](const CustomerDraft& wanted) {
        const auto made = drafted(wanted);
        return marks_of(book_, made.fresh->row, made.fresh->numbers);
    };
    EXPECT_TRUE(into.holds(marks(draft("乙", "13800000002", "T1"))));
    EXPECT_TRUE(into.holds(marks(draft("乙", "13800000001", "T2"))));
    EXPECT_FALSE(into.holds(marks(draft("甲", "13800000002", "T2")))) << "no rule speaks of names";
    ASSERT_TRUE(into.settle().ok());
    EXPECT_FALSE(into.holds(marks(draft("乙", "13800000001", "T2")))) << "the tables know it now";
}

TEST_P(Intakes, PresenceSparesNoLookUpThatHasAnAnswer) {
    create(draft("甲", "13800000001", "T1"));
    const auto wanted = draft("乙", "13800000002", "T1");
    CustomerRow row;
    row.object = crm::ObjectKind::Customer;
    row.fields = "{\"f1\": \"T1\"}";
    const auto there = Presence::look_up(connection_, tenant_, marks_of(book_, row, {}));
    ASSERT_TRUE(there.ok());
    EXPECT_EQ(drafted(wanted, *there).refused.prompt, "税号重复");
    row.fields = "{\"f1\": \"T9\"}";
    const auto absent = Presence::look_up(connection_, tenant_, marks_of(book_, row, {}));
    EXPECT_EQ(drafted(wanted, *absent).refused.prompt, "税号重复") << "what was not looked up may be there";
    EXPECT_TRUE(drafted(draft("丙", "13800000003", "T9"), *absent).fresh);
    EXPECT_FALSE(absent->may_have(marks_of(book_, row, {}).front()));
}

INSTANTIATE_TEST_SUITE_P(Engines, Intakes, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::customers
