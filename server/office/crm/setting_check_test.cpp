#include "office/crm/setting_check.h"

#include <gtest/gtest.h>

#include "office/crm/book_view.h"

// What is wrong with settings of the business objects, and what each person sees of them.
namespace yh::office::crm {
namespace {

class SettingCheck : public ::testing::Test {
  protected:
    SettingCheck() {
        std::int64_t next = 100;
        for (auto& field : book_.fields) {
            field.id = SettingId{next++};
        }
        for (auto& stage : book_.stages) {
            stage.id = SettingId{next++};
        }
        Field own;
        own.id = SettingId{next++};
        own.key = "f1";
        own.name = "预算";
        own.type = FieldType::Number;
        book_.fields.push_back(own);
        Field lead_own = own;
        lead_own.id = SettingId{next++};
        lead_own.object = ObjectKind::Lead;
        lead_own.key = "f2";
        lead_own.type = FieldType::Text;
        book_.fields.push_back(lead_own);
        namable_.roles = {{"agent", ""}, {"sales", "销售"}};
        namable_.departments = {{"7", "华东", ""}};
        namable_.people = {{"10001", "王丽", ""}, {"10002", "李强", ""}};
    }

    /// "name config.required; …" of what is wrong.
    template <class T>
    std::string wrong(T& wanted, const T* before = nullptr) {
        std::string all;
        for (const auto& problem : check_setting({book_, namable_}, wanted, before)) {
            all += (all.empty() ? "" : "; ") + problem.field + ' ' + std::string{problem.code};
        }
        return all;
    }
    const Field& field(std::string_view key, ObjectKind object = ObjectKind::Customer) {
        for (const auto& one : book_.fields) {
            if (one.key == key && one.object == object) {
                return one;
            }
        }
        ADD_FAILURE() << key;
        return book_.fields.front();
    }

