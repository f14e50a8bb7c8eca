#include "office/work_orders/order_rules.h"

#include <fmt/format.h>

#include "base/describe.h"

namespace yh::office::work_orders {

bool may_act(OrderAct act, OrderState state, const OrderSeat& seat, std::int64_t holders) {
    const bool is_draft = state == OrderState::Draft;
    const bool is_handled = state == OrderState::Handling;
    const bool is_finished = state == OrderState::Finished;
    const bool is_party = seat.author || seat.holder || seat.oversees;
    switch (act) {
        case OrderAct::Send:
            return is_draft && seat.author;
        case OrderAct::Take:
            // Who has it alone has nothing to take. One of the group steps in for whoever is away or has left.
            return is_handled && ((seat.holder && holders > 1) || (seat.in_group && !seat.holder));
        case OrderAct::PassOn:
            return is_handled && is_party;
        case OrderAct::Finish:
            return is_handled && seat.holder;
        case OrderAct::Return:
            return is_finished && (seat.author || seat.oversees);
        case OrderAct::Close:
            return (is_finished && is_party) || (is_handled && (seat.author || seat.oversees));
        case OrderAct::Urge:
            // Nobody urges himself.
            return is_handled && (seat.author || seat.oversees) && !(seat.holder && holders == 1);
        case OrderAct::Note:
            return !is_draft && (is_party || seat.in_group);
    }
    return false;
}

std::vector<OrderAct> acts_of(OrderState state, const OrderSeat& seat, std::int64_t holders) {
    std::vector<OrderAct> acts;
    for (const auto act : {OrderAct::Send, OrderAct::Finish, OrderAct::Close, OrderAct::Take, OrderAct::PassOn,
                           OrderAct::Return, OrderAct::Urge, OrderAct::Note}) {
        if (may_act(act, state, seat, holders)) {
            acts.push_back(act);
        }
    }
    return acts;
}

bool is_step(OrderAct act) {
    return act != OrderAct::Urge && act != OrderAct::Note;
}

OrderState state_after(OrderAct act, OrderState state) {
    switch (act) {
        case OrderAct::Send:
        case OrderAct::Take:
        case OrderAct::PassOn:
        case OrderAct::Return:
            return OrderState::Handling;
        case OrderAct::Finish:
            return OrderState::Finished;
        case OrderAct::Close:
            return OrderState::Closed;
        case OrderAct::Urge:
        case OrderAct::Note:
            break;
    }
    return state;
}

bool needs_remark(OrderAct act, OrderState state) {
    return act == OrderAct::PassOn || act == OrderAct::Return || act == OrderAct::Note ||
           (act == OrderAct::Close && state == OrderState::Handling);
}

std::string order_number(std::int64_t month, std::int64_t serial) {
    return fmt::format("{}-{:05}", month, serial);
}

std::int64_t urge_from(std::int64_t urged_at_ms, std::int64_t minutes, std::int64_t now_ms) {
    constexpr std::int64_t ms_of_minute = 60'000;
    const auto from = urged_at_ms == 0 ? 0 : urged_at_ms + minutes * ms_of_minute;
    return from > now_ms ? from : 0;
}

}  // namespace yh::office::work_orders
