#include "office/settings/site_people_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.h"
#include "office/people/sign_in_log.h"
#include "office/settings/site_rows.h"

namespace yh::office::settings {

namespace {

struct CodeRow {
    std::string code;
    std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(CodeRow, (), (code, id))

Result<std::map<std::string, std::int64_t>> ids_of(db::Connection& connection, std::string_view table,
                                                   std::int64_t tenant) {
    YH_TRY(const auto rows,
           connection.rows<CodeRow>(fmt::format("SELECT code, id FROM {} WHERE tenant_id = ?", table), tenant));
    std::map<std::string, std::int64_t> ids;
    for (const auto& row : rows) {
        ids.emplace(row.code, row.id);
    }
    return ids;
}

template <class Entry>
const Entry* find_before(const std::vector<Entry>& before, const std::string& code) {
    const auto at = std::ranges::find(before, code, &Entry::code);
    return at == before.end() ? nullptr : &*at;
}

}  // namespace

Result<std::vector<SiteUser>> load_users(db::Connection& connection, std::int64_t tenant) {
    return connection.rows<SiteUser>(
        "SELECT number, users.name AS name, account, '' AS password, role, COALESCE(extension, '') AS extension, "
        "extension_type, extension_secret, sign_in, after_call, wrap_up_s, mobile, network_proxy, record_calls, "
        "nickname, email, "
        "COALESCE(departments.code, '') AS department, COALESCE(roles.code, '') AS custom_role, status, "
        "must_change_password AS first_password "
        "FROM users LEFT JOIN departments ON departments.id = users.department_id "
        "LEFT JOIN roles ON roles.id = users.role_id "
        "WHERE users.tenant_id = ? AND deleted_at_ms IS NULL ORDER BY number",
        tenant);
}

Result<std::vector<SiteRole>> load_roles(db::Connection& connection, std::int64_t tenant) {
    YH_TRY(const auto rows, connection.rows<RoleRow>("SELECT * FROM roles WHERE tenant_id = ? ORDER BY code", tenant));
    std::vector<SiteRole> roles;
    for (const auto& row : rows) {
        YH_TRY(auto rights, from_json<std::vector<std::string>>(row.rights));
        YH_TRY(auto hidden, from_json<std::vector<std::string>>(row.hidden_fields));
        YH_TRY(auto fixed, from_json<std::vector<std::string>>(row.fixed_fields));
        roles.push_back({row.code, row.name, row.description, row.base, std::move(rights), row.data, std::move(hidden),
                         std::move(fixed)});
    }
    return roles;
}

Result<std::vector<SiteDepartment>> load_departments(db::Connection& connection, std::int64_t tenant) {
    YH_TRY(const auto rows,
           connection.rows<DepartmentRow>("SELECT * FROM departments WHERE tenant_id = ? ORDER BY code", tenant));
    std::vector<SiteDepartment> departments;
    for (const auto& row : rows) {
        SiteDepartment department{row.code, row.name, {}, {}};
        const auto parent = std::ranges::find(rows, row.parent_id.value_or(0), &DepartmentRow::id);
        if (parent != rows.end()) {
            department.parent = parent->code;
        }
        YH_TRY(department.managers,
               connection.rows<std::string>("SELECT users.number FROM department_managers JOIN users ON users.id = "
                                            "user_id WHERE department_managers.department_id = ? ORDER BY users.number",
                                            row.id));
        departments.push_back(std::move(department));
    }
    return departments;
}

Result<PeopleIds> PeopleApplier::before_users(std::int64_t tenant, const SiteTenant& wanted) {
    PeopleIds ids;
    YH_TRY(ids.roles, ids_of(db_, "roles", tenant));
    YH_CHECK(apply_roles(tenant, wanted, ids));
    YH_TRY(ids.departments, ids_of(db_, "departments", tenant));
    YH_TRY(departments_before_, load_departments(db_, tenant));
    for (const auto& department : wanted.department) {
        const auto* before = find_before(departments_before_, department.code);
        if (before == nullptr) {
            const auto id = new_id_();
            changes_.push_back(fmt::format("+ department {}", department.code));
            YH_CHECK(db_.insert("departments", DepartmentRow{id, tenant, department.code, department.name, {}}));
            ids.departments[department.code] = id;
        }
    }
    return ids;
}

Result<void> PeopleApplier::apply_roles(std::int64_t tenant, const SiteTenant& wanted, PeopleIds& ids) {
    YH_TRY(const auto old, load_roles(db_, tenant));
    for (const auto& role : wanted.role) {
        const auto* before = find_before(old, role.code);
        if (before != nullptr && *before == role) {
            continue;
        }
        changes_.push_back(fmt::format("{} role {}", before == nullptr ? '+' : '~', role.code));
        const auto id = ids.roles.try_emplace(role.code, 0).first;
        id->second = id->second == 0 ? new_id_() : id->second;
        YH_CHECK(db_.upsert(
            "roles",
            RoleRow{id->second, tenant, role.code, role.name, role.description, role.base, to_json(role.rights),
                    role.data, to_json(role.hidden_fields), to_json(role.fixed_fields)},
            {"id"}));
    }
    return {};
}

Result<void> PeopleApplier::after_users(std::int64_t tenant, const SiteTenant& wanted) {
    for (const auto& department : wanted.department) {
        const auto* before = find_before(departments_before_, department.code);
        auto sorted = department;
        std::ranges::sort(sorted.managers);
        if (before != nullptr && *before == sorted) {
            continue;
        }
        if (before != nullptr) {
            changes_.push_back(fmt::format("~ department {}", department.code));
        }
        YH_CHECK(apply_tree(tenant, department));
    }
    // Who has a role of the company's own is what its base says, also where only the role was declared anew.
    return db_.change(
        "UPDATE users SET role = (SELECT base FROM roles WHERE roles.id = users.role_id) WHERE tenant_id = ? "
        "AND role_id IS NOT NULL",
        tenant);
}

Result<void> PeopleApplier::apply_tree(std::int64_t tenant, const SiteDepartment& department) {
    YH_TRY(const auto ids, ids_of(db_, "departments", tenant));
    const auto id = ids.at(department.code);
    const auto parent = ids.find(department.parent);
    YH_CHECK(db_.run("UPDATE departments SET name = ?, parent_id = ? WHERE id = ?", department.name,
                     parent == ids.end() ? std::optional<std::int64_t>{} : std::optional{parent->second}, id));
    YH_CHECK(db_.run("DELETE FROM department_managers WHERE department_id = ?", id));
    for (const auto& manager : department.managers) {
        YH_CHECK(
            db_.run("INSERT INTO department_managers (department_id, user_id) SELECT CAST(? AS BIGINT), id "
                    "FROM users WHERE tenant_id = ? AND number = ?",
                    id, tenant, manager));
    }
    return {};
}

Result<void> note_queue_history(db::Connection& connection, std::int64_t tenant, std::int64_t now_ms) {
    for (const auto& [part, table] : {std::pair{"member", "queue_members"}, std::pair{"leader", "queue_leaders"}}) {
        YH_CHECK(connection.run(
            fmt::format("UPDATE queue_history SET left_at_ms = ? WHERE left_at_ms IS NULL AND part = '{}' AND queue_id "
                        "IN (SELECT id FROM queues WHERE tenant_id = ?) AND NOT EXISTS (SELECT 1 FROM {} AS now JOIN "
                        "users ON users.id = now.user_id AND users.status = 'active' AND users.deleted_at_ms IS NULL "
                        "WHERE now.queue_id = queue_history.queue_id AND now.user_id = queue_history.user_id)",
                        part, table),
            now_ms, tenant));
        YH_CHECK(connection.run(
            fmt::format("INSERT INTO queue_history (queue_id, user_id, part, joined_at_ms) SELECT now.queue_id, "
                        "now.user_id, '{}', CAST(? AS BIGINT) FROM {} AS now JOIN users ON users.id = now.user_id AND "
                        "users.status = 'active' WHERE users.tenant_id = ? AND NOT EXISTS (SELECT 1 FROM queue_history "
                        "AS known WHERE known.queue_id = now.queue_id AND known.user_id = now.user_id AND known.part = "
                        "'{}' AND (known.left_at_ms IS NULL OR known.joined_at_ms = CAST(? AS BIGINT)))",
                        part, table, part),
            now_ms, tenant, now_ms));
    }
    return {};
}

Result<bool> remove_people_entry(db::Connection& connection, std::int64_t tenant, std::string_view list,
                                 std::string_view name, std::int64_t now_ms) {
    if (list == "user") {
        YH_TRY(const auto user,
               connection.row<std::int64_t>("SELECT id FROM users WHERE tenant_id = ? AND number = ?", tenant, name));
        YH_CHECK(people::note_kicked(connection, user.value_or(0), "", now_ms));
        YH_CHECK(
            connection.run("DELETE FROM sessions WHERE user_id IN (SELECT id FROM users WHERE tenant_id = ? "
                           "AND number = ?)",
                           tenant, name));
        for (const auto table : {"two_factors", "recovery_codes", "sign_in_codes"}) {
            YH_CHECK(connection.run(fmt::format("DELETE FROM {} WHERE user_id = ?", table), user.value_or(0)));
        }
        // Account and extension are free for others again.
        YH_CHECK(connection.run(
            "UPDATE users SET deleted_at_ms = ?, extension = NULL, account = 'deleted:' || CAST(id AS TEXT), "
            "password_hash = '', department_id = NULL, role_id = NULL WHERE tenant_id = ? AND number = ?",
            now_ms, tenant, name));
        return true;
    }
    if (list == "role") {
        YH_CHECK(connection.run("DELETE FROM roles WHERE tenant_id = ? AND code = ?", tenant, name));
        return true;
    }
    if (list == "department") {
        YH_CHECK(
            connection.run("DELETE FROM department_managers WHERE department_id IN (SELECT id FROM "
                           "departments WHERE tenant_id = ? AND code = ?)",
                           tenant, name));
        YH_CHECK(connection.run("DELETE FROM departments WHERE tenant_id = ? AND code = ?", tenant, name));
        return true;
    }
    return false;
}

}  // namespace yh::office::settings
