#include "office/crm/setting_parts_store.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/json.h"
#include "office/crm/allocation.h"

namespace yh::office::crm {

namespace {

/// "f12" → 12; 0: no such key.
std::int64_t number_in(std::string_view key, char letter) {
    std::int64_t number = 0;
    if (key.size() > 1 && key.front() == letter) {
        std::from_chars(key.data() + 1, key.data() + key.size(), number);
    }
    return number;
}

template <class T>
void give_keys(std::vector<T>& all, const std::vector<T>* before, char letter) {
    std::int64_t newest = 0;
    for (const auto* list : {const_cast<const std::vector<T>*>(&all), before}) {
        for (const auto& one : list == nullptr ? std::vector<T>{} : *list) {
            newest = std::max(newest, number_in(one.key, letter));
        }
    }
    for (auto& one : all) {
        if (one.key.empty()) {
            one.key = letter + std::to_string(++newest);
        }
    }
}

}  // namespace

Result<Problems> finish_setting(db::Connection& connection, model::TenantId tenant, Field& wanted, const Field* before,
                                IdMaker&, std::int64_t) {
    give_keys(wanted.choices, before == nullptr ? nullptr : &before->choices, 'c');
    if (before == nullptr) {
        // Also of those that were deleted: their values are still in the rows.
        YH_TRY(const auto documents,
               connection.rows<std::string>("SELECT document FROM crm_settings WHERE tenant_id = ? AND kind = 'field'",
                                            tenant));
        std::int64_t newest = 0;
        for (const auto& document : documents) {
            const auto field = from_json<Field>(document, JsonAbsent::KeepsDefault);
            newest = std::max(newest, field.ok() ? number_in(field->key, 'f') : 0);
        }
        wanted.key = "f" + std::to_string(newest + 1);
        return Problems{};
    }
    for (const auto& old : before->choices) {
        if (std::ranges::find(wanted.choices, old.key, &FieldChoice::key) != wanted.choices.end()) {
            continue;
        }
        YH_TRY(const auto used,
               connection.row<std::int64_t>(
                   "SELECT customer_id FROM customer_field_values WHERE field_id = ? AND value = ? LIMIT 1", wanted.id,
                   old.key));
        if (used) {
            return Problems{{"choices", "crm.choice_used", old.name}};
        }
    }
    return Problems{};
}

Result<Problems> finish_setting(db::Connection& connection, model::TenantId tenant, TagGroup& wanted,
                                const TagGroup* before, IdMaker& ids, std::int64_t now_ms) {
    for (auto& tag : wanted.tags) {
        tag.id = tag.id ? tag.id : ids.make<SettingId>(now_ms);
    }
    for (const auto& old : before == nullptr ? std::vector<Tag>{} : before->tags) {
        if (std::ranges::find(wanted.tags, old.id, &Tag::id) == wanted.tags.end()) {
            YH_CHECK(connection.run("DELETE FROM customer_tags WHERE tag_id = ?", old.id));
        }
    }
    (void)tenant;
    return Problems{};
}

Result<Problems> finish_setting(db::Connection&, model::TenantId, FollowUpTemplate& wanted,
                                const FollowUpTemplate* before, IdMaker&, std::int64_t) {
    give_keys(wanted.fields, before == nullptr ? nullptr : &before->fields, 't');
    for (auto& field : wanted.fields) {
        const TemplateField* old = nullptr;
        if (before != nullptr) {
            const auto found = std::ranges::find(before->fields, field.key, &TemplateField::key);
            old = found == before->fields.end() ? nullptr : &*found;
        }
        give_keys(field.choices, old == nullptr ? nullptr : &old->choices, 'c');
    }
    return Problems{};
}

Result<std::int64_t> let_go(db::Connection& connection, model::TenantId, const Pool& pool) {
    return connection.one<std::int64_t>("SELECT COUNT(*) FROM customers WHERE pool_id = ? AND deleted_at_ms IS NULL",
                                        pool.id);
}
Result<std::int64_t> let_go(db::Connection& connection, model::TenantId, const Stage& stage) {
    return connection.one<std::int64_t>("SELECT COUNT(*) FROM customers WHERE stage_id = ? AND deleted_at_ms IS NULL",
                                        stage.id);
}
Result<std::int64_t> let_go(db::Connection& connection, model::TenantId, const Group& group) {
    YH_CHECK(connection.run("UPDATE customers SET group_id = NULL WHERE group_id = ?", group.id));
    return 0;
}
Result<std::int64_t> let_go(db::Connection& connection, model::TenantId, const TagGroup& group) {
    for (const auto& tag : group.tags) {
        YH_CHECK(connection.run("DELETE FROM customer_tags WHERE tag_id = ?", tag.id));
    }
    return 0;
}

Result<Namable> load_namable(db::Connection& connection, model::TenantId tenant) {
    Namable found;
    for (const auto base : {model::Role::Agent, model::Role::Leader, model::Role::Admin}) {
        found.roles.push_back({std::string{enum_text(base)}, {}});
    }
    YH_CHECK(connection.each<NamedRole>(
        "SELECT code, name FROM roles WHERE tenant_id = ? ORDER BY code",
        [&](NamedRole&& one) { found.roles.push_back(std::move(one)); }, tenant));
    YH_TRY(found.departments, connection.rows<NamedDepartment>(
                                  "SELECT CAST(id AS TEXT) AS id, name, COALESCE(CAST(parent_id AS TEXT), '') AS "
                                  "parent FROM departments WHERE tenant_id = ? ORDER BY name, id",
                                  tenant));
    YH_TRY(
        found.people,
        connection.rows<NamedPerson>(
            "SELECT number, name, COALESCE(CAST(department_id AS TEXT), '') AS department FROM users WHERE tenant_id "
            "= ? AND status = 'active' AND deleted_at_ms IS NULL ORDER BY number",
            tenant));
    return found;
}

Result<std::vector<RuleUse>> rule_uses(db::Connection& connection, model::TenantId tenant, const model::TimeZone& zone,
                                       std::int64_t now_ms) {
    return connection.rows<RuleUse>(
        "SELECT rule_id AS rule, target, CAST(SUM(CASE WHEN day = ? THEN used ELSE 0 END) AS BIGINT) AS today, "
        "CAST(SUM(used) AS BIGINT) AS total FROM allocation_uses JOIN crm_settings ON crm_settings.id = rule_id WHERE "
        "crm_settings.tenant_id = ? AND crm_settings.deleted_at_ms IS NULL GROUP BY rule_id, target ORDER BY rule_id, "
        "target",
        day_of(now_ms, zone), tenant);
}

}  // namespace yh::office::crm
