#include <boost/describe/class.hpp>
#include <optional>
#include <utility>

#include "base/json.h"
#include "base/log.h"
#include "office/people/chart.h"

namespace yh::office::people {

namespace {

struct PersonRow {
    std::int64_t id = 0;
    std::string nickname;
    std::optional<std::int64_t> department_id;
    std::optional<std::int64_t> role_id;
    std::int64_t avatar_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(PersonRow, (), (id, nickname, department_id, role_id, avatar_at_ms))

struct OwnRoleRow {
    std::int64_t id = 0;
    std::string code;
    std::string rights;
    DataScope data = DataScope::Own;
    std::string hidden_fields;
    std::string fixed_fields;
};
BOOST_DESCRIBE_STRUCT(OwnRoleRow, (), (id, code, rights, data, hidden_fields, fixed_fields))

struct DepartmentFactsRow {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::int64_t> parent_id;
};
BOOST_DESCRIBE_STRUCT(DepartmentFactsRow, (), (id, name, parent_id))

struct RulesRow {
    std::int64_t tenant_id = 0;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(RulesRow, (), (tenant_id, value))

struct ManagerPair {
    std::int64_t department_id = 0;
    std::int64_t user_id = 0;
};
BOOST_DESCRIBE_STRUCT(ManagerPair, (), (department_id, user_id))

// Rights that can no longer be read are none: whoever has them must not gain by it.
Rights rights_in(const OwnRoleRow& row) {
    const auto keys = from_json<std::vector<std::string>>(row.rights);
    if (!keys.ok()) {
        log().error("role.bad_rights", {{"role", row.code}, {"why", keys.error().detail}});
        return {};
    }
    return Rights::of(*keys);
}

// Likewise: where it cannot be read what is kept from a role, all is that can be.
FieldRights fields_in(const OwnRoleRow& row) {
    const auto hidden = from_json<std::vector<std::string>>(row.hidden_fields);
    const auto fixed = from_json<std::vector<std::string>>(row.fixed_fields);
    if (hidden.ok() && fixed.ok()) {
        return FieldRights::of(*hidden, *fixed);
    }
    log().error("role.bad_fields", {{"role", row.code}});
    std::vector<std::string> all;
    for (const auto& line : field_catalogue()) {
        all.emplace_back(line.key);
    }
    return FieldRights::of(all, all);
}

}  // namespace

Result<ChartPtr> Chart::load(db::Connection& connection) {
    auto chart = std::make_shared<Chart>();
    YH_CHECK(connection.each<PersonRow>(
        "SELECT id, nickname, department_id, role_id, avatar_at_ms FROM users WHERE deleted_at_ms IS NULL AND status = "
        "'active'",
        [&](PersonRow&& row) {
            chart->people_[model::UserId{row.id}] = {std::move(row.nickname), row.department_id.value_or(0),
                                                     row.role_id.value_or(0), row.avatar_at_ms};
        }));
    YH_CHECK(connection.each<OwnRoleRow>(
        "SELECT id, code, rights, data, hidden_fields, fixed_fields FROM roles", [&](OwnRoleRow&& row) {
            chart->roles_[row.id] = {rights_in(row), row.data, row.code, fields_in(row)};
        }));
    YH_CHECK(connection.each<DepartmentFactsRow>(
        "SELECT id, name, parent_id FROM departments", [&](DepartmentFactsRow&& row) {
            chart->departments_[row.id] = {std::move(row.name), row.parent_id.value_or(0)};
        }));
    std::unordered_map<std::int64_t, std::vector<model::UserId>> managers;
    YH_CHECK(connection.each<ManagerPair>(
        "SELECT department_id, user_id FROM department_managers",
        [&](ManagerPair&& row) { managers[row.department_id].emplace_back(row.user_id); }));
    chart->gather_managed(managers);
    YH_CHECK(
        connection.each<RulesRow>("SELECT tenant_id, value FROM settings WHERE key = 'sign_in'", [&](RulesRow&& row) {
            auto rules = from_json<SignInRules>(row.value, JsonAbsent::KeepsDefault);
            if (!rules.ok()) {
                log().error("sign_in.bad_rules", {{"tenant", row.tenant_id}, {"why", rules.error().detail}});
                return;
            }
            auto& door = chart->doors_[row.tenant_id];
            door.rules = *std::move(rules);
            for (const auto& text : door.rules.allow_from) {
                if (const auto range = AddressRange::parse(text)) {
                    door.allowed.push_back(*range);
                }
            }
        }));
    return ChartPtr{std::move(chart)};
}

}  // namespace yh::office::people
