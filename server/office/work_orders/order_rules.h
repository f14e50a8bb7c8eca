#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

// The steps of a work order (R172): 第1步-坐席发起 → 处理 → 转办 → 办结 → 关闭, and who may take which. Pure.
namespace yh::office::work_orders {

enum class OrderState { Draft, Handling, Finished, Closed };
BOOST_DESCRIBE_ENUM(OrderState, Draft, Handling, Finished, Closed)

/// What can be done with one. Take: one of several makes it his alone, or one of the group steps in. PassOn (转办).
/// Return (退回): what was finished is not. Urge (催单, R175) and Note leave the state as it is.
enum class OrderAct { Send, Take, PassOn, Finish, Return, Close, Urge, Note };
BOOST_DESCRIBE_ENUM(OrderAct, Send, Take, PassOn, Finish, Return, Close, Urge, Note)

/// What somebody is to an order.
struct OrderSeat {
    bool author = false;
    bool holder = false;    ///< it is his to handle now
    bool in_group = false;  ///< of the group of somebody whose it is
    bool oversees = false;  ///< his data scope shows him orders of others, and this is one of them
};

/// `holders`: how many it belongs to now.
bool may_act(OrderAct act, OrderState state, const OrderSeat& seat, std::int64_t holders);
/// All of them, in the order of the buttons.
std::vector<OrderAct> acts_of(OrderState state, const OrderSeat& seat, std::int64_t holders);

/// Whether the act changes the state or whose it is: such a one counts as a step and is done to a version.
bool is_step(OrderAct act);
/// What the state is after a step.
OrderState state_after(OrderAct act, OrderState state);
/// Passing on, returning and closing what nobody finished need a word why.
bool needs_remark(OrderAct act, OrderState state);

/// "202611-00042" (R170).
std::string order_number(std::int64_t month, std::int64_t serial);

/// When it may be urged again; 0: now.
std::int64_t urge_from(std::int64_t urged_at_ms, std::int64_t minutes, std::int64_t now_ms);

}  // namespace yh::office::work_orders
