#include "calls/conductor.h"
#include "model/number_mask.h"

// Who a telephone is told it is called by (From and P-Asserted-Identity).
namespace yh::calls {

// A person who may not see customers' numbers whole (号码隐藏, R264, U16–U17) does not read them off a telephone
// either, nor on the mobile that rings in place of the seat. Colleagues, queues and rooms are no customers.
void Conductor::set_caller(OutgoingLeg& out, const Call& call, const Leg& leg) const {
    out.caller_number = !leg.shown_number.empty()       ? leg.shown_number
                        : call.second_caller_id.empty() ? call.customer_number
                                                        : call.second_caller_id;
    out.caller_name = leg.shown_name;
    const auto* user = directory_->find_user(leg.user);
    const auto hidden = options_of(call.tenant).hide_numbers;
    if (user == nullptr || user->sees_numbers || hidden == model::HideNumbers::Off) {
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

}  // namespace yh::calls
