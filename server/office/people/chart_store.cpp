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
};
BOOST_DESCRIBE_STRUCT(OwnRoleRow, (), (id, code, rights, data))

struct DepartmentFactsRow {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::int64_t> parent_id;
};
BOOST_DESCRIBE_STRUCT(DepartmentFactsRow, (), (id, name, parent_id))

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
    YH_CHECK(connection.each<OwnRoleRow>("SELECT id, code, rights, data FROM roles", [&](OwnRoleRow&& row) {
        chart->roles_[row.id] = {rights_in(row), row.data, row.code};
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
    return ChartPtr{std::move(chart)};
}

}  // namespace yh::office::people
