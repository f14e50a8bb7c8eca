#include "office/crm/field_check.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "office/crm/field_value.h"
#include "office/crm/field_view.h"

// The values of a company's own fields, and who reads and writes them.
namespace yh::office::crm {
namespace {

Field own(const std::string& key, FieldType type, const std::string& name) {
    Field field;
    field.id = SettingId{static_cast<std::int64_t>(key.back())};
    field.key = key;
    field.type = type;
    field.name = name;
    return field;
}

Field choice(const std::string& key, FieldType type, const std::string& name) {
    auto field = own(key, type, name);
    field.choices = {{"a", "北京"}, {"b", "上海"}, {"c", "旧址", false}};
    return field;
}

Audience only(std::vector<std::string> roles) {
    return {.everybody = false, .roles = std::move(roles), .departments = {}, .people = {}};
}

people::SignedIn somebody(model::Role role) {
    people::SignedIn who;
    who.role = role;
    who.number = "10001";
    who.departments = {7, 3};
    return who;
}

Book book_of(std::vector<Field> fields) {
    Book book;
    book.fields = std::move(fields);
    return book;
}

JsonValue json(std::string_view text) {
    return JsonValue::parse(text).value();
}

std::string kept(const Field& field, std::string_view value, const JsonValue* before = nullptr) {
    const auto found = kept_value(field, json(value), before);
    return found.ok() ? to_json(*found) : std::string{found.error().code};
}

std::string problems_of(const CheckedFields& checked) {
    std::string said;
    for (const auto& one : checked.problems) {
        said += one.field + ' ' + std::string{one.code} + ';';
    }
    return said;
}

TEST(FieldValue, R160_EveryTypeKeepsItsOwnAndRefusesTheRest) {
    const auto line = own("f1", FieldType::Text, "爱好");
    EXPECT_EQ(kept(line, R"("  钓鱼 ")"), R"("钓鱼")");
    EXPECT_EQ(kept(line, R"("  ")"), "null");
    EXPECT_EQ(kept(line, "5"), "crm.bad_value");
    EXPECT_EQ(kept(line, '"' + std::string(601, 'x') + '"'), "customer.too_long");
    EXPECT_EQ(kept(own("f1", FieldType::Paragraph, "备注"), '"' + std::string(601, 'x') + '"').size(), 603U);

    const auto number = own("f2", FieldType::Number, "预算");
    EXPECT_EQ(kept(number, "5"), "5");
    EXPECT_EQ(kept(number, "5.50"), "5.5");
    EXPECT_EQ(kept(number, R"(" 12.0 ")"), "12");
    for (const auto* wrong : {R"("12x")", "true", R"("nan")", R"("inf")", "1e16", "[1]"}) {
        EXPECT_EQ(kept(number, wrong), "crm.not_a_number") << wrong;
    }

    const auto day = own("f3", FieldType::Date, "到期");
    EXPECT_EQ(kept(day, R"("2026-2-9")"), R"("2026-02-09")");
    EXPECT_EQ(kept(day, R"("2026/02/09 00:00:00")"), R"("2026-02-09")");
    for (const auto* wrong : {R"("2026-02-30")", R"("09-02-2026")", R"("soon")", "20260209", R"("2026-00-01")"}) {
        EXPECT_EQ(kept(day, wrong), "crm.not_a_date") << wrong;
    }
    const auto time = own("f4", FieldType::Time, "方便时间");
    EXPECT_EQ(kept(time, R"("9:05")"), R"("09:05")");
    EXPECT_EQ(kept(time, R"("23:59:59")"), R"("23:59")");
    EXPECT_EQ(kept(time, R"("24:00")"), "crm.not_a_time");
    EXPECT_EQ(kept(own("f5", FieldType::Person, "顾问"), R"("10002")"), R"("10002")");
}

TEST(FieldValue, R160_ChoicesAreKeptByKeysInTheirOrder) {
    const auto one = choice("f1", FieldType::Select, "城市");
    EXPECT_EQ(kept(one, R"("b")"), R"("b")");
    EXPECT_EQ(kept(one, R"("北京")"), "crm.unknown_choice") << "names change, keys do not";
    EXPECT_EQ(kept(one, R"("c")"), "crm.unknown_choice") << "switched off";
    const JsonValue before{"c"};
    EXPECT_EQ(kept(one, R"("c")", &before), R"("c")") << "what stands there may stay";
    const auto several = choice("f2", FieldType::Checks, "渠道");
    EXPECT_EQ(kept(several, R"(["b","a","b"])"), R"(["a","b"])");
    EXPECT_EQ(kept(several, "[]"), "null");
    EXPECT_EQ(kept(several, R"("a")"), "crm.bad_value");
    EXPECT_EQ(kept(several, R"(["z"])"), "crm.unknown_choice");
}

TEST(FieldValue, R145_IsReadFromAFileAndShownToPeople) {
    const auto several = choice("f2", FieldType::Checks, "渠道");
    EXPECT_EQ(to_json(value_in(several, "上海；北京").value()), R"(["a","b"])");
    EXPECT_EQ(value_in(several, "上海,火星").error().code, "crm.unknown_choice");
    EXPECT_EQ(value_in(several, "旧址").error().code, "crm.unknown_choice");
    EXPECT_EQ(text_of(several, json(R"(["a","c","gone"])")), "北京、旧址、gone");
    EXPECT_EQ(to_json(value_in(own("f3", FieldType::Date, "到期"), "2026/1/2").value()), R"("2026-01-02")");
    EXPECT_EQ(text_of(own("f2", FieldType::Number, "预算"), json("12.5")), "12.5");
    EXPECT_EQ(text_of(several, JsonValue{}), "");
    EXPECT_TRUE(value_in(several, " ").value().is_null());
}

TEST(FieldCheck, R158_MandatoryFieldsDefaultsAndFieldsThatAreSwitchedOff) {
    auto city = choice("f1", FieldType::Select, "城市");
    city.required = true;
    auto off = own("f2", FieldType::Text, "旧字段");
    off.enabled = false;
    off.required = true;
    auto budget = own("f3", FieldType::Number, "预算");
    budget.initial = json("100");
    const auto book = book_of({city, off, budget});
    const auto who = somebody(model::Role::Agent);
    const auto check = [&](std::string_view stored, std::optional<JsonValue> wanted, IsNew is_new) {
        return check_fields(book, ObjectKind::Customer, who, json(stored), wanted, is_new);
    };

    EXPECT_EQ(problems_of(check("{}", {}, IsNew::Yes)), "fields.f1 config.required;");
    const auto fresh = check("{}", json(R"({"f1":"a"})"), IsNew::Yes);
    EXPECT_EQ(to_json(fresh.fields), R"({"f1":"a","f3":100})") << "the default";
    EXPECT_EQ(to_json(check("{}", json(R"({"f1":"a","f3":null})"), IsNew::Yes).fields), R"({"f1":"a"})");
    EXPECT_EQ(problems_of(check(R"({"f1":"a"})", json(R"({"f1":""})"), IsNew::No)), "fields.f1 config.required;");
    // Who changes something else is not held to what was never filled in; nothing is lost by switching off.
    const auto other = check(R"({"f2":"旧"})", {}, IsNew::No);
    EXPECT_EQ(problems_of(other), "");
    EXPECT_EQ(to_json(other.fields), R"({"f2":"旧"})");
    EXPECT_EQ(problems_of(check("{}", json(R"({"f1":"a","f2":"x","f9":"y"})"), IsNew::No)),
              "fields.f2 crm.unknown_field;fields.f9 crm.unknown_field;");
    // What is not named stays.
    EXPECT_EQ(to_json(check(R"({"f1":"a","f3":5})", json(R"({"f3":6})"), IsNew::No).fields), R"({"f1":"a","f3":6})");
    // The fields of leads are not those of customers.
    EXPECT_EQ(problems_of(check_fields(book, ObjectKind::Lead, who, json("{}"), {}, IsNew::Yes)), "");
}

TEST(FieldCheck, R158_ReadersAndWritersByRoleDepartmentAndPerson) {
    auto secret = own("f1", FieldType::Text, "内部评级");
    secret.readers = only({"leader", "vip-team"});
    secret.required = true;
    auto shown = own("f2", FieldType::Text, "合同号");
    shown.writers = only({"leader"});
    shown.initial = json(R"("待定")");
    auto department = own("f3", FieldType::Text, "部门字段");
    department.readers = {.everybody = false, .roles = {}, .departments = {"3"}, .people = {}};
    const auto book = book_of({secret, shown, department});
    const auto agent = somebody(model::Role::Agent);
    auto leader = somebody(model::Role::Leader);
    leader.departments = {9};
    const auto stored = json(R"({"f1":"A","f2":"X1","f3":"z"})");

    EXPECT_EQ(to_json(readable(book, ObjectKind::Customer, agent, stored)), R"({"f2":"X1","f3":"z"})");
    EXPECT_EQ(to_json(readable(book, ObjectKind::Customer, leader, stored)), R"({"f1":"A","f2":"X1"})");
    auto special = agent;
    special.role_code = "vip-team";
    EXPECT_NE(readable(book, ObjectKind::Customer, special, stored).find("f1"), nullptr);

    const auto check = [&](std::string_view wanted) {
        return check_fields(book, ObjectKind::Customer, agent, stored, json(wanted), IsNew::No);
    };
    EXPECT_EQ(problems_of(check(R"({"f1":"B"})")), "fields.f1 field.fixed;");
    EXPECT_EQ(problems_of(check(R"({"f2":"X2"})")), "fields.f2 field.fixed;");
    const auto back = check(R"({"f1":"","f2":"X1","f3":"neu"})");
    EXPECT_EQ(problems_of(back), "") << "who may not see a field is not held to fill it in";
    EXPECT_EQ(to_json(back.fields), R"({"f1":"A","f2":"X1","f3":"neu"})");
    const auto fresh = check_fields(book, ObjectKind::Customer, agent, json("{}"), {}, IsNew::Yes);
    EXPECT_EQ(to_json(fresh.fields), R"({"f2":"待定"})");

    // What his role keeps from him holds besides (R255).
    auto kept_out = leader;
    const std::vector<std::string> hidden{"customer.fields"};
    kept_out.fields = people::FieldRights::of(hidden, {});
    EXPECT_TRUE(readable(book, ObjectKind::Customer, kept_out, stored).as_object()->empty());
}

TEST(FieldCheck, R070_SystemFieldsHaveReadersAndMayBeMandatory) {
    Field note;
    note.key = "note";
    note.system = true;
    note.required = true;
    note.readers = only({"leader"});
    auto number = note;
    number.key = "numbers";
    number.required = false;
    number.readers = {};
    const auto book = book_of({note, number});
    const auto agent = somebody(model::Role::Agent);
    EXPECT_FALSE(rights_in(book, ObjectKind::Customer, agent).sees("customer.note"));
    EXPECT_TRUE(rights_in(book, ObjectKind::Lead, agent).sees("customer.note"));
    EXPECT_TRUE(rights_in(book, ObjectKind::Customer, somebody(model::Role::Leader)).sees("customer.note"));
    EXPECT_FALSE(is_missing(book, ObjectKind::Customer, "note", true, agent));
    EXPECT_TRUE(is_missing(book, ObjectKind::Customer, "note", true, somebody(model::Role::Leader)));
    EXPECT_FALSE(needs_number(book, ObjectKind::Customer));
    EXPECT_TRUE(needs_number(book, ObjectKind::Lead));
}

TEST(FieldCheck, R122_ListsFindRowsByChoicesDaysAndPeople) {
    const auto book = book_of({choice("f1", FieldType::Select, "城市"), choice("f2", FieldType::Checks, "渠道"),
                               own("f3", FieldType::Date, "到期"), own("f4", FieldType::Text, "爱好")});
    std::string said;
    for (const auto& one :
         values_to_find(book, ObjectKind::Customer, json(R"({"f1":"a","f2":["a","b"],"f3":"2026-01-01","f4":"x"})"))) {
        said += one.field.text() + '=' + one.value + ';';
    }
    EXPECT_EQ(said, "49=a;50=a;50=b;51=2026-01-01;");
}

}  // namespace
}  // namespace yh::office::crm
