#include <gtest/gtest.h>

#include <utility>

#include "office/customers/company_fake.h"
#include "office/customers/dedup/dedup_rules.h"
#include "office/customers/dedup/duplicate_store.h"
#include "office/customers/dedup/merge_store.h"

namespace yh::office::customers {
namespace {

using crm::DedupRule;
using crm::FieldType;
using crm::ObjectKind;

crm::Field own_field_of(std::int64_t id, ObjectKind object, const std::string& key, FieldType type,
                        const std::string& name) {
    crm::Field field;
    field.id = crm::SettingId{id};
    field.object = object;
    field.key = key;
    field.type = type;
    field.name = name;
    return field;
}

DedupRule rule(std::vector<std::string> fields, std::string prompt = {}) {
    static std::int64_t next = 900;
    DedupRule made;
    made.id = crm::SettingId{++next};
    made.fields = std::move(fields);
    made.prompt = std::move(prompt);
    return made;
}

class Duplicates : public Company {
  protected:
    Duplicates() : Company{{"10001", "10002", "10009"}} {
        book_.fields.push_back(own_field_of(1, ObjectKind::Customer, "f1", FieldType::Text, "税号"));
        book_.fields.push_back(own_field_of(2, ObjectKind::Customer, "f2", FieldType::Text, "城市"));
        book_.fields.push_back(own_field_of(3, ObjectKind::Lead, "f3", FieldType::Text, "税号"));
    }

