#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/connection.h"
#include "office/work_orders/order.h"

// Who has an order, or may have it next. Thread: one that may block.
namespace yh::office::work_orders {

/// Somebody who has it, or shall have it: as one of a group, or alone.
struct Handler {
    std::int64_t user_id = 0;
    std::string number;  ///< 工号
    std::string name;
    std::optional<std::int64_t> group_id;
    std::string group_name;
};
BOOST_DESCRIBE_STRUCT(Handler, (), (user_id, number, name, group_id, group_name))

using Handlers = std::vector<Handler>;

Result<Handlers> holders_of(db::Connection& connection, OrderId order);
/// One of a group as it is now, who works here still; in a company without groups, anybody who does.
Result<std::optional<Handler>> find_handler(db::Connection& connection, model::TenantId tenant,
                                            const OrderTarget& target);
/// This person as one of a group whose order it is.
Result<std::optional<Handler>> member_of_holding_group(db::Connection& connection, OrderId order, model::UserId user);

/// Each name once, as people read them in a row.
std::string names_of(const Handlers& handlers);
std::string group_names_of(const Handlers& handlers);

}  // namespace yh::office::work_orders
