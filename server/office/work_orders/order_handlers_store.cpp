#include <set>

#include "base/describe.h"
#include "office/work_orders/order_handlers.h"

namespace yh::office::work_orders {

namespace {

std::string joined(const Handlers& handlers, std::string Handler::*name) {
    std::string text;
    std::set<std::string> seen;
    for (const auto& one : handlers) {
        const auto& part = one.*name;
        if (!part.empty() && seen.insert(part).second) {
            text += text.empty() ? part : "、" + part;
        }
    }
    return text;
}

}  // namespace

Result<Handlers> holders_of(db::Connection& connection, OrderId order) {
    return connection.rows<Handler>(
        "SELECT part.user_id AS user_id, users.number AS number, users.name AS name, part.group_id AS group_id, "
        "COALESCE(work_order_groups.name, '') AS group_name FROM work_order_people AS part JOIN users ON users.id "
        "= part.user_id LEFT JOIN work_order_groups ON work_order_groups.id = part.group_id WHERE part.order_id = "
        "? AND part.holds ORDER BY users.number",
        order);
}

Result<std::optional<Handler>> find_handler(db::Connection& connection, model::TenantId tenant,
                                            const OrderTarget& target) {
    if (target.group) {
        return connection.row<Handler>(
            "SELECT users.id AS user_id, users.number AS number, users.name AS name, part.group_id AS group_id, "
            "work_order_groups.name AS group_name FROM work_order_group_people AS part JOIN work_order_groups ON "
            "work_order_groups.id = part.group_id JOIN users ON users.id = part.user_id WHERE part.group_id = ? "
            "AND work_order_groups.tenant_id = ? AND work_order_groups.deleted_at_ms IS NULL AND users.number = ? "
            "AND users.status = 'active'",
            target.group, tenant, target.number);
    }
    return connection.row<Handler>(
        "SELECT users.id AS user_id, users.number AS number, users.name AS name, NULL AS group_id, '' AS "
        "group_name FROM users WHERE users.tenant_id = ? AND users.number = ? AND users.status = 'active' AND NOT "
        "EXISTS (SELECT 1 FROM work_order_groups WHERE work_order_groups.tenant_id = ? AND "
        "work_order_groups.deleted_at_ms IS NULL)",
        tenant, target.number, tenant);
}

Result<std::optional<Handler>> member_of_holding_group(db::Connection& connection, OrderId order, model::UserId user) {
    return connection.row<Handler>(
        "SELECT users.id AS user_id, users.number AS number, users.name AS name, member.group_id AS "
        "group_id, work_order_groups.name AS group_name FROM work_order_people AS part JOIN "
        "work_order_group_people AS member ON member.group_id = part.group_id JOIN work_order_groups ON "
        "work_order_groups.id = member.group_id JOIN users ON users.id = member.user_id WHERE part.order_id "
        "= ? AND part.holds AND member.user_id = ? LIMIT 1",
        order, user);
}

std::string names_of(const Handlers& handlers) {
    return joined(handlers, &Handler::name);
}

std::string group_names_of(const Handlers& handlers) {
    return joined(handlers, &Handler::group_name);
}

}  // namespace yh::office::work_orders