    Asker asker(const std::string& number = "10009", model::Role role = model::Role::Admin) {
        publish();
        return Company::asker(number, role);
    }
    static CustomerDraft draft(const std::string& name, const std::string& number, std::string_view fields = "{}",
                               ObjectKind object = ObjectKind::Customer) {
        CustomerDraft made;
        made.object = object;
        made.name = name;
        made.numbers = {{number, ""}};
        made.fields = *JsonValue::parse(fields);
        return made;
    }
    Saved create(const Asker& who, const CustomerDraft& what) {
        auto saved = create_customer(connection_, who, what, {ids_.make<model::CustomerId>(1), new_id()}, ++now_);
        EXPECT_TRUE(saved.ok()) << saved.error().code << ' ' << saved.error().detail;
        return *std::move(saved);
    }
    Saved change(const Asker& who, model::CustomerId id, const CustomerDraft& what) {
        auto saved = change_customer(connection_, who, id, what, new_id(), ++now_);
        EXPECT_TRUE(saved.ok()) << saved.error().code << ' ' << saved.error().detail;
        return *std::move(saved);
    }
    Saved merge(const Asker& who, model::CustomerId into, const std::vector<model::CustomerId>& others) {
        const std::vector<std::int64_t> history{new_id(), new_id(), new_id(), new_id()};
        auto saved = merge_customers(connection_, who, into, others, history, ++now_);
        EXPECT_TRUE(saved.ok()) << saved.error().code << ' ' << saved.error().detail;
        return *std::move(saved);
    }
    static std::string refusal(const Saved& saved) {
        return saved.refusal ? std::string{saved.refusal->code} : saved.problems.empty() ? "" : "problems";
    }
    std::int64_t new_id() { return ids_.make<model::CallId>(1).value; }
};

TEST_P(Duplicates, R161_ARuleRefusesAndSaysWhyInTheCompanysWords) {
    book_.dedup_rules.push_back(rule({"f1"}, "税号 {税号} 已登记，请联系 {name} 的所属人"));
    const auto first = create(asker(), draft("甲公司", "13800000001", R"({"f1":"9131","f2":"上海"})"));
    ASSERT_EQ(refusal(first), "");
    const auto second = create(asker(), draft("乙公司", "13800000002", R"({"f1":" 9131 "})"));
    EXPECT_EQ(refusal(second), "customer.duplicate");
    EXPECT_EQ(second.prompt, "税号 9131 已登记，请联系 乙公司 的所属人");
    EXPECT_EQ(second.other, first.id);
    EXPECT_EQ(refusal(create(asker(), draft("丙公司", "13800000003", R"({"f1":"9132"})"))), "");
    EXPECT_EQ(refusal(create(asker(), draft("丁公司", "13800000004"))), "") << "what is empty is nobody's duplicate";
}

TEST_P(Duplicates, R161_AllFieldsOfARuleMustBeTheSame) {
    book_.dedup_rules.push_back(rule({"name", "f2"}));
    ASSERT_EQ(refusal(create(asker(), draft("王伟", "13800000001", R"({"f2":"上海"})"))), "");
    EXPECT_EQ(refusal(create(asker(), draft("王伟", "13800000002", R"({"f2":"北京"})"))), "");
    EXPECT_EQ(refusal(create(asker(), draft("王伟", "13800000003", R"({"f2":"上海"})"))), "customer.duplicate");
    book_.dedup_rules.back().enabled = false;
    EXPECT_EQ(refusal(create(asker(), draft("王伟", "13800000003", R"({"f2":"上海"})"))), "");
}

TEST_P(Duplicates, R161_ADayIsARuleToo) {
    book_.fields.push_back(own_field_of(4, ObjectKind::Customer, "f4", FieldType::Date, "成立日期"));
    book_.dedup_rules.push_back(rule({"f4"}));
    ASSERT_EQ(refusal(create(asker(), draft("甲公司", "13800000001", R"({"f4":"2010-05-01"})"))), "");
    const auto second = create(asker(), draft("乙公司", "13800000002", R"({"f4":"2011-05-01"})"));
    ASSERT_EQ(refusal(second), "");
    EXPECT_EQ(refusal(create(asker(), draft("丙公司", "13800000003", R"({"f4":"2010/5/1"})"))), "customer.duplicate");
    EXPECT_EQ(refusal(change(asker(), second.id, draft("乙公司", "13800000002", R"({"f4":"2010-05-01"})"))),
              "customer.duplicate");
    // A file looks for many at once.
    CustomerRow row;
    row.fields = R"({"f4":"2010-05-01"})";
    auto marks = marks_of(book_, row, {});
    marks.push_back(Mark::day(crm::SettingId{4}, "1999-01-01"));
    const auto presence = Presence::look_up(connection_, tenant_, marks);
    ASSERT_TRUE(presence.ok()) << presence.error().detail;
    ASSERT_EQ(marks.size(), 2U);
    EXPECT_TRUE(presence->may_have(marks[0]));
    EXPECT_FALSE(presence->may_have(marks[1]));
}

TEST_P(Duplicates, R161_WhoIsADuplicateAlreadyCanBeEditedButNobodyBecomesOne) {
    const auto first = create(asker(), draft("王伟", "13800000001"));
    const auto second = create(asker(), draft("王伟", "13800000002"));
    const auto third = create(asker(), draft("李娜", "13800000003"));
    book_.dedup_rules.push_back(rule({"name"}));
    auto edited = draft("王伟", "13800000002");
    edited.note = "老客户";
    EXPECT_EQ(refusal(change(asker(), second.id, edited)), "");
    EXPECT_EQ(refusal(change(asker(), third.id, draft("王伟", "13800000003"))), "customer.duplicate");
    EXPECT_EQ(refusal(first), "");
}

TEST_P(Duplicates, R161_TheScopeOfARuleAndWhoMaySeeTheOther) {
    auto mine = rule({"name"});
    mine.scope = crm::DedupScope::Mine;
    book_.dedup_rules.push_back(mine);
    const auto agent = asker("10001", model::Role::Agent);
    ASSERT_EQ(refusal(create(agent, draft("王伟", "13800000001"))), "");
    EXPECT_EQ(refusal(create(asker("10002", model::Role::Agent), draft("王伟", "13800000002"))), "");
    EXPECT_EQ(refusal(create(agent, draft("王伟", "13800000003"))), "customer.duplicate");
    book_.dedup_rules.back().scope = crm::DedupScope::All;
    const auto refused = create(asker("10002", model::Role::Agent), draft("王伟", "13800000004"));
    EXPECT_EQ(refusal(refused), "customer.duplicate");
    book_.dedup_rules.back().scope = crm::DedupScope::Pools;
    EXPECT_EQ(refusal(create(asker("10001", model::Role::Agent), draft("王伟", "13800000005"))), "")
        << "nobody of this name lies in a pool";
}

TEST_P(Duplicates, R161_R163_ALeadIsComparedWithCustomersByTheMapping) {
    auto leads = rule({"f3"});
    leads.object = ObjectKind::Lead;
    leads.against = {ObjectKind::Lead, ObjectKind::Customer};
    book_.dedup_rules.push_back(leads);
    ASSERT_EQ(refusal(create(asker(), draft("甲公司", "13800000001", R"({"f1":"9131"})"))), "");
    const auto lead = draft("甲", "13800000002", R"({"f3":"9131"})", ObjectKind::Lead);
    EXPECT_EQ(refusal(create(asker(), lead)), "") << "no field of customers is mapped";
    book_.mapping.fields.push_back({"f3", "f1"});
    auto second = lead;
    second.numbers = {{"13800000003", ""}};
    EXPECT_EQ(refusal(create(asker(), second)), "customer.duplicate");
}

TEST_P(Duplicates, R161_RowsOfOneFileAreComparedByTheSameRules) {
    book_.dedup_rules.push_back(rule({"name", "numbers"}));
    CustomerRow row;
    row.name = "王伟";
    row.fields = "{}";
    NumberRow one;
    one.number = "13800000001";
    NumberRow other;
    other.number = "13800000002";
    EXPECT_EQ(file_keys(book_, ObjectKind::Customer, Compared{row, {one, other}}).size(), 2U);
    EXPECT_TRUE(file_keys(book_, ObjectKind::Lead, Compared{row, {one}}).empty());
    EXPECT_FALSE(can_be_looked_up(book_, rule({"level"})));
    EXPECT_TRUE(can_be_looked_up(book_, rule({"level", "f1"})));
}

TEST_P(Duplicates, R161_DuplicatesBecomeOneWithAllThatHangsOnThem) {
    const auto stays = create(asker(), draft("王伟", "13800000001", R"({"f1":"9131"})"));
    auto twin = draft("王伟", "13800000002", R"({"f1":"0000","f2":"上海"})");
    twin.note = "老客户";
    const auto goes = create(asker("10001"), twin);
    auto contact = draft("小李", "13800000009", "{}", ObjectKind::Contact);
    contact.parent = goes.id;
    const auto kept = create(asker(), contact);
    ASSERT_TRUE(connection_
                    .run("INSERT INTO service_records (id, tenant_id, customer_id, number, user_id, result, note, "
                         "created_at_ms) VALUES (1, ?, ?, '', 1, '', '问价格', 5)",
                         tenant_, goes.id)
                    .ok());
    const auto alike = find_card(connection_, asker(), stays.id, Whose::InScope);
    ASSERT_TRUE(alike.ok() && *alike);

    ASSERT_EQ(refusal(merge(asker(), stays.id, {goes.id})), "");
    const auto card = find_card(connection_, asker(), stays.id, Whose::InScope);
    ASSERT_TRUE(card.ok() && *card);
    ASSERT_EQ((*card)->numbers.size(), 2U);
    EXPECT_EQ((*card)->numbers[1].number, "13800000002");
    EXPECT_EQ((*card)->note, "老客户");
    EXPECT_EQ(*(*card)->fields.find("f1")->as_text(), "9131") << "what stands there stays";
    EXPECT_EQ(*(*card)->fields.find("f2")->as_text(), "上海");
    EXPECT_EQ(find_by_number(connection_, tenant_, "13800000002").value(), stays.id) << "its calls are found by it";
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT customer_id FROM service_records WHERE id = 1"), stays.id.value);
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT parent_id FROM customers WHERE id = ?", kept.id), stays.id.value);
    EXPECT_FALSE(*find_card(connection_, asker(), goes.id, Whose::InScope));
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT merged_into FROM customers WHERE id = ?", goes.id),
              stays.id.value);
    const auto history = history_of(connection_, stays.id);
    ASSERT_TRUE(history.ok());
    ASSERT_EQ(history->size(), 4U) << "both were created, one merged, one went into it";
    EXPECT_EQ(history->front().what, HistoryWhat::Merged);
}

TEST_P(Duplicates, R161_WhatCannotBeMergedIsNot) {
    const auto one = create(asker(), draft("王伟", "13800000001"));
    const auto lead = create(asker(), draft("王伟", "13800000001", "{}", ObjectKind::Lead));
    const auto theirs = create(asker("10002"), draft("王伟", "13800000003"));
    EXPECT_EQ(refusal(merge(asker(), one.id, {lead.id})), "merge.other_kind");
    EXPECT_EQ(refusal(merge(asker(), one.id, {one.id})), "merge.nothing");
    EXPECT_EQ(refusal(merge(asker(), one.id, {})), "merge.nothing");
    EXPECT_EQ(refusal(merge(asker("10001", model::Role::Agent), theirs.id, {one.id})), "customer.unknown");
    EXPECT_TRUE(*find_card(connection_, asker(), theirs.id, Whose::InScope)) << "nothing happened";
}

TEST_P(Duplicates, R161_WhoMayBeTheSameIsFoundByNameAndByRules) {
    book_.dedup_rules.push_back(rule({"f1"}));
    const auto one = create(asker(), draft("王伟", "13800000001", R"({"f1":"9131"})"));
    const auto named = create(asker(), draft("王伟", "13800000002"));
    create(asker(), draft("李娜", "13800000003"));
    const auto row = connection_.row<CustomerRow>("SELECT * FROM customers WHERE id = ?", one.id);
    const auto alike = find_alike(connection_, asker(), **row, {}, 20);
    ASSERT_TRUE(alike.ok()) << alike.error().code << alike.error().detail;
    EXPECT_EQ(*alike, std::vector<model::CustomerId>{named.id});
}

INSTANTIATE_TEST_SUITE_P(Engines, Duplicates, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::customers
