#include <gtest/gtest.h>

#include <memory>

#include "office/customers/company_fake.h"
#include "office/customers/contact_list.h"
#include "office/customers/conversion_store.h"
#include "office/customers/customer_list.h"
#include "office/customers/deleted_list.h"
#include "office/customers/dynamics.h"
#include "office/customers/lead_list.h"
#include "office/customers/service_store.h"

namespace yh::office::customers {
namespace {

using crm::ObjectKind;
using crm::SettingId;

constexpr SettingId lead_vip{501};
constexpr SettingId lead_old{502};
constexpr SettingId vip{601};
constexpr SettingId second_stage{701};

crm::Field own_field(ObjectKind object, const char* key, crm::FieldType type, std::vector<crm::FieldChoice> choices) {
    static std::int64_t id = 900;
    crm::Field field;
    field.id = SettingId{++id};
    field.object = object;
    field.key = key;
    field.name = key;
    field.type = type;
    field.choices = std::move(choices);
    return field;
}

/// Tags of leads that become tags of customers, and fields that are mapped.
crm::BooksPtr books(model::TenantId tenant) {
    crm::Book book = crm::first_book();
    book.stages.insert(book.stages.begin() + 1, {second_stage, "意向", crm::StageState::Open, 40, false});
    book.tag_groups.push_back(
        {SettingId{500}, ObjectKind::Lead, "热度", "brand", {{lead_vip, "重要", vip.text()}, {lead_old, "陈旧", ""}}});
    book.tag_groups.push_back({SettingId{600}, ObjectKind::Customer, "等级", "warn", {{vip, "贵宾", ""}}});
    book.groups.push_back({SettingId{801}, "华东"});
    book.fields.push_back(
        own_field(ObjectKind::Lead, "f1", crm::FieldType::Select, {{"c1", "网站", true}, {"c2", "电话", true}}));
    book.fields.push_back(own_field(ObjectKind::Lead, "f2", crm::FieldType::Text, {}));
    book.fields.push_back(
        own_field(ObjectKind::Customer, "f1", crm::FieldType::Select, {{"c7", "电话", true}, {"c8", "网站", true}}));
    book.fields.push_back(own_field(ObjectKind::Customer, "f3", crm::FieldType::Text, {}));
    auto budget = own_field(ObjectKind::Lead, "f4", crm::FieldType::Text, {});
    budget.readers = budget.writers = {.everybody = false, .roles = {"admin"}, .departments = {}, .people = {}};
    book.fields.push_back(budget);
    budget.object = ObjectKind::Customer;
    budget.id = SettingId{999};
    book.fields.push_back(budget);
    book.mapping.fields = {{"f1", "f1"}, {"f2", "f3"}, {"f4", "f4"}};
    auto all = std::make_shared<crm::Books>();
    all->put(tenant, std::move(book));
    return all;
}

class Objects : public Company {
  protected:
    Objects() : Company{{"10001", "10002", "10009"}} { books_ = books(tenant_); }

