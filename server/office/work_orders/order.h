#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "model/ids.h"
#include "office/work_orders/order_rules.h"

// Work orders (工单) as pages send and see them. Every time is UTC in ms.
namespace yh::office::work_orders {

using OrderId = Id<struct WorkOrderTag>;
using GroupId = Id<struct WorkOrderGroupTag>;

enum class OrderPriority { Low, Normal, High, Urgent };
BOOST_DESCRIBE_ENUM(OrderPriority, Low, Normal, High, Urgent)

/// What somebody writes into an order before it is sent.
struct OrderContent {
    std::string kind;         ///< 业务类型, a word of the company's
    std::string concerns;     ///< 报障系统, likewise
    std::string description;  ///< 业务描述
    OrderPriority priority = OrderPriority::Normal;
};
BOOST_DESCRIBE_STRUCT(OrderContent, (), (kind, concerns, description, priority))

/// A new draft. Of a service record it takes the customer, the number and the call, and what was written there as far
/// as the page sends nothing itself.
struct NewOrder : OrderContent {
    std::string token;  ///< of the page's own: the same one again is the same order
    std::optional<Id<struct ServiceTag>> service;
    std::optional<model::CustomerId> customer;
};
BOOST_DESCRIBE_STRUCT(NewOrder, (OrderContent), (token, service, customer))

/// Who shall have it: 工号, as one of this group.
struct OrderTarget {
    std::string number;
    GroupId group;
};
BOOST_DESCRIBE_STRUCT(OrderTarget, (), (number, group))

/// Something done with an order. `version`: of the order that the page shows.
struct ActWish {
    OrderAct act = OrderAct::Note;
    std::int64_t version = 0;
    std::vector<OrderTarget> people;      ///< of Send and PassOn
    std::optional<OrderContent> content;  ///< of Send: what the draft holds from now on
    std::string remark;
};
BOOST_DESCRIBE_STRUCT(ActWish, (), (act, version, people, content, remark))

/// One row of the list.
struct OrderItem {
    OrderId id;
    std::string order_number;
    OrderState state = OrderState::Draft;
    std::int64_t step = 1;
    std::int64_t transfers = 0;
    std::string kind;
    std::string concerns;
    std::string description;
    OrderPriority priority = OrderPriority::Normal;
    std::optional<model::CustomerId> customer;
    std::string customer_name;
    std::string number;  ///< of the call; without one, the customer's first
    std::optional<std::string> number_token;
    std::string author;  ///< 发单人
    std::string author_name;
    std::string handlers;  ///< whose it is, or was at last
    std::string group_names;
    std::int64_t urges = 0;
    std::optional<std::int64_t> urged_at_ms;
    std::int64_t created_at_ms = 0;  ///< 受理时间
    std::optional<std::int64_t> sent_at_ms;
    std::optional<std::int64_t> due_at_ms;
    std::optional<std::int64_t> finished_at_ms;
    std::optional<std::int64_t> closed_at_ms;
    std::int64_t updated_at_ms = 0;
    std::optional<model::CallId> call;
    bool recorded = false;  ///< there is a recording of the call
    bool mine = false;      ///< the reader made it
    bool holding = false;   ///< it is the reader's to handle now
    bool nobody = false;    ///< whose it is has left the company, all of them
    std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(OrderItem, (),
                      (id, order_number, state, step, transfers, kind, concerns, description, priority, customer,
                       customer_name, number, number_token, author, author_name, handlers, group_names, urges,
                       urged_at_ms, created_at_ms, sent_at_ms, due_at_ms, finished_at_ms, closed_at_ms, updated_at_ms,
                       call, recorded, mine, holding, nobody, version))

/// One line of an order's history.
struct OrderStep {
    Id<struct WorkOrderStepTag> id;
    std::int64_t step = 1;
    std::int64_t at_ms = 0;
    std::string user;
    std::string user_name;
    OrderAct act = OrderAct::Note;
    OrderState from_state = OrderState::Draft;
    OrderState to_state = OrderState::Draft;
    std::string from_people;
    std::string to_people;
    std::string remark;
};
BOOST_DESCRIBE_STRUCT(OrderStep, (),
                      (id, step, at_ms, user, user_name, act, from_state, to_state, from_people, to_people, remark))

/// Somebody whose it is now.
struct OrderHandler {
    std::string number;
    std::string name;
    GroupId group;
    bool left = false;
};
BOOST_DESCRIBE_STRUCT(OrderHandler, (), (number, name, group, left))

/// What is known of the customer, one line each, as the reader may see it (客户资料, R170). `key`: "level", "gender",
/// or a field of the company's own, which has its `name`.
struct CustomerFact {
    std::string key;
    std::string name;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(CustomerFact, (), (key, name, value))

struct OrderDetail : OrderItem {
    std::vector<CustomerFact> customer_facts;
    std::vector<OrderHandler> holders;
    std::vector<OrderStep> steps;              ///< the oldest first
    std::vector<OrderAct> acts;                ///< what the reader may do with it now
    bool deletable = false;                    ///< a draft of the reader's
    std::optional<std::int64_t> urge_from_ms;  ///< when it may be urged again; absent: now
};
BOOST_DESCRIBE_STRUCT(OrderDetail, (OrderItem), (customer_facts, holders, steps, acts, deletable, urge_from_ms))

/// My counters (R174).
struct OrderCounts {
    std::int64_t todo = 0;        ///< 待办
    std::int64_t in_transit = 0;  ///< 在途
    std::int64_t history = 0;     ///< 历史
    std::int64_t urged = 0;       ///< 被催单
    std::int64_t drafts = 0;      ///< 草稿
};
BOOST_DESCRIBE_STRUCT(OrderCounts, (), (todo, in_transit, history, urged, drafts))

}  // namespace yh::office::work_orders
