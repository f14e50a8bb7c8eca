#include "office/people/filter_choices_store.h"

#include <fmt/format.h>

#include "office/people/scope.h"

namespace yh::office::people {

namespace {

void append(db::Params& params, const std::vector<std::int64_t>& values) {
    for (const auto value : values) {
        params.push_back(db::Param::integer(value));
    }
}

Result<std::vector<FilterChoice>> all_queues(db::Connection& connection, std::int64_t tenant) {
    return connection.rows<FilterChoice>(
        "SELECT number, name, deleted_at_ms IS NOT NULL AS former FROM queues WHERE tenant_id = ? ORDER BY former, "
        "number",
        tenant);
}

Result<std::vector<FilterChoice>> all_people(db::Connection& connection, std::int64_t tenant) {
    return connection.rows<FilterChoice>(
        "SELECT number, name, (deleted_at_ms IS NOT NULL OR status = 'left') AS former FROM users WHERE tenant_id = ? "
        "ORDER BY former, number",
        tenant);
}

Result<std::vector<FilterChoice>> my_queues(db::Connection& connection, const SignedIn& who) {
    constexpr std::string_view part_now =
        "EXISTS (SELECT 1 FROM {0} WHERE {0}.queue_id = queues.id AND {0}.user_id = ?)";
    const auto me = who.user.value;
    auto now = fmt::format("{} OR {}", fmt::format(fmt::runtime(part_now), "queue_members"),
                           fmt::format(fmt::runtime(part_now), "queue_leaders"));
    std::vector<std::int64_t> values{me, me};
    // What the people of one's departments did is to be seen in whichever queue it was.
    if (const auto managed = people_managed(who); who.data() == DataScope::Led && !managed.sql.empty()) {
        now += fmt::format(
            " OR EXISTS (SELECT 1 FROM queue_members AS theirs WHERE theirs.queue_id = queues.id AND theirs.user_id IN "
            "{})",
            managed.sql);
        values.insert(values.end(), managed.values.begin(), managed.values.end());
    }
    const auto there = fmt::format("(queues.deleted_at_ms IS NULL AND ({}))", now);
    db::Params params;
    append(params, values);
    params.push_back(db::Param::integer(who.tenant.value));
    append(params, values);
    append(params, {me});
    return connection.rows<FilterChoice>(
        fmt::format("SELECT number, name, CASE WHEN {} THEN FALSE ELSE TRUE END AS former FROM queues WHERE tenant_id "
                    "= ? AND ({} OR EXISTS (SELECT 1 FROM queue_history WHERE queue_history.queue_id = queues.id AND "
                    "queue_history.user_id = ?)) ORDER BY former, number",
                    there, there),
        params);
}

Result<std::vector<FilterChoice>> my_people(db::Connection& connection, const SignedIn& who) {
    const auto me = who.user.value;
    db::Params params;
    if (who.data() == DataScope::Own) {
        return connection.rows<FilterChoice>("SELECT number, name, FALSE AS former FROM users WHERE id = ?", me);
    }
    const auto led = people_led(who);
    const auto there = fmt::format("(users.id = ? OR users.id IN {})", led.sql);
    for (int times = 0; times < 2; ++times) {
        append(params, {me});
        append(params, led.values);
        if (times == 0) {
            params.push_back(db::Param::integer(who.tenant.value));
        }
    }
    append(params, {me});
    return connection.rows<FilterChoice>(
        fmt::format("SELECT number, name, CASE WHEN {} THEN FALSE ELSE TRUE END AS former FROM users WHERE tenant_id = "
                    "? AND ({} OR EXISTS (SELECT 1 FROM queue_history JOIN queue_leaders ON queue_leaders.queue_id = "
                    "queue_history.queue_id WHERE queue_history.user_id = users.id AND queue_history.part = 'member' "
                    "AND queue_leaders.user_id = ?)) ORDER BY former, number",
                    there, there),
        params);
}

Result<std::vector<DepartmentChoice>> departments(db::Connection& connection, const SignedIn& who) {
    constexpr std::string_view all =
        "SELECT code AS number, name, COALESCE((SELECT above.code FROM departments AS above WHERE above.id = "
        "departments.parent_id), '') AS parent FROM departments WHERE tenant_id = ?{} ORDER BY name, code";
    if (who.data() == DataScope::All) {
        return connection.rows<DepartmentChoice>(fmt::format(all, ""), who.tenant);
    }
    db::Params params{db::Param::integer(who.tenant.value), db::Param::integer(who.user.value)};
    std::string others;
    if (who.data() == DataScope::Led) {
        const auto led = people_led(who);
        others = " OR users.id IN " + led.sql;
        append(params, led.values);
    }
    return connection.rows<DepartmentChoice>(
        fmt::format(
            all, fmt::format(" AND departments.id IN (SELECT department_id FROM users WHERE users.id = ?{})", others)),
        params);
}

}  // namespace

Result<FilterChoices> filter_choices(db::Connection& connection, const SignedIn& who) {
    FilterChoices choices;
    const bool all = who.data() == DataScope::All;
    YH_TRY(choices.queues, all ? all_queues(connection, who.tenant.value) : my_queues(connection, who));
    YH_TRY(choices.agents, all ? all_people(connection, who.tenant.value) : my_people(connection, who));
    YH_TRY(choices.departments, departments(connection, who));
    return choices;
}

}  // namespace yh::office::people
