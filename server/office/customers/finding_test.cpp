#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "http/text.h"
#include "office/customers/company_fake.h"
#include "office/customers/customer_list.h"
#include "office/lists/list_store.h"

// How customers are found in lists of very many, with both databases: what is quick must find the same.
namespace yh::office::customers {
namespace {

constexpr int many = 10'500;

crm::Field own(std::int64_t id, crm::FieldType type, const std::string& name) {
    crm::Field field;
    field.id = crm::SettingId{id};
    field.key = fmt::format("f{}", id);
    field.type = type;
    field.name = name;
    return field;
}

class Finding : public Company {
  protected:
    Finding() : Company{{"10001", "10009"}} {
        auto city = own(1, crm::FieldType::Select, "城市");
        city.choices = {{"a", "北京"}, {"b", "上海"}};
        book_.fields = {city, own(2, crm::FieldType::Date, "到期日"), own(3, crm::FieldType::Person, "顾问"),
                        own(4, crm::FieldType::Text, "税号")};
        publish();
    }

    void insert(const std::string& sql) {
        const auto done = connection_.script(sql);
        ASSERT_TRUE(done.ok()) << done.error().detail;
    }
    /// K1 … K10500, two of a moment: every third in b, the rest in a, but every seventh nowhere. The texts with all of
    /// a row's fields stay empty, so that it can be told whether they were needed.
    void fill() {
        std::string rows;
        std::string values;
        for (int i = 1; i <= many; ++i) {
            rows += fmt::format("{}({}, {}, 'K{}', 'unknown', '', '', '{{}}', 1, {}, 1)", rows.empty() ? "" : ",", i,
                                tenant_.value, i, i / 2 + 1);
            if (i % 7 != 0) {
                values += fmt::format("{}({}, 1, '{}', {}), ({}, 2, '2026-01-{:02}', {})", values.empty() ? "" : ",", i,
                                      i % 3 == 0 ? "b" : "a", i / 2 + 1, i, 1 + i % 20, i / 2 + 1);
            }
        }
        insert(
            "INSERT INTO customers (id, tenant_id, name, gender, level, note, fields, version, created_at_ms, "
            "updated_at_ms) VALUES " +
            rows);
        insert("INSERT INTO customer_field_values (customer_id, field_id, value, created_at_ms) VALUES " + values);
        insert("ANALYZE");
    }
    void create(const std::string& name, const std::vector<DraftNumber>& numbers, std::string_view fields = "{}",
                const std::string& owner = "10001") {
        CustomerDraft draft;
        draft.name = name;
        draft.numbers = numbers;
        draft.owner = owner;
        draft.fields = JsonValue::parse(fields).value();
        const auto saved = create_customer(
            connection_, admin(), draft, {ids_.make<model::CustomerId>(1), ids_.make<model::CallId>(1).value}, ++now_);
        ASSERT_TRUE(saved.ok()) << saved.error().detail;
        ASSERT_FALSE(saved->refusal) << saved->refusal->code;
        ASSERT_TRUE(saved->problems.empty()) << saved->problems.front().field;
    }
    Asker admin() { return asker("10009", model::Role::Admin); }
    Result<lists::Page<CustomerItem>> page(std::string_view query, model::HideNumbers hide = model::HideNumbers::Off) {
        lists::Reader reader;
        reader.who = admin().who;
        reader.books = books_;
        reader.mask = people::NumberMask{hide};
        YH_TRY(const auto asked, lists::read_query(customer_list, http::parse_query(query).value(), reader));
        return lists::find_page(connection_, customers(), asked);
    }
    std::string found(std::string_view query, model::HideNumbers hide = model::HideNumbers::Off) {
        const auto answer = page(query, hide);
        if (!answer.ok()) {
            return std::string{answer.error().code} + ' ' + answer.error().detail;
        }
        std::string all;
        for (const auto& row : answer->items) {
            all += row.name + ' ';
        }
        return all;
    }
};

// Value after value by their index, the newest first in each; nothing comes last, whichever way.
TEST_P(Finding, R122_ManyRowsAreSortedByTheValuesOfAField) {
    fill();
    EXPECT_EQ(found("sort=f1"), "K10499 K10498 K10496 K10495 K10492 K10490 K10489 K10487 K10484 K10483 ")
        << "not those of b, nor of nothing";
    EXPECT_EQ(found("sort=-f1"), "K10497 K10494 K10491 K10488 K10485 K10482 K10476 K10473 K10470 K10467 ");
}

TEST_P(Finding, R122_PagesOfSortedRowsGoOnFromOneValueToTheNext) {
    fill();
    std::vector<std::string> all;
    std::vector<std::string> pages;
    for (int at = 1; at <= 100; ++at) {
        const auto one = page(fmt::format("sort=-f2&size=100&page={}", at));
        ASSERT_TRUE(one.ok()) << one.error().detail;
        EXPECT_TRUE(one->total_is_least);
        for (const auto& row : one->items) {
            all.push_back(row.name);
        }
    }
    ASSERT_EQ(all.size(), 10'000U);
    // Twenty days with 450 rows each, the last day first; then what has none.
    EXPECT_EQ(all.front(), "K10499");
    EXPECT_EQ(all.at(449), "K19");
    EXPECT_EQ(all.at(450), "K10498");
    EXPECT_EQ(all.at(8999), "K20");
    EXPECT_EQ(all.at(9000), "K10500");
    EXPECT_EQ(all.back(), "K3507");
    std::ranges::sort(all);
    EXPECT_EQ(std::ranges::adjacent_find(all), all.end()) << "none twice";
}

// R084: what the search finds is counted whole, also where fields narrow the list, and its pages follow each other.
TEST_P(Finding, R084_QuickSearchCountsAndLeafs) {
    fill();
    const auto first = page("f1=a&search=K");
    ASSERT_TRUE(first.ok()) << first.error().detail;
    EXPECT_EQ(first->total, 6000);
    EXPECT_FALSE(first->total_is_least);
    EXPECT_EQ(first->items.front().name, "K10499");
    EXPECT_EQ(page("f1=a&search=K&page=600")->items.back().name, "K1");
    EXPECT_EQ(found("f1=a&search=K&page=601"), "");
    EXPECT_EQ(found("f1=a&search=K&page=2"), found("f1=a&search=K&after=" + first->next));
    const auto all = page("search=K");
    EXPECT_EQ(all->total, 10'000);
    EXPECT_TRUE(all->total_is_least);
    EXPECT_EQ(found("search=K&page=1005"), "K460 K459 K458 K457 K456 K455 K454 K453 K452 K451 ") << "beyond the count";
    // The row that a page ended with may be gone when the next is asked for.
    insert("UPDATE customers SET deleted_at_ms = 1 WHERE name = '" + first->items.back().name + "'");
    EXPECT_EQ(page("f1=a&search=K&after=" + first->next)->items.front().name, "K10481");
}

TEST_P(Finding, R084_QuickSearchFindsPeopleByNumberAndName) {
    now_ = 1'795'226'400'000;  // 2026-11-21 10:00 in Shanghai
    create("甲", {{"13800000001", ""}}, R"({"f3":"10009","f4":"A\"1"})");
    create("乙", {{"13800000002", ""}}, R"({"f4":"税甲"})", "10009");
    EXPECT_EQ(found("search=%E5%9D%90%E5%B8%AD10001"), "甲 ") << "who owns it";
    EXPECT_EQ(found("search=%E5%9D%90%E5%B8%AD10009%2010009"), "甲 ") << "a field with a person";
    EXPECT_EQ(found("search=10009"), "乙 甲 ") << "who made them";
    EXPECT_EQ(found("search=A%221"), "甲 ") << "written otherwise in the text with the fields";
    EXPECT_EQ(found("search=%E7%94%B2"), "乙 甲 ") << "a field, a name";
    EXPECT_EQ(found("search=2026-11-21%2010:00"), "乙 甲 ") << "a time";
    EXPECT_EQ(found("search=13800000002"), "乙 ");
    EXPECT_EQ(found("search=f4"), "") << "the key of a field is shown to nobody";
}

// R121: by any of a customer's numbers, whole or in part; who may not see them finds whole ones.
TEST_P(Finding, R121_CustomersAreFoundByAnyOfTheirNumbers) {
    create("甲", {{"13812345678", ""}, {"021-55556666", "办公"}});
    create("乙", {{"13912349999", ""}});
    EXPECT_EQ(found("number=13812345678"), "甲 ");
    EXPECT_EQ(found("number=%2B8613912349999"), "乙 ");
    EXPECT_EQ(found("number=02155556666"), "甲 ") << "the second one";
    EXPECT_EQ(found("number=234"), "乙 甲 ");
    EXPECT_EQ(found("number=556"), "甲 ");
    EXPECT_EQ(found("number=1234"), "乙 甲 ");
    EXPECT_EQ(found("number=123499"), "乙 ");
    EXPECT_EQ(found("number=5556"), "甲 ");
    EXPECT_EQ(found("number=555566"), "甲 ");
    EXPECT_EQ(found("number=000000"), "");
    EXPECT_EQ(found("number=555566", model::HideNumbers::Partial), "");
    EXPECT_EQ(found("number=02155556666", model::HideNumbers::Partial), "甲 ");
}

// R139: who made a customer and who changed it last stand in the list, and are searched by.
TEST_P(Finding, R139_TheListSaysWhoMadeACustomerAndWhoChangedItLast) {
    create("甲", {{"13812345678", ""}});
    create("乙", {{"13912349999", ""}}, "{}", "10009");
    CustomerDraft changed;
    changed.name = "甲方";
    changed.numbers = {{"13812345678", ""}};
    const auto id = page("search=%E7%94%B2")->items.at(0).id;
    const auto saved =
        change_customer(connection_, asker("10001"), id, changed, ids_.make<model::CallId>(1).value, ++now_);
    ASSERT_TRUE(saved.ok()) << saved.error().detail;
    ASSERT_FALSE(saved->refusal) << saved->refusal->code;
    const auto row = page("search=%E7%94%B2")->items.at(0);
    EXPECT_EQ(row.creator + row.creator_name, "10009坐席10009");
    EXPECT_EQ(row.updater + row.updater_name, "10001坐席10001");
    EXPECT_EQ(page("search=%E4%B9%99")->items.at(0).updater, "10009") << "who made it, as long as nobody changed it";
    insert("UPDATE customers SET owner_id = NULL");
    EXPECT_EQ(found("search=%E5%9D%90%E5%B8%AD10001"), "甲方 ") << "who changed it";
}

// R122: conditions upon every time that the list shows, not only upon when a row was made.
TEST_P(Finding, R122_CustomersAreFoundByWhenTheyWereChangedAndFollowedUp) {
    create("甲", {{"13812345678", ""}});
    create("乙", {{"13912349999", ""}});
    create("丙", {{"13712340000", ""}});
    insert("UPDATE customers SET updated_at_ms = 5000, followed_at_ms = 7000 WHERE name = '甲'");
    insert("UPDATE customers SET updated_at_ms = 6000 WHERE name = '乙'");
    EXPECT_EQ(found("updated_from_ms=5000&updated_to_ms=6000"), "甲 ");
    EXPECT_EQ(found("updated_from_ms=5000"), "乙 甲 ");
    EXPECT_EQ(found("followed_from_ms=6000&followed_to_ms=8000"), "甲 ");
    EXPECT_EQ(found("followed_to_ms=7000"), "") << "whom nobody followed up was not followed up before then";
}

INSTANTIATE_TEST_SUITE_P(Engines, Finding, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::customers
