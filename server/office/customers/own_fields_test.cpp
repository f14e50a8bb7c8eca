#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>

#include "base/json.h"
#include "http/text.h"
#include "office/customers/company_fake.h"
#include "office/customers/customer_fields.h"
#include "office/customers/customer_list.h"
#include "office/customers/customer_store.h"
#include "office/lists/list_rows.h"

// A company's own fields, from what is saved to cards, lists, filters, files and the history, with both databases.
namespace yh::office::customers {
namespace {

crm::Field own(std::int64_t id, crm::FieldType type, const std::string& name) {
    crm::Field field;
    field.id = crm::SettingId{id};
    field.key = fmt::format("f{}", id);
    field.type = type;
    field.name = name;
    return field;
}

class OwnFields : public Company {
  protected:
    OwnFields() : Company{{"10001", "10002", "10009"}} {
        auto city = own(1, crm::FieldType::Select, "城市");
        city.choices = {{"a", "北京"}, {"b", "上海"}};
        auto ways = own(2, crm::FieldType::Checks, "渠道");
        ways.choices = {{"x", "电话"}, {"y", "展会"}};
        auto secret = own(6, crm::FieldType::Text, "内部评级");
        secret.readers = secret.writers = {.everybody = false, .roles = {"admin"}, .departments = {}, .people = {}};
        book_.fields = {city,
                        ways,
                        own(3, crm::FieldType::Date, "到期日"),
                        own(4, crm::FieldType::Person, "顾问"),
                        own(5, crm::FieldType::Number, "预算"),
                        secret};
        publish();
    }

    Asker admin() { return asker("10009", model::Role::Admin); }
    Saved create(const Asker& who, const std::string& name, std::string_view fields) {
        CustomerDraft draft;
        draft.name = name;
        draft.numbers = {{fmt::format("138{:08}", ++made_), ""}};
        draft.fields = JsonValue::parse(fields).value();
        auto saved = create_customer(connection_, who, draft,
                                     {ids_.make<model::CustomerId>(1), ids_.make<model::CallId>(1).value}, ++now_);
        EXPECT_TRUE(saved.ok()) << saved.error().code << ' ' << saved.error().detail;
        return *std::move(saved);
    }
    static std::string said(const Saved& saved) {
        std::string all;
        for (const auto& one : saved.problems) {
            all += one.field + ' ' + std::string{one.code} + ';';
        }
        return all;
    }
    lists::Reader reader(const Asker& who) {
        lists::Reader made;
        made.who = who.who;
        made.books = books_;
        return made;
    }
    Result<lists::Page<CustomerItem>> page(const Asker& who, std::string_view query) {
        YH_TRY(const auto asked, lists::read_query(customer_list, http::parse_query(query).value(), reader(who)));
        return lists::find_page(connection_, customers(), asked);
    }
    /// The names that are found, or why nothing is.
    std::string found(const Asker& who, std::string_view query) {
        const auto answer = page(who, query);
        if (!answer.ok()) {
            return std::string{answer.error().code};
        }
        std::string all;
        for (const auto& row : answer->items) {
            all += row.name;
        }
        return all;
    }
    std::string file(const Asker& who, std::string_view columns) {
        const auto asked = lists::read_query(customer_list, {}, reader(who)).value();
        const auto wanted = lists::read_columns(customer_list, columns, asked.reader.extra.get());
        if (!wanted.ok()) {
            return std::string{wanted.error().code};
        }
        auto rows = lists::ListRows::open(connection_, customer_list, asked, *wanted, 100).value();
        std::string all = fmt::format("{}", fmt::join(rows.titles(), ","));
        const auto portion = rows.next(connection_).value();
        for (const auto& row : portion) {
            all += '|';
            for (const auto& cell : row) {
                all += (all.back() == '|' ? "" : ",") + cell.text;
            }
        }
        return all;
    }