    Book book_ = first_book();
    Namable namable_;
};

// R158: of the system's fields only name and numbers can be called otherwise; the number need not be asked for.
TEST_F(SettingCheck, R158_SystemFieldsKeepWhatTheyAre) {
    auto name = field("name");
    name.name = "  公司名称 ";
    EXPECT_EQ(wrong(name, &field("name")), "");
    EXPECT_EQ(name.name, "公司名称");
    name.required = false;
    name.enabled = false;
    EXPECT_EQ(wrong(name, &field("name")), "enabled crm.fixed; required crm.fixed");
    auto numbers = field("numbers");
    numbers.required = false;
    EXPECT_EQ(wrong(numbers, &field("numbers")), "");
    auto gender = field("gender");
    gender.name = "称呼";
    EXPECT_EQ(wrong(gender, &field("gender")), "name crm.fixed");
    gender = field("gender");
    gender.enabled = false;
    gender.required = true;
    EXPECT_EQ(wrong(gender, &field("gender")), "");
    gender.type = FieldType::Text;
    EXPECT_EQ(wrong(gender, &field("gender")), "type crm.fixed");
}

// R160: a closed field needs choices, each with a name of its own; a default must be a value of the field.
TEST_F(SettingCheck, R160_FieldsOfTheCompanysOwn) {
    Field made;
    EXPECT_EQ(wrong(made), "name config.required");
    made.name = "预算";
    EXPECT_EQ(wrong(made), "name config.twice");
    made.name = "来源";
    made.type = FieldType::Select;
    EXPECT_EQ(wrong(made), "choices config.required");
    made.choices = {{"c1", "展会"}, {"", "展会"}, {"c1", " "}, {"C 1", "网站"}};
    EXPECT_EQ(wrong(made),
              "choices[1].name config.twice; choices[2].name config.required; choices[2].key config.twice; "
              "choices[3].key config.malformed");
    made.choices = {{"c1", "展会"}, {"c2", "网站"}};
    made.initial = JsonValue{"c3"};
    EXPECT_EQ(wrong(made), "initial crm.unknown_choice");
    made.initial = JsonValue{"c2"};
    EXPECT_EQ(wrong(made), "");
    made.type = FieldType::Number;
    made.initial = JsonValue{"viel"};
    EXPECT_EQ(wrong(made), "initial crm.not_a_number");
    EXPECT_TRUE(made.choices.empty()) << "a number has none";
}

// R158: read and write rights name roles, departments and people of the company; whoever has left may stay named.
TEST_F(SettingCheck, R158_RightsNameWhoIsThere) {
    auto own = field("f1");
    own.readers = {false, {"sales", "nobody"}, {"7", "8"}, {"10001", "10009", "10001"}};
    EXPECT_EQ(wrong(own, &field("f1")),
              "readers.roles[1] crm.unknown_role; readers.departments[1] crm.unknown_department; readers.people[1] "
              "config.unknown_user; readers.people[2] config.twice");
    auto before = field("f1");
    before.readers = {false, {}, {}, {"10009"}};
    own.readers = before.readers;
    EXPECT_EQ(wrong(own, &before), "");
    own.readers = {true, {"sales"}, {}, {}};
    EXPECT_EQ(wrong(own, &before), "");
    EXPECT_EQ(own.readers, Audience{}) << "everybody names nobody";
}

// R157: at most twenty tags in a group, of customers and of leads alone; a lead's tag becomes a customer's (R148).
TEST_F(SettingCheck, R157_TagGroups) {
    TagGroup group;
    group.name = "意向";
    group.object = ObjectKind::Contact;
    EXPECT_EQ(wrong(group), "object config.out_of_range");
    group.object = ObjectKind::Customer;
    for (int i = 0; i < 21; ++i) {
        group.tags.push_back({{}, "标签" + std::to_string(i), ""});
    }
    EXPECT_EQ(wrong(group), "tags crm.too_many");
    group.tags.resize(20);
    EXPECT_EQ(wrong(group), "");
    group.tags[1].name = group.tags[0].name;
    group.tags[2].id = SettingId{5};
    EXPECT_EQ(wrong(group), "tags[1].name config.twice; tags[2].id crm.unknown_tag");
    book_.tag_groups = {{SettingId{1}, ObjectKind::Customer, "级别", "", {{SettingId{2}, "高", ""}}}};
    TagGroup leads{{}, ObjectKind::Lead, "线索级别", "", {{{}, "热", "2"}, {{}, "冷", "3"}}};
    EXPECT_EQ(wrong(leads), "tags[1].customer_tag crm.unknown_tag");
}

// R156: the system's stages can only be renamed.
TEST_F(SettingCheck, R156_Stages) {
    auto last = book_.stages.back();
    last.name = "成交";
    EXPECT_EQ(wrong(last, &book_.stages.back()), "");
    last.progress = 90;
    last.state = StageState::Lost;
    EXPECT_EQ(wrong(last, &book_.stages.back()), "state crm.fixed; progress crm.fixed");
    Stage made{{}, "成交", StageState::Open, 101, true};
    EXPECT_EQ(wrong(made), "progress config.out_of_range");
    EXPECT_FALSE(made.system);
}

// R161: rules name fields that are there; words in braces of the sentence are fields of the rule.
TEST_F(SettingCheck, R161_DedupRules) {
    DedupRule rule;
    rule.name = "同名";
    EXPECT_EQ(wrong(rule), "fields config.required");
    rule.fields = {"name", "f1", "f9"};
    rule.prompt = "已有客户 {name}（{level}）";
    EXPECT_EQ(wrong(rule), "fields[2] crm.unknown_field; prompt crm.unknown_field");
    rule.fields = {"name", "f1"};
    rule.prompt = "已有客户 {name}";
    rule.against = {ObjectKind::Customer, ObjectKind::Lead};
    EXPECT_EQ(wrong(rule), "fields[1] crm.across") << "leads do not have it";
    auto own = field("f1");
    own.object = ObjectKind::Lead;
    own.key = "f3";
    book_.fields.push_back(own);
    book_.mapping.fields.push_back({"f3", "f1"});
    EXPECT_EQ(wrong(rule), "") << "by the mapping they have";
    rule.against = {};
    EXPECT_EQ(wrong(rule), "");
    rule.fields = {"level", "gender"};
    rule.prompt.clear();
    EXPECT_EQ(wrong(rule), "fields crm.tells_nobody_apart") << "it would refuse nobody, without a word";
}

// R162: conditions over fields that are there, and pools or people who are.
TEST_F(SettingCheck, R162_AllocationRules) {
    AllocationRule rule;
    rule.name = "新客";
    EXPECT_EQ(wrong(rule), "targets config.required");
    rule.targets = {{"10001", 5}, {"10001", -1}, {"10009", 0}};
    EXPECT_EQ(wrong(rule),
              "targets[1].daily_cap config.out_of_range; targets[1].target config.twice; targets[2].target "
              "config.unknown_user");
    rule.targets = {{"10001", 5}};
    rule.conditions = {{"f1", ConditionIs::After, "1000"},
                       {"name", ConditionIs::After, "x"},
                       {"gender", ConditionIs::Equal, "other"},
                       {"f7", ConditionIs::Equal, "1"},
                       {"tags", ConditionIs::Empty, "x"}};
    EXPECT_EQ(wrong(rule),
              "conditions[1].is crm.no_order; conditions[2].value crm.unknown_choice; conditions[3].field "
              "crm.unknown_field");
    EXPECT_EQ(rule.conditions[4].value, "");
    rule.conditions.clear();
    rule.to = AllocateTo::Pool;
    EXPECT_EQ(wrong(rule), "targets[0].target crm.unknown_pool");
}

// R150, R153: administrators and members are people of the company; limits are none or more than none.
TEST_F(SettingCheck, R150_Pools) {
    Pool pool;
    pool.name = "华东公海";
    pool.admins = {"10001", "10009"};
    pool.claim.limited = true;
    pool.returning.enabled = true;
    EXPECT_EQ(wrong(pool), "admins[1] config.unknown_user; claim.limited crm.no_limit; returning.enabled crm.no_limit");
    pool.admins = {"10001"};
    pool.claim.a_day = 10;
    pool.returning.idle_days = 30;
    pool.returning.warn_days = -1;
    EXPECT_EQ(wrong(pool), "returning.warn_days config.out_of_range");
    pool.returning = {true, 0, 0, "2026-02-30", 0, 1};
    EXPECT_EQ(wrong(pool), "returning.on_day crm.not_a_date");
    pool.returning.on_day = "2026/2/3";
    EXPECT_EQ(wrong(pool), "");
    EXPECT_EQ(pool.returning.on_day, "2026-02-03");
}

// R163: a lead's field becomes a customer's of the same kind, or text.
TEST_F(SettingCheck, R163_Mapping) {
    Mapping mapping{{}, {{"name", "name"}, {"f2", "f1"}, {"f1", "note"}, {"gender", "note"}, {"note", "note"}}};
    EXPECT_EQ(wrong(mapping),
              "fields[1].customer_field crm.types_differ; fields[2].lead_field crm.unknown_field; "
              "fields[3].customer_field config.twice; fields[4].customer_field config.twice");
}

// R164: what is published has objects and fields.
TEST_F(SettingCheck, R164_FollowUpTemplates) {
    FollowUpTemplate form;
    form.name = "电话回访";
    EXPECT_EQ(wrong(form), "");
    form.published = true;
    EXPECT_EQ(wrong(form), "objects config.required; fields config.required");
    form.objects = {ObjectKind::Customer};
    form.fields.resize(1);
    form.fields[0].type = FieldType::Radio;
    form.fields[0].name = "结果";
    form.fields[0].width = 13;
    EXPECT_EQ(wrong(form), "fields[0].choices config.required; fields[0].width config.out_of_range");
}

// R152, R158, R164: everybody gets the book as he may see it.
TEST_F(SettingCheck, R158_TheBookAsOneSeesIt) {
    people::SignedIn who;
    who.role = model::Role::Agent;
    who.number = "10002";
    auto& own = book_.fields[book_.fields.size() - 2];
    ASSERT_EQ(own.key, "f1");
    own.writers = {false, {}, {}, {"10001"}};
    FollowUpTemplate form;
    form.id = SettingId{1};
    form.name = "电话回访";
    form.objects = {ObjectKind::Customer};
    form.fields.resize(2);
    form.fields[1].enabled = false;
    book_.templates = {form};
    Pool pool;
    pool.admins = {"10002"};
    book_.pools = {pool, Pool{}};
    const auto key_of = [](const BookView& view, std::string_view key) -> const BookField* {
        for (const auto& field : view.fields) {
            if (field.key == key) {
                return &field;
            }
        }
        return nullptr;
    };
    auto view = view_of(book_, who);
    ASSERT_NE(key_of(view, "f1"), nullptr);
    EXPECT_FALSE(key_of(view, "f1")->may_change);
    EXPECT_TRUE(key_of(view, "name")->may_change);
    EXPECT_TRUE(view.templates.empty()) << "not published";
    EXPECT_TRUE(view.pools[0].administers && view.pools[0].may_use);
    EXPECT_FALSE(view.pools[1].administers || view.pools[1].may_use);
    own.readers = {false, {}, {}, {"10001"}};
    book_.templates[0].published = true;
    view = view_of(book_, who);
    EXPECT_EQ(key_of(view, "f1"), nullptr);
    ASSERT_EQ(view.templates.size(), 1U);
    EXPECT_EQ(view.templates[0].fields.size(), 1U) << "what is switched off is not asked";
}

}  // namespace
}  // namespace yh::office::crm
