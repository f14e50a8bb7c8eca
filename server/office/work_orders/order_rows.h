#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "db/connection.h"
#include "office/people/identity.h"
#include "office/work_orders/order.h"

// Rows of work_orders and its tables; shared by what makes them and what is done with them.
namespace yh::office::work_orders {

struct OrderRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string order_number;
    OrderState state = OrderState::Draft;
    std::int64_t step = 1;
    std::int64_t transfers = 0;
    std::int64_t version = 1;
    std::string kind;
    std::string concerns;
    std::string description;
    OrderPriority priority = OrderPriority::Normal;
    std::optional<std::int64_t> customer_id;
    std::string number;
    std::optional<std::int64_t> call_id;
    std::optional<std::int64_t> service_id;
    std::int64_t author_id = 0;
    std::string token;
    std::string handlers;
    std::string group_names;
    std::int64_t urges = 0;
    std::optional<std::int64_t> urged_at_ms;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> sent_at_ms;
    std::optional<std::int64_t> due_at_ms;
    std::optional<std::int64_t> finished_at_ms;
    std::optional<std::int64_t> closed_at_ms;
    std::int64_t updated_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(OrderRow, (),
                      (id, tenant_id, order_number, state, step, transfers, version, kind, concerns, description,
                       priority, customer_id, number, call_id, service_id, author_id, token, handlers, group_names,
                       urges, urged_at_ms, created_at_ms, sent_at_ms, due_at_ms, finished_at_ms, closed_at_ms,
                       updated_at_ms))

struct OrderPersonRow {
    std::int64_t order_id = 0;
    std::int64_t user_id = 0;
    std::optional<std::int64_t> group_id;
    bool holds = false;
};
BOOST_DESCRIBE_STRUCT(OrderPersonRow, (), (order_id, user_id, group_id, holds))

inline void fill(OrderRow& row, const OrderContent& content) {
    row.kind = content.kind;
    row.concerns = content.concerns;
    row.description = content.description;
    row.priority = content.priority;
}

/// Of this company; nothing about who may see it.
inline Result<std::optional<OrderRow>> order_row(db::Connection& connection, model::TenantId tenant, OrderId id) {
    return connection.row<OrderRow>("SELECT * FROM work_orders WHERE id = ? AND tenant_id = ?", id, tenant);
}

/// What somebody is to it; one who is nothing does not see it.
Result<OrderSeat> seat_of(db::Connection& connection, const people::SignedIn& who, const OrderRow& row);

}  // namespace yh::office::work_orders
