#include <algorithm>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "office/crm/field_value.h"
#include "office/crm/field_view.h"
#include "office/work_orders/order_list.h"
#include "office/work_orders/order_rows.h"
#include "office/work_orders/order_settings.h"
#include "office/work_orders/order_store.h"

// Reading: one order with all that belongs to it, and how many of mine there are.
namespace yh::office::work_orders {

namespace {

struct SeatRow {
    bool holder = false;
    bool in_group = false;
    bool oversees = false;
};
BOOST_DESCRIBE_STRUCT(SeatRow, (), (holder, in_group, oversees))

struct CustomerRow {
    crm::ObjectKind object = crm::ObjectKind::Customer;
    std::string gender;
    std::string level;
    JsonValue fields;
};
BOOST_DESCRIBE_STRUCT(CustomerRow, (), (object, gender, level, fields))

/// 客户资料 as this reader may see it (R158, R255).
Result<std::vector<CustomerFact>> facts_of(db::Connection& connection, const lists::Reader& reader,
                                           model::CustomerId customer) {
    std::vector<CustomerFact> facts;
    YH_TRY(const auto row, connection.row<CustomerRow>(
                               "SELECT object, gender, level, fields FROM customers WHERE id = ? AND tenant_id = ? AND "
                               "deleted_at_ms IS NULL",
                               customer, reader.who.tenant));
    if (!row) {
        return facts;
    }
    const auto& book = reader.book();
    const auto rights = crm::rights_in(book, row->object, reader.who);
    if (row->gender != "unknown" && rights.sees(people::fields::customer_gender)) {
        facts.push_back({"gender", {}, row->gender});
    }
    if (!row->level.empty() && rights.sees(people::fields::customer_level)) {
        facts.push_back({"level", {}, row->level});
    }
    const auto readable = crm::readable(book, row->object, reader.who, row->fields);
    for (const auto& field : book.fields) {
        const auto* value = field.object == row->object && !field.system ? readable.find(field.key) : nullptr;
        if (!crm::is_nothing(value)) {
            facts.push_back({field.key, field.name, crm::text_of(field, *value)});
        }
    }
    return facts;
}

Result<std::int64_t> count_by(db::Connection& connection, const people::SignedIn& who, std::string_view clause) {
    db::Params params{db::Param::integer(who.tenant.value)};
    const auto sql = lists::bound(clause, db::Param::null(db::ParamType::Untyped), who, params);
    return connection.one<std::int64_t>("SELECT COUNT(*) FROM work_orders AS item WHERE item.tenant_id = ? AND " + sql,
                                        params);
}

}  // namespace

Result<OrderSeat> seat_of(db::Connection& connection, const people::SignedIn& who, const OrderRow& row) {
    OrderSeat seat;
    seat.author = row.author_id == who.user.value;
    if (row.state == OrderState::Draft) {
        return seat;
    }
    const auto more = overseen(who);
    db::Params params;
    for (const auto value : {who.user.value, who.user.value}) {
        params.push_back(db::Param::integer(value));
    }
    for (const auto value : more.values) {
        params.push_back(db::Param::integer(value));
    }
    params.push_back(db::Param::integer(row.id));
    YH_TRY(const auto found,
           connection.row<SeatRow>(
               "SELECT EXISTS (SELECT 1 FROM work_order_people AS part WHERE part.order_id = item.id AND part.holds "
               "AND part.user_id = ?) AS holder, EXISTS (SELECT 1 FROM work_order_people AS part JOIN "
               "work_order_group_people AS member ON member.group_id = part.group_id WHERE part.order_id = item.id "
               "AND part.holds AND member.user_id = ?) AS in_group, CASE WHEN " +
                   (more.sql.empty() ? std::string{"1 = 0"} : more.sql) +
                   " THEN TRUE ELSE FALSE END AS oversees FROM work_orders AS item WHERE item.id = ?",
               params));
    if (found) {
        seat.holder = found->holder;
        seat.in_group = found->in_group;
        seat.oversees = found->oversees;
    }
    return seat;
}

Result<std::optional<OrderDetail>> find_order(db::Connection& connection, const lists::Reader& reader, OrderId id,
                                              std::int64_t now_ms) {
    YH_TRY(auto item, lists::find_row(connection, work_orders(), reader, id.value));
    YH_TRY(const auto row, order_row(connection, reader.who.tenant, id));
    if (!item || !row) {
        return std::optional<OrderDetail>{};
    }
    OrderDetail detail;
    static_cast<OrderItem&>(detail) = *std::move(item);
    if (row->customer_id) {
        YH_TRY(detail.customer_facts, facts_of(connection, reader, model::CustomerId{*row->customer_id}));
    }
    YH_TRY(detail.holders,
           connection.rows<OrderHandler>(
               "SELECT users.number AS number, users.name AS name, part.group_id AS \"group\", users.status <> "
               "'active' AS \"left\" FROM work_order_people AS part JOIN users ON users.id = part.user_id WHERE "
               "part.order_id = ? AND part.holds ORDER BY users.number",
               id));
    YH_TRY(detail.steps,
           connection.rows<OrderStep>(
               "SELECT line.id AS id, line.step AS step, line.at_ms AS at_ms, COALESCE(users.number, '') AS \"user\", "
               "COALESCE(users.name, '') AS user_name, line.act AS act, line.from_state AS from_state, line.to_state "
               "AS to_state, line.from_people AS from_people, line.to_people AS to_people, line.remark AS remark FROM "
               "work_order_steps AS line LEFT JOIN users ON users.id = line.user_id WHERE line.order_id = ? ORDER BY "
               "line.id LIMIT 500",
               id));
    if (reader.who.rights().has(people::rights::handle_orders)) {
        YH_TRY(const auto seat, seat_of(connection, reader.who, *row));
        detail.acts = acts_of(row->state, seat, static_cast<std::int64_t>(detail.holders.size()));
        detail.deletable = row->state == OrderState::Draft && seat.author;
    }
    YH_TRY(const auto settings, load_settings(connection, reader.who.tenant));
    if (const auto from = urge_from(row->urged_at_ms.value_or(0), settings.urge_minutes, now_ms); from != 0) {
        detail.urge_from_ms = from;
    }
    return std::optional{std::move(detail)};
}

Result<OrderCounts> count_mine(db::Connection& connection, const people::SignedIn& who) {
    OrderCounts counts;
    YH_TRY(counts.todo, count_by(connection, who, mine::to_do));
    YH_TRY(counts.in_transit, count_by(connection, who, mine::in_transit));
    YH_TRY(counts.history, count_by(connection, who, mine::history));
    YH_TRY(counts.urged, count_by(connection, who, mine::urged));
    YH_TRY(counts.drafts, count_by(connection, who, mine::drafts));
    return counts;
}

}  // namespace yh::office::work_orders