    int made_ = 0;
};

TEST_P(OwnFields, R126_AreCheckedWhereEverCustomersAreSaved) {
    EXPECT_EQ(said(create(admin(), "甲", R"({"f1":"z","f3":"soon","f4":"99999","f5":"many"})")),
              "fields.f1 crm.unknown_choice;fields.f3 crm.not_a_date;fields.f5 crm.not_a_number;"
              "fields.f4 user.unknown;");
    const auto id = create(admin(), "甲", R"({"f1":"a","f3":"2026/1/5","f4":"10001","f5":"12.50"})").id;
    const auto card = find_card(connection_, admin(), id, Whose::InScope).value().value();
    EXPECT_EQ(to_json(card.fields), R"({"f1":"a","f3":"2026-01-05","f4":"10001","f5":12.5})");
    book_.fields[book_.fields.size() - 6].required = true;
    publish();
    EXPECT_EQ(said(create(admin(), "乙", "{}")), "fields.f1 config.required;");
}

TEST_P(OwnFields, R122_ListsAreNarrowedAndSortedByThem) {
    create(admin(), "甲", R"({"f1":"a","f2":["x","y"],"f3":"2026-01-05","f4":"10001","f5":9})");
    create(admin(), "乙", R"({"f1":"b","f2":["y"],"f3":"2026-02-05","f5":10.5})");
    create(admin(), "丙", R"({"f1":"b","f2":["x"],"f4":"10009"})");
    create(admin(), "丁", "{}");
    EXPECT_EQ(found(admin(), ""), "丁丙乙甲");
    EXPECT_EQ(found(admin(), "f1=b"), "丙乙");
    EXPECT_EQ(found(admin(), "f1=a,b"), "丙乙甲");
    EXPECT_EQ(found(admin(), "f2=x,y"), "丙乙甲") << "each once";
    EXPECT_EQ(found(admin(), "f1=b&f2=x"), "丙");
    EXPECT_EQ(found(admin(), "f3=2026-01-06.."), "乙");
    EXPECT_EQ(found(admin(), "f3=..2026-01-05"), "甲");
    EXPECT_EQ(found(admin(), "f3=2026-01-01..2026-12-31"), "乙甲");
    EXPECT_EQ(found(admin(), "f3=soon"), "day.malformed");
    EXPECT_EQ(found(admin(), "f4=me"), "丙");
    EXPECT_EQ(found(admin(), "sort=f5"), "甲乙丁丙") << "nothing comes last";
    EXPECT_EQ(found(admin(), "sort=-f5"), "乙甲丁丙");
    EXPECT_EQ(found(admin(), "sort=f1"), "甲丙乙丁");
    EXPECT_EQ(found(admin(), "search=%E4%B8%8A%E6%B5%B7"), "丙乙") << "the name of a choice";
    EXPECT_EQ(found(admin(), "search=%E5%B1%95%E4%BC%9A"), "乙甲") << "of several";
    EXPECT_EQ(found(admin(), "search=2026-02"), "乙");
    EXPECT_EQ(page(admin(), "f1=b")->items.at(1).fields.find("f5")->as_number() != nullptr, true);
}

TEST_P(OwnFields, R141_AreColumnsOfListsAndOfFiles) {
    create(admin(), "甲", R"({"f1":"a","f2":["x","y"],"f3":"2026-01-05","f4":"10001","f5":9})");
    create(admin(), "乙", R"({"f1":"b","f5":10.5})");
    EXPECT_EQ(file(admin(), "name,f1,f2,f3,f4,f5"),
              "名称,城市,渠道,到期日,顾问,预算|乙,上海,,,,10.5|甲,北京,电话、展会,2026-01-05,坐席10001 10001,9");
    book_.fields[book_.fields.size() - 6].choices[0].name = "北京市";
    publish();
    EXPECT_EQ(file(admin(), "f1"), "城市|上海|北京市") << "a new name loses nothing";
}

TEST_P(OwnFields, R158_WhoMayNotReadAFieldFindsItNowhere) {
    const auto id = create(admin(), "甲", R"({"f1":"a","f6":"A级"})").id;
    const auto agent = asker("10001", model::Role::Leader);
    auto unowned = CustomerDraft{};
    unowned.name = "甲";
    unowned.numbers = {{"13800000001", ""}};
    unowned.owner = "";
    EXPECT_EQ(
        said(change_customer(connection_, admin(), id, unowned, ids_.make<model::CallId>(1).value, ++now_).value()),
        "");
    const auto card = find_card(connection_, agent, id, Whose::InScope).value().value();
    EXPECT_EQ(to_json(card.fields), R"({"f1":"a"})");
    EXPECT_EQ(found(agent, ""), "甲");
    EXPECT_EQ(to_json(page(agent, "")->items.at(0).fields), R"({"f1":"a"})");
    EXPECT_EQ(found(agent, "f6=x"), "field.hidden");
    EXPECT_EQ(found(agent, "sort=f6"), "field.hidden");
    EXPECT_EQ(found(agent, "search=A%E7%BA%A7"), "");
    EXPECT_EQ(found(admin(), "search=A%E7%BA%A7"), "甲");
    EXPECT_EQ(file(agent, "name,f6"), "column.unknown");
    EXPECT_EQ(file(agent, "").find("A级"), std::string::npos);
    EXPECT_NE(file(admin(), "").find("A级"), std::string::npos);
    // What came back without it is not lost; what is tried is refused.
    auto back = unowned;
    back.name = "甲二";
    back.owner.reset();
    back.fields = card.fields;
    EXPECT_EQ(said(change_customer(connection_, agent, id, back, ids_.make<model::CallId>(1).value, ++now_).value()),
              "");
    back.fields = JsonValue::parse(R"({"f6":"B级"})").value();
    EXPECT_EQ(said(change_customer(connection_, agent, id, back, ids_.make<model::CallId>(1).value, ++now_).value()),
              "fields.f6 field.fixed;");
    EXPECT_EQ(*find_card(connection_, admin(), id, Whose::InScope).value()->fields.find("f6"), JsonValue{"A级"});
    // The history is read through the same eyes.
    EXPECT_FALSE(may_read_change(agent.book(), crm::ObjectKind::Customer, agent.who, "fields.f6"));
    EXPECT_TRUE(may_read_change(agent.book(), crm::ObjectKind::Customer, agent.who, "fields.f1"));
    EXPECT_TRUE(may_read_change(admin().book(), crm::ObjectKind::Customer, admin().who, "fields.f6"));
}

TEST_P(OwnFields, R158_SwitchingAFieldOffAndOnLosesNothing) {
    const auto id = create(admin(), "甲", R"({"f1":"a","f3":"2026-01-05"})").id;
    auto& city = book_.fields[book_.fields.size() - 6];
    city.enabled = false;
    publish();
    EXPECT_EQ(found(admin(), "f1=a"), "field.hidden");
    EXPECT_EQ(find_card(connection_, admin(), id, Whose::InScope).value()->fields.find("f1"), nullptr);
    CustomerDraft draft;
    draft.name = "甲";
    draft.numbers = {{"13800000001", ""}};
    draft.fields = JsonValue::parse(R"({"f3":"2027-01-05"})").value();
    EXPECT_EQ(said(change_customer(connection_, admin(), id, draft, ids_.make<model::CallId>(1).value, ++now_).value()),
              "");
    city.enabled = true;
    publish();
    EXPECT_EQ(found(admin(), "f1=a&f3=2027-01-01.."), "甲");
    const auto lines = history_of(connection_, id).value();
    EXPECT_EQ(lines.at(0).changes.at(0).field, "fields.f3");
    EXPECT_EQ(lines.at(0).changes.at(0).before, "2026-01-05");
    EXPECT_EQ(lines.at(1).changes.back().after, "2026-01-05");
}

// Few values are fetched, many walked, and a filter more never shows what another would not.
TEST_P(OwnFields, R121_WithManyRowsTheSameIsFoundInEveryWay) {
    constexpr int many = 10'500;
    const auto tenant = tenant_.value;
    const auto insert = [&](const std::string& sql) {
        const auto done = connection_.script(sql);
        ASSERT_TRUE(done.ok()) << done.error().detail;
    };
    std::string rows;
    std::string values;
    for (int i = 0; i < many; ++i) {
        const auto* city = i % 3 == 0 ? "b" : "a";
        rows += fmt::format("{}({}, {}, 'K{}', 'unknown', '', '', '{{}}', 1, {}, 1)", i == 0 ? "" : ",", i + 1, tenant,
                            i, i / 2 + 1);
        values += fmt::format("{}({}, 1, '{}', {}), ({}, 2, '{}', {})", i == 0 ? "" : ",", i + 1, city, i / 2 + 1,
                              i + 1, i % 50 == 0 ? "y" : "x", i / 2 + 1);
    }
    insert(
        "INSERT INTO customers (id, tenant_id, name, gender, level, note, fields, version, created_at_ms, "
        "updated_at_ms) VALUES " +
        rows);
    insert("INSERT INTO customer_field_values (customer_id, field_id, value, created_at_ms) VALUES " + values);
    insert("ANALYZE");  // as the server has it done

    // 7000 and 10290 of 10500: walked by the fewer, the newest of them counted.
    auto first = page(admin(), "f1=a&f2=x");
    ASSERT_TRUE(first.ok()) << first.error().detail;
    EXPECT_EQ(first->items.at(0).name, "K10499");
    EXPECT_EQ(first->total, 4900);
    EXPECT_TRUE(first->total_is_least);
    // The pages that follow begin where this one ended.
    EXPECT_EQ(first->items.back().name, "K10486");
    first = page(admin(), "f1=a&f2=x&after=" + first->next);
    EXPECT_EQ(first->items.at(0).name, "K10484");
    EXPECT_EQ(page(admin(), "f1=a&f2=x&page=2")->items.at(0).name, "K10484");
    EXPECT_EQ(page(admin(), "f1=a&f2=x&page=600")->total, 6000) << "never fewer than are shown";
    // 3500 are walked and all counted.
    EXPECT_EQ(page(admin(), "f1=b&f2=x")->total, 3430);
    EXPECT_FALSE(page(admin(), "f1=b&f2=x")->total_is_least);
    // 210 are fetched.
    EXPECT_EQ(page(admin(), "f1=a&f2=y")->total, 140);
    EXPECT_EQ(page(admin(), "f1=a&f2=y")->items.at(0).name, "K10450");
    // Several values, or something else that narrows: each row is probed, the newest counted.
    const auto probed = page(admin(), "f1=a,b&f2=x&gender=unknown");
    EXPECT_TRUE(probed->total_is_least);
    EXPECT_EQ(probed->total, 4900);
    EXPECT_EQ(probed->items.at(0).name, "K10499");
    EXPECT_EQ(page(admin(), "f1=b&f2=x&from_ms=5200")->items.size(), 10U);
    EXPECT_EQ(found(admin(), "f1=b&f2=x&search=K1048"), "K10488K10485K10482");
    EXPECT_EQ(found(admin(), "f1=b&f2=x&level=%E6%97%A0"), "");
    EXPECT_EQ(page(admin(), "f1=a&f2=x&sort=created_at_ms")->items.at(0).name, "K1");
}

INSTANTIATE_TEST_SUITE_P(Engines, OwnFields, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::customers
