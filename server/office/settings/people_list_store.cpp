#include "office/settings/people_list_store.h"

#include "base/clock.h"
#include "office/people/scope.h"
#include "office/people/sign_in_log.h"

namespace yh::office::settings {

Result<std::vector<PersonView>> people_of(db::Connection& connection, const people::SignedIn& who,
                                          std::int64_t now_ms) {
    std::string sql =
        "SELECT number, users.name AS name, nickname, account, mobile, email, role, COALESCE(roles.code, '') AS "
        "custom_role, COALESCE(departments.code, '') AS department, status, COALESCE(extension, '') AS extension, "
        "extension_type, sign_in, after_call, wrap_up_s, network_proxy, record_calls, EXISTS (SELECT 1 FROM "
        "queue_leaders JOIN "
        "queues ON queues.id = queue_leaders.queue_id AND queues.deleted_at_ms IS NULL WHERE queue_leaders.user_id = "
        "users.id) AS leads, password_hash <> '' AS has_password, extension_secret <> '' AS has_extension_secret, "
        "locked_until_ms > ? AS locked, avatar_at_ms, must_change_password AS first_password, EXISTS (SELECT 1 FROM "
        "two_factors WHERE two_factors.user_id = users.id AND on_at_ms IS NOT NULL) AS has_two_factor FROM users LEFT "
        "JOIN departments ON departments.id = "
        "users.department_id LEFT JOIN roles ON roles.id = users.role_id WHERE users.tenant_id = ? AND deleted_at_ms "
        "IS NULL";
    db::Params params{db::Param::integer(now_ms), db::Param::integer(who.tenant.value)};
    if (!people::may(who, people::rights::manage_people)) {
        if (const auto scope = people::scope_clause(who, {.person = "users.id", .queue = {}}); !scope.sql.empty()) {
            sql += " AND " + scope.sql;
            for (const auto value : scope.values) {
                params.push_back(db::Param::integer(value));
            }
        }
    }
    YH_TRY(auto found, connection.rows<PersonView>(sql + " ORDER BY number", params));
    for (auto& person : found) {
        hide_fields(who, person);
    }
    return found;
}

Result<void> forget_password(db::Connection& connection, std::int64_t tenant, std::string_view number) {
    auto ran = connection.run("UPDATE users SET password_hash = '' WHERE tenant_id = ? AND number = ?", tenant, number);
    return ran.ok() ? Result<void>{} : Result<void>{std::move(ran).error()};
}

Result<void> end_sessions(db::Connection& connection, std::int64_t tenant, std::string_view number) {
    YH_TRY(const auto user,
           connection.row<std::int64_t>("SELECT id FROM users WHERE tenant_id = ? AND number = ?", tenant, number));
    YH_CHECK(people::note_kicked(connection, user.value_or(0), "", to_ms(SystemClock{}.wall())));
    auto ran = connection.run(
        "DELETE FROM sessions WHERE user_id IN (SELECT id FROM users WHERE tenant_id = ? AND number = ?)", tenant,
        number);
    return ran.ok() ? Result<void>{} : Result<void>{std::move(ran).error()};
}

}  // namespace yh::office::settings
