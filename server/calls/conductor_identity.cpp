#include "calls/conductor.h"
#include "model/number_mask.h"

// Who a telephone is told it is called by (From and P-Asserted-Identity).
namespace yh::calls {

// A person who may not see customers' numbers whole (号码隐藏, R264, U16–U17; of a public pool: R151) does not read
// them off a telephone either, nor on the mobile that rings in place of the seat. Colleagues, queues and rooms are no
// customers. A company that hides numbers from nobody else hides the middle of those in its pools, as on pages.
void Conductor::set_caller(OutgoingLeg& out, const Call& call, const Leg& leg) const {
    out.caller_number = !leg.shown_number.empty()       ? leg.shown_number
                        : call.second_caller_id.empty() ? call.customer_number
                                                        : call.second_caller_id;
    out.caller_name = leg.shown_name;
    const auto hidden = hiding_from(call, leg.user);
    if (hidden == model::HideNumbers::Off) {
        return;
    }
    const auto& number = out.caller_number;
    if (leg.mobile) {
        // A carrier takes no stars: the number that the customer called stands in for the customer's.
        out.caller_number = number == call.customer_number ? call.called_number : number;
        return;
    }
    const bool ours = directory_->find_extension(call.tenant, number) != nullptr ||
                      directory_->find_queue(call.tenant, number) != nullptr ||
                      directory_->find_room(call.tenant, number) != nullptr;
    if (!ours) {
        out.caller_number = model::masked(number, hidden);
    }
}

model::HideNumbers Conductor::hiding_from(const Call& call, UserId who) const {
    const auto* user = directory_->find_user(who);
    if (user == nullptr) {
        return model::HideNumbers::Off;
    }
    const auto hidden = user->sees_numbers ? model::HideNumbers::Off : options_of(call.tenant).hide_numbers;
    const bool in_pool = hidden == model::HideNumbers::Off && is_hidden_by_pool(call, who);
    return in_pool ? model::HideNumbers::Partial : hidden;
}

}  // namespace yh::calls
