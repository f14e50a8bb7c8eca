#include "base/json.h"
#include "office/customers/pools/action_desk.h"
#include "office/customers/pools/action_rows.h"

namespace yh::office::customers {

Result<void> insert_action(db::Connection& connection, const ActionView& view, model::TenantId tenant,
                           model::UserId user) {
    YH_CHECK(
        connection.run("INSERT INTO object_actions (id, tenant_id, user_id, action, state, total, done, failed, "
                       "failures, created_at_ms) VALUES (?, ?, ?, ?, ?, ?, 0, 0, '[]', ?)",
                       view.id, tenant, user, view.action, view.state, view.total, view.created_at_ms));
    return {};
}

Result<void> note_action(db::Connection& connection, const ActionView& view) {
    YH_CHECK(connection.run(
        "UPDATE object_actions SET state = ?, done = ?, failed = ?, failures = ?, ended_at_ms = ? WHERE id = ?",
        view.state, view.done, view.failed, to_json(view.failures), view.ended_at_ms, view.id));
    return {};
}

Result<void> tidy_actions(db::Connection& connection, std::int64_t now_ms) {
    constexpr std::int64_t kept_ms = std::int64_t{30} * 24 * 3600 * 1000;
    YH_CHECK(connection.run("UPDATE object_actions SET state = 'interrupted', ended_at_ms = ? WHERE state = 'running'",
                            now_ms));
    YH_CHECK(connection.run("DELETE FROM object_actions WHERE ended_at_ms < ?", now_ms - kept_ms));
    return {};
}

Result<std::optional<ActionView>> find_action(db::Connection& connection, const people::SignedIn& who, ActionId id) {
    return connection.row<ActionView>(
        "SELECT id, action, state, total, done, failed, 0 AS contacts, failures, created_at_ms, ended_at_ms FROM "
        "object_actions WHERE id = ? AND tenant_id = ? AND user_id = ?",
        id, who.tenant, who.user);
}

}  // namespace yh::office::customers
