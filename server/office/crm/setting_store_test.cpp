#include "office/crm/setting_store.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/settings/site_store.h"

// The settings of the business objects in the table, with both databases.
namespace yh::office::crm {
namespace {

class SettingStore : public ::testing::TestWithParam<db::Engine> {
  protected:
    SettingStore() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        settings::SiteTenant tenant;
        tenant.code = "demo";
        auto& user = tenant.user.emplace_back();
        user.number = "10001";
        user.name = "王丽";
        user.account = "10001";
        user.password = "secret1234";
        const auto applied =
            settings::apply_site(connection_, settings::Site{{tenant}}, settings::DryRun::No, clock_, ids_);
        EXPECT_TRUE(applied.ok()) << applied.error().code << applied.error().detail;
        who_.tenant = model::TenantId{*connection_.one<std::int64_t>("SELECT id FROM tenants")};
        who_.user = model::UserId{*connection_.one<std::int64_t>("SELECT id FROM users")};
        who_.number = "10001";
    }

    template <class T>
    Changed save(T wanted) {
        auto saved = save_setting(connection_, who_, std::move(wanted), ids_, ++now_);
        EXPECT_TRUE(saved.ok()) << saved.error().code << ' ' << saved.error().detail;
        return *std::move(saved);
    }
    template <class T>
    Changed remove(SettingId id) {
        auto done = delete_setting<T>(connection_, who_, id, ++now_);
        EXPECT_TRUE(done.ok()) << done.error().code << ' ' << done.error().detail;
        return *std::move(done);
    }
    template <class T>
    Changed order(const std::vector<SettingId>& wanted) {
        auto done = order_settings<T>(connection_, who_, wanted, ++now_);
        EXPECT_TRUE(done.ok()) << done.error().code << ' ' << done.error().detail;
        return *std::move(done);
    }
    Book book() { return *load_book(connection_, who_.tenant); }
    std::string stages() {
        std::string all;
        for (const auto& stage : book().stages) {
            all += stage.name + ' ';
        }
        return all;
    }
    static std::string refusal(const Changed& changed) {
        return changed.refusal ? std::string{changed.refusal->code} : std::string{};
    }
    /// A living row of customers, as small as it can be.
    void add_customer(std::int64_t id, std::string_view column, std::int64_t value) {
        const auto made = connection_.run(
            "INSERT INTO customers (id, tenant_id, name, gender, level, note, fields, version, created_at_ms, "
            "updated_at_ms, " +
                std::string{column} + ") VALUES (?, ?, '甲', 'unknown', '', '', '{}', 1, 1, 1, ?)",
            id, who_.tenant, value);
        ASSERT_TRUE(made.ok()) << made.error().detail;
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
    people::SignedIn who_;
    std::int64_t now_ = 1'800'000'000'000;
};

// R135, R156: a company begins with the system's fields and stages, and every one of them has an id.
TEST_P(SettingStore, R156_ACompanyBeginsWithTheFirstBook) {
    EXPECT_EQ(book().stages.size(), 2U);
    EXPECT_FALSE(book().stages[0].id);
    ASSERT_TRUE(ensure_settings(connection_, now_).ok());
    ASSERT_TRUE(ensure_settings(connection_, now_).ok()) << "twice does no more than once";
    const auto books = load_books(connection_);
    ASSERT_TRUE(books.ok());
    const auto& mine = (*books)->of(who_.tenant);
    EXPECT_EQ(mine.fields.size(), first_book().fields.size());
    EXPECT_EQ(mine.stages.size(), 2U);
    EXPECT_TRUE(std::ranges::all_of(mine.fields, [](const Field& field) { return bool{field.id}; }));
    EXPECT_TRUE(mine.stages[0].id && mine.stages[1].id && mine.mapping.id);
    EXPECT_EQ((*books)->of(model::TenantId{99}).fields.size(), first_book().fields.size());
}

// R156: a new stage stands before the last; the system's keep their places and cannot go, nor one somebody stands in.
TEST_P(SettingStore, R156_StagesComeAndGo) {
    Stage talk;
    talk.name = "洽谈";
    talk.progress = 30;
    const auto first = save(talk);
    talk.name = "报价";
    const auto second = save(talk);
    EXPECT_EQ(stages(), "开始 洽谈 报价 完结 ");
    const auto all = book().stages;
    EXPECT_EQ(refusal(order<Stage>({all[1].id, all[0].id, all[2].id, all[3].id})), "crm.system");
    EXPECT_EQ(refusal(order<Stage>({all[0].id, all[1].id, all[3].id})), "crm.order") << "one is missing";
    EXPECT_EQ(refusal(order<Stage>({all[0].id, all[2].id, all[1].id, all[3].id})), "");
    EXPECT_EQ(stages(), "开始 报价 洽谈 完结 ");
    EXPECT_EQ(refusal(remove<Stage>(all[0].id)), "crm.system");
    add_customer(1, "stage_id", first.id.value);
    const auto kept = remove<Stage>(first.id);
    EXPECT_EQ(refusal(kept), "crm.in_use");
    ASSERT_EQ(kept.problems.size(), 1U);
    EXPECT_EQ(kept.problems[0].message, "1");
    EXPECT_EQ(refusal(remove<Stage>(second.id)), "");
    EXPECT_EQ(stages(), "开始 洽谈 完结 ");
    EXPECT_EQ(refusal(remove<Stage>(second.id)), "crm.unknown");
}

// R158–R160: a key never comes back to another field, and a choice that somebody has can only be switched off.
TEST_P(SettingStore, R160_FieldsKeepTheirKeys) {
    Field wanted;
    wanted.name = "行业";
    wanted.type = FieldType::Select;
    wanted.choices = {{"", "制造"}, {"", "教育"}};
    const auto made = save(wanted);
    auto field = made.book.fields.back();
    EXPECT_EQ(field.key, "f1");
    EXPECT_EQ(field.choices[1].key, "c2");
    ASSERT_TRUE(connection_
                    .run("INSERT INTO customer_field_values (customer_id, field_id, value, created_at_ms) VALUES (1, "
                         "?, 'c2', 1)",
                         field.id)
                    .ok());
    auto less = field;
    less.choices.pop_back();
    const auto kept = save(less);
    ASSERT_EQ(kept.problems.size(), 1U);
    EXPECT_EQ(kept.problems[0].code, "crm.choice_used");
    less = field;
    less.choices.erase(less.choices.begin());
    less.choices.push_back({"", "金融"});
    EXPECT_EQ(save(less).book.fields.back().choices.back().key, "c3");
    EXPECT_EQ(refusal(remove<Field>(field.id)), "");
    wanted.name = "规模";
    EXPECT_EQ(save(wanted).book.fields.back().key, "f2") << "the old values of f1 are still in the rows";
}

// R159: the order of the fields is the order of the form, and each object has its own.
TEST_P(SettingStore, R159_TheOrderOfFields) {
    ASSERT_TRUE(ensure_settings(connection_, now_).ok());
    std::vector<SettingId> leads;
    std::vector<std::string> contacts;
    for (const auto& field : book().fields) {
        if (field.object == ObjectKind::Lead) {
            leads.insert(leads.begin(), field.id);
        } else if (field.object == ObjectKind::Contact) {
            contacts.push_back(field.key);
        }
    }
    EXPECT_EQ(refusal(order<Field>(leads)), "");
    std::string keys;
    std::vector<std::string> contacts_now;
    for (const auto& field : book().fields) {
        if (field.object == ObjectKind::Lead) {
            keys += field.key + ' ';
        } else if (field.object == ObjectKind::Contact) {
            contacts_now.push_back(field.key);
        }
    }
    EXPECT_EQ(keys, "note gender level numbers name ");
    EXPECT_EQ(contacts_now, contacts);
}

// R157: at most two groups of tags for customers, and two for leads.
TEST_P(SettingStore, R157_TwoGroupsOfTags) {
    TagGroup group;
    for (const auto* name : {"意向", "来源"}) {
        group.name = name;
        group.tags = {{{}, "高", ""}, {{}, "低", ""}};
        EXPECT_EQ(refusal(save(group)), "");
    }
    group.name = "第三";
    EXPECT_EQ(refusal(save(group)), "crm.too_many");
    group.object = ObjectKind::Lead;
    EXPECT_EQ(refusal(save(group)), "");
    auto changed = book().tag_groups[0];
    EXPECT_TRUE(changed.tags[0].id && changed.tags[0].id != changed.tags[1].id);
    for (const auto& tag : changed.tags) {
        ASSERT_TRUE(
            connection_.run("INSERT INTO customer_tags (customer_id, tag_id, created_at_ms) VALUES (1, ?, 1)", tag.id)
                .ok());
    }
    changed.tags.erase(changed.tags.begin());
    EXPECT_EQ(refusal(save(changed)), "");
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT COUNT(*) FROM customer_tags"), 1);
}

// R150, R162: a pool in which something lies, or to which a rule leads, cannot go.
TEST_P(SettingStore, TheBookKnowsTheCompanysClocks) {
    const auto summer_noon = wall_from_ms(1'781'524'800'000);  // 2026-06-15 12:00 UTC
    const auto offset = [&] { return book().zone.offset_at(summer_noon); };
    ASSERT_TRUE(ensure_settings(connection_, ++now_).ok());
    EXPECT_EQ(offset(), std::chrono::hours{8}) << "where nobody says otherwise";
    ASSERT_TRUE(connection_.run("UPDATE tenants SET zone = 'America/New_York'").ok());
    EXPECT_EQ(offset(), std::chrono::hours{-4});
    EXPECT_EQ((*load_books(connection_))->of(who_.tenant).zone.offset_at(summer_noon), std::chrono::hours{-4});
    ASSERT_TRUE(connection_.run("UPDATE tenants SET zone = 'Atlantis/Poseidonis'").ok());
    EXPECT_EQ(offset(), std::chrono::hours{0}) << "UTC, and nobody loses his book";
}

TEST_P(SettingStore, R150_PoolsInUseStay) {
    Pool pool;
    pool.name = "华东公海";
    pool.admins = {"10001"};
    const auto made = save(pool);
    AllocationRule rule;
    rule.name = "新客";
    rule.to = AllocateTo::Pool;
    rule.targets = {{made.id.text(), 10}};
    const auto ruled = save(rule);
    auto kept = remove<Pool>(made.id);
    EXPECT_EQ(refusal(kept), "crm.in_use");
    EXPECT_EQ(kept.problems.front().message, "新客");
    ASSERT_TRUE(connection_
                    .run("INSERT INTO allocation_uses (rule_id, target, day, used, last_at_ms) VALUES (?, ?, ?, 3, 1)",
                         ruled.id, made.id.text(), std::int64_t{2})
                    .ok());
    const auto used = rule_uses(connection_, who_.tenant, {}, 1);
    ASSERT_TRUE(used.ok()) << used.error().detail;
    ASSERT_EQ(used->size(), 1U);
    EXPECT_EQ(used->front().total, 3);
    EXPECT_EQ(used->front().today, 0);
    EXPECT_EQ(refusal(remove<AllocationRule>(ruled.id)), "");
    add_customer(1, "pool_id", made.id.value);
    EXPECT_EQ(remove<Pool>(made.id).problems.front().field, "objects");
    ASSERT_TRUE(connection_.run("UPDATE customers SET deleted_at_ms = 1").ok());
    EXPECT_EQ(refusal(remove<Pool>(made.id)), "");
}

// R123: customers of a group that goes are in none.
TEST_P(SettingStore, R123_AGroupThatGoes) {
    Group group;
    group.name = "老客户";
    const auto made = save(group);
    add_customer(1, "group_id", made.id.value);
    EXPECT_EQ(refusal(remove<Group>(made.id)), "");
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT COUNT(*) FROM customers WHERE group_id IS NULL"), 1);
}

// R163: what is mapped goes with its field; every change is in the log of the configuration, before and after.
TEST_P(SettingStore, R163_TheMappingFollowsItsFields) {
    Field wanted;
    wanted.name = "规模";
    const auto made = save(wanted);
    auto mapping = made.book.mapping;
    mapping.fields.push_back({"note", "f1"});
    std::erase_if(mapping.fields, [](const FieldMapping& one) { return one.customer_field == "note"; });
    const auto mapped = save_mapping(connection_, who_, mapping, ++now_);
    ASSERT_TRUE(mapped.ok());
    ASSERT_TRUE(mapped->problems.empty());
    EXPECT_EQ(mapped->book.mapping.fields.back().customer_field, "f1");
    const auto gone = remove<Field>(made.id);
    EXPECT_TRUE(std::ranges::none_of(gone.book.mapping.fields,
                                     [](const FieldMapping& one) { return one.customer_field == "f1"; }));
    const auto told = connection_.rows<std::string>(
        "SELECT action || ' ' || place || ' ' || name FROM config_changes WHERE place LIKE 'crm_%' ORDER BY id");
    ASSERT_TRUE(told.ok());
    EXPECT_EQ(*told, (std::vector<std::string>{"added crm_field 规模", "changed crm_mapping ", "changed crm_mapping ",
                                               "removed crm_field 规模"}));
}

// An entry that nobody can read any more is left out; the others work.
TEST_P(SettingStore, ABrokenEntryIsLeftOut) {
    Group group;
    group.name = "老客户";
    const auto made = save(group);
    group.name = "新客户";
    save(group);
    ASSERT_TRUE(connection_.run("UPDATE crm_settings SET document = '{]' WHERE id = ?", made.id).ok());
    ASSERT_EQ(book().groups.size(), 1U);
    EXPECT_EQ(book().groups[0].name, "新客户");
}

INSTANTIATE_TEST_SUITE_P(Engines, SettingStore, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

}  // namespace
}  // namespace yh::office::crm