    static CustomerDraft draft(ObjectKind object, const std::string& name, std::vector<DraftNumber> numbers) {
        CustomerDraft made;
        made.object = object;
        made.name = name;
        made.level = "一般";
        made.numbers = std::move(numbers);
        return made;
    }
    CustomerDraft contact(model::CustomerId parent, const std::string& name, const std::string& number) {
        auto made = draft(ObjectKind::Contact, name, {{number, ""}});
        made.parent = parent;
        return made;
    }
    Saved create(const Asker& who, const CustomerDraft& what) {
        auto saved = create_customer(connection_, who, what, fresh(), ++now_);
        EXPECT_TRUE(saved.ok()) << saved.error().code << ' ' << saved.error().detail;
        return *std::move(saved);
    }
    std::optional<CustomerCard> card(const Asker& who, model::CustomerId id) {
        auto found = find_card(connection_, who, id, Whose::InScope);
        EXPECT_TRUE(found.ok()) << found.error().code << ' ' << found.error().detail;
        return *std::move(found);
    }
    std::optional<model::CustomerId> known(const std::string& number) {
        auto found = find_by_number(connection_, tenant_, number);
        EXPECT_TRUE(found.ok()) << found.error().detail;
        return *found;
    }
    template <class Row>
    std::vector<std::string> names_in(const lists::Listing<Row>& listing, const Asker& who) {
        lists::Asked asked;
        asked.reader.who = who.who;
        asked.reader.books = books_;
        asked.page.size = 100;
        auto page = lists::find_page(connection_, listing, asked);
        EXPECT_TRUE(page.ok()) << page.error().code << ' ' << page.error().detail;
        std::vector<std::string> names;
        for (const auto& row : page->items) {
            names.push_back(row.name);
        }
        return names;
    }
    static std::string refusal(const Saved& saved) {
        return saved.refusal ? std::string{saved.refusal->code} : std::string{};
    }
    static std::string problem(const Saved& saved) {
        return saved.problems.empty() ? std::string{}
                                      : saved.problems.front().field + " " + std::string{saved.problems.front().code};
    }
    NewIds fresh() { return {ids_.make<model::CustomerId>(1), new_id(), new_id()}; }
    std::int64_t new_id() { return ids_.make<model::CallId>(1).value; }
};

TEST_P(Objects, R120_ANumberIsOneCustomersAndOneLeadsAndManyContacts) {
    const auto who = asker("10001");
    const auto customer = create(who, draft(ObjectKind::Customer, "甲公司", {{"13800000001", ""}}));
    const auto lead = create(who, draft(ObjectKind::Lead, "线索甲", {{"13800000001", ""}}));
    EXPECT_EQ(refusal(customer) + refusal(lead), "") << "a lead may have a customer's number";
    EXPECT_EQ(refusal(create(who, draft(ObjectKind::Lead, "线索乙", {{"+8613800000001", ""}}))), "customer.exists");
    const auto other = create(who, draft(ObjectKind::Customer, "乙公司", {{"13800000002", ""}}));
    EXPECT_EQ(refusal(create(who, contact(customer.id, "王先生", "13800000001"))), "");
    EXPECT_EQ(refusal(create(who, contact(other.id, "王先生", "13800000001"))), "");
    EXPECT_EQ(names_in(customers(), who), (std::vector<std::string>{"乙公司", "甲公司"}));
    EXPECT_EQ(names_in(leads(), who), (std::vector<std::string>{"线索甲"}));
    EXPECT_EQ(names_in(contacts(), who), (std::vector<std::string>{"王先生", "王先生"}));
}

TEST_P(Objects, R142_ContactsBelongToACustomerAndAreSeenWithIt) {
    const auto first = asker("10001");
    const auto second = asker("10002");
    EXPECT_EQ(problem(create(first, draft(ObjectKind::Contact, "没有客户", {{"13800000003", ""}}))),
              "parent config.required");
    const auto customer = create(first, draft(ObjectKind::Customer, "甲公司", {{"13800000001", ""}}));
    EXPECT_EQ(problem(create(second, contact(customer.id, "王先生", "13800000003"))), "parent customer.unknown")
        << "another's customer";
    const auto lead = create(first, draft(ObjectKind::Lead, "线索甲", {{"13800000004", ""}}));
    EXPECT_EQ(problem(create(first, contact(lead.id, "王先生", "13800000003"))), "parent customer.unknown");
    const auto made = create(first, contact(customer.id, "王先生", "13800000003"));
    ASSERT_TRUE(card(first, made.id));
    EXPECT_EQ(card(first, made.id)->parent->name, "甲公司");
    EXPECT_FALSE(card(second, made.id));
    EXPECT_EQ(names_in(contacts(), second).size(), 0U);
    // The customer goes to somebody else, and its people with it.
    auto given = draft(ObjectKind::Customer, "甲公司", {{"13800000001", ""}});
    given.owner = "10002";
    ASSERT_TRUE(
        change_customer(connection_, asker("10009", model::Role::Admin), customer.id, given, new_id(), ++now_).ok());
    EXPECT_FALSE(card(first, made.id));
    EXPECT_TRUE(card(second, made.id));
    EXPECT_EQ(names_in(contacts(), second), (std::vector<std::string>{"王先生"}));
}

TEST_P(Objects, R069_ANumberIsTheCustomersElseItsContactsElseALeads) {
    const auto who = asker("10001");
    const auto lead = create(who, draft(ObjectKind::Lead, "线索甲", {{"13800000005", ""}}));
    EXPECT_EQ(known("013800000005"), lead.id);
    const auto customer = create(who, draft(ObjectKind::Customer, "甲公司", {{"13800000001", ""}}));
    const auto person = create(who, contact(customer.id, "王先生", "13800000005"));
    EXPECT_EQ(known("13800000005"), customer.id);
    const auto told = find_known_by_number(connection_, tenant_, "13800000005");
    ASSERT_TRUE(told.ok() && *told && (*told)->contact);
    EXPECT_EQ((*told)->contact->name, "王先生");
    EXPECT_EQ((*told)->contact->id, person.id.text());
    const auto own = create(who, draft(ObjectKind::Customer, "乙公司", {{"13800000005", ""}}));
    EXPECT_EQ(known("13800000005"), own.id);
    const auto ring = find_known(connection_, tenant_, "13800000005");
    ASSERT_TRUE(ring.ok() && *ring);
    EXPECT_EQ((*ring)->name, "乙公司");
}

TEST_P(Objects, R144_ContactsGoWithTheirCustomerAndComeBackWithIt) {
    const auto who = asker("10001");
    const auto admin = asker("10009", model::Role::Admin);
    const auto customer = create(who, draft(ObjectKind::Customer, "甲公司", {{"13800000001", ""}}));
    const auto early = create(who, contact(customer.id, "早先", "13800000006"));
    const auto late = create(who, contact(customer.id, "后来", "13800000007"));
    ASSERT_TRUE(delete_customer(connection_, who, early.id, new_id(), ++now_).ok());
    const auto hanging = find_dependents(connection_, customer.id);
    ASSERT_TRUE(hanging.ok()) << hanging.error().detail;
    EXPECT_EQ(hanging->contacts, 1);
    auto tried = delete_customer(connection_, who, customer.id, new_id(), ++now_, 0);
    EXPECT_EQ(refusal(*tried), "customer.has_contacts") << "U11: whoever deletes must have been told";
    EXPECT_EQ(tried->refusal->detail, "1");
    EXPECT_TRUE(card(who, customer.id));
    EXPECT_EQ(refusal(*delete_customer(connection_, who, customer.id, new_id(), ++now_, 1)), "");
    EXPECT_FALSE(card(who, late.id));
    EXPECT_FALSE(known("13800000007"));
    EXPECT_EQ(names_in(deleted_objects(), admin), (std::vector<std::string>{"甲公司", "早先"}))
        << "what went with its customer is no line of its own";
    EXPECT_EQ(refusal(*restore_customer(connection_, admin, late.id, new_id(), ++now_)), "customer.parent_deleted");
    EXPECT_EQ(refusal(*restore_customer(connection_, admin, customer.id, new_id(), ++now_)), "");
    EXPECT_TRUE(card(who, late.id));
    EXPECT_EQ(known("13800000007"), customer.id);
    EXPECT_FALSE(card(who, early.id)) << "deleted before, for a reason of its own";
    EXPECT_EQ(refusal(*restore_customer(connection_, admin, early.id, new_id(), ++now_)), "");
    EXPECT_TRUE(card(who, early.id));
}

TEST_P(Objects, R148_ALeadBecomesACustomerWithMappedFieldsAndTags) {
    const auto who = asker("10001");
    auto wanted = draft(ObjectKind::Lead, "线索甲", {{"13800000001", "手机"}});
    wanted.note = "展会上认识";
    wanted.tags = {lead_vip, lead_old};
    wanted.fields = *JsonValue::parse(R"({"f1":"c1","f2":"上海"})");
    const auto lead = create(who, wanted);
    ASSERT_EQ(refusal(lead) + problem(lead), "");
    const auto admin = asker("10009", model::Role::Admin);
    auto secret = wanted;
    secret.fields = *JsonValue::parse(R"({"f4":"百万"})");
    ASSERT_EQ(refusal(*change_customer(connection_, admin, lead.id, secret, new_id(), ++now_)), "");
    const auto proposed = find_conversion(connection_, who, lead.id);
    ASSERT_TRUE(proposed.ok() && *proposed) << proposed.error().detail;
    const auto& filled = (*proposed)->draft;
    EXPECT_FALSE((*proposed)->customer);
    EXPECT_EQ(filled.name, "线索甲");
    EXPECT_EQ(filled.note, "展会上认识");
    EXPECT_EQ(*filled.tags, (std::vector<SettingId>{vip})) << "映射客户标签; what is mapped to nothing stays behind";
    EXPECT_EQ(*filled.fields->find("f1")->as_text(), "c8") << "a choice goes over by its name";
    EXPECT_EQ(*filled.fields->find("f3")->as_text(), "上海");
    EXPECT_EQ(filled.fields->find("f4"), nullptr) << "what the agent may not see";
    const auto customer = create(who, filled);
    ASSERT_EQ(refusal(customer) + problem(customer), "");
    const auto grown = card(who, customer.id);
    ASSERT_TRUE(grown);
    EXPECT_EQ(grown->object, ObjectKind::Customer);
    EXPECT_EQ(grown->source, Source::Lead);
    ASSERT_EQ(grown->tags.size(), 1U);
    EXPECT_EQ(grown->tags[0].name, "贵宾");
    EXPECT_EQ(*card(admin, customer.id)->fields.find("f4")->as_text(), "百万") << "and that is not lost";
    const auto kept = card(who, lead.id);
    ASSERT_TRUE(kept && kept->converted_to) << "the lead stays, and names whom it became";
    EXPECT_EQ(kept->converted_to->id, customer.id.text());
    EXPECT_EQ(refusal(create(who, filled)), "lead.converted");
    const auto again = find_conversion(connection_, who, lead.id);
    EXPECT_EQ(again.ok() ? "" : again.error().code, "lead.converted");
    const auto happened = find_dynamics(connection_, who, lead.id, {});
    ASSERT_TRUE(happened.ok() && *happened) << happened.error().detail;
    EXPECT_EQ((*happened)->items.front().what, HistoryWhat::Converted);
}

TEST_P(Objects, R148_ALeadMayBecomeACustomerThatIsThereAlready) {
    const auto who = asker("10001");
    auto wanted = draft(ObjectKind::Lead, "线索甲", {{"13800000001", ""}, {"13800000009", ""}});
    wanted.tags = {lead_vip};
    const auto lead = create(who, wanted);
    // Somebody else's: who knows the number may know whose it is.
    const auto customer = create(asker("10002"), draft(ObjectKind::Customer, "甲公司", {{"13800000001", ""}}));
    const auto proposed = find_conversion(connection_, who, lead.id);
    ASSERT_TRUE(proposed.ok() && *proposed && (*proposed)->customer);
    EXPECT_EQ((*proposed)->customer->name, "甲公司");
    const auto stranger = create(asker("10002"), draft(ObjectKind::Customer, "丙公司", {{"13800000008", ""}}));
    EXPECT_EQ(refusal(*convert_into(connection_, who, lead.id, stranger.id, fresh(), ++now_)), "customer.unknown");
    EXPECT_EQ(refusal(*convert_into(connection_, who, lead.id, customer.id, fresh(), ++now_)), "");
    const auto grown = card(asker("10002"), customer.id);
    ASSERT_TRUE(grown);
    EXPECT_EQ(grown->name, "甲公司") << "nothing of it is overwritten";
    ASSERT_EQ(grown->tags.size(), 1U);
    EXPECT_EQ(known("13800000009"), customer.id) << "the lead's other number is that customer's as well";
    EXPECT_EQ(refusal(*convert_into(connection_, who, lead.id, customer.id, fresh(), ++now_)), "lead.converted");
}

TEST_P(Objects, R134_DynamicsTellOfAllKindsTheNewestFirst) {
    const auto who = asker("10001");
    const auto customer = create(who, draft(ObjectKind::Customer, "甲公司", {{"13800000001", ""}}));
    for (int i = 0; i < 4; ++i) {
        ServiceDraft service;
        service.note = "第" + std::to_string(i) + "次";
        ASSERT_TRUE(add_service(connection_, who, customer.id, service, new_id(), ++now_).ok());
        auto changed = draft(ObjectKind::Customer, "甲公司", {{"13800000001", ""}});
        changed.note = "改" + std::to_string(i);
        ASSERT_TRUE(change_customer(connection_, who, customer.id, changed, new_id(), ++now_).ok());
    }
    const auto first = find_dynamics(connection_, who, customer.id, {});
    ASSERT_TRUE(first.ok() && *first) << first.error().detail;
    ASSERT_EQ((*first)->items.size(), 5U) << "the newest five";
    EXPECT_EQ((*first)->items[0].kind, DynamicKind::Change);
    EXPECT_EQ((*first)->items[0].changes.front().after, "改3");
    EXPECT_EQ((*first)->items[1].kind, DynamicKind::Service);
    EXPECT_EQ((*first)->items[1].note, "第3次");
    const auto rest = find_dynamics(connection_, who, customer.id, *read_dynamics({}, "50", (*first)->next));
    ASSERT_TRUE(rest.ok() && *rest);
    EXPECT_EQ((*rest)->items.size(), 4U);
    EXPECT_EQ((*rest)->items.back().what, HistoryWhat::Created);
    EXPECT_TRUE((*rest)->next.empty());
    const auto services = find_dynamics(connection_, who, customer.id, *read_dynamics("service", "50", {}));
    ASSERT_TRUE(services.ok() && *services);
    EXPECT_EQ((*services)->items.size(), 4U);
    EXPECT_FALSE(*find_dynamics(connection_, asker("10002"), customer.id, {})) << "nobody else's";
    EXPECT_FALSE(read_dynamics("nothing", {}, {}).ok());
    EXPECT_EQ(read_dynamics({}, {}, "x").error().code, "page.malformed");
}

TEST_P(Objects, R123_R135_GroupStageAndTagsAreShownByTheirNames) {
    const auto who = asker("10001");
    auto wanted = draft(ObjectKind::Customer, "甲公司", {{"13800000001", ""}});
    wanted.stage = second_stage;
    wanted.group = SettingId{801};
    wanted.tags = {vip};
    const auto made = create(who, wanted);
    ASSERT_EQ(problem(made), "");
    lists::Asked asked;
    asked.reader.who = who.who;
    asked.reader.books = books_;
    const auto page = lists::find_page(connection_, customers(), asked);
    ASSERT_TRUE(page.ok()) << page.error().detail;
    ASSERT_EQ(page->items.size(), 1U);
    EXPECT_EQ(page->items[0].stage, "意向");
    EXPECT_EQ(page->items[0].group_name, "华东");
    EXPECT_EQ(page->items[0].tags, "贵宾");
    asked.search = "意向";
    EXPECT_EQ(lists::find_page(connection_, customers(), asked)->items.size(), 1U) << "found by the stage's name";
    asked.search = "流失";
    EXPECT_EQ(lists::find_page(connection_, customers(), asked)->items.size(), 0U);
    wanted.tags = {lead_vip};
    EXPECT_EQ(problem(create(who, wanted)), "tags crm.unknown_tag") << "a lead's tag is no customer's";
    wanted.tags = std::vector<SettingId>{};
    wanted.stage = SettingId{7};
    EXPECT_EQ(problem(create(who, wanted)), "stage crm.unknown_stage");
}

TEST_P(Objects, R001_WhoMayNotSeeLeadsSeesNone) {
    auto who = asker("10001");
    const auto lead = create(who, draft(ObjectKind::Lead, "线索甲", {{"13800000001", ""}}));
    ASSERT_TRUE(card(who, lead.id));
    const std::vector<std::string> some{std::string{people::rights::see_customers}};
    who.who.own_rights = people::Rights::of(some);
    EXPECT_FALSE(card(who, lead.id));
}

INSTANTIATE_TEST_SUITE_P(Engines, Objects, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::customers
