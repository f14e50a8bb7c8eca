#pragma once

#include "base/id.h"
#include "office/people/identity.h"
#include "office/work_orders/order_handlers.h"
#include "office/work_orders/order_rows.h"
#include "office/work_orders/order_store.h"

// The system messages about orders (R174). Thread: the writer's.
namespace yh::office::work_orders {

/// What was done to an order.
struct OrderNews {
    OrderAct act = OrderAct::Note;
    const OrderRow& order;   ///< as it is now
    const Handlers& before;  ///< who had it
    const Handlers& now;     ///< who has it
};

/// Writes a message for everybody concerned, but for who did it. Says whose open pages are to hear of it: theirs, the
/// doer's own and the author's.
Result<Told> tell_all(db::Connection& connection, const people::SignedIn& who, const OrderNews& news, IdMaker& ids,
                      std::int64_t now_ms);

}  // namespace yh::office::work_orders
