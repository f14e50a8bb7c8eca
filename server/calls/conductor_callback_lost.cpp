#include <algorithm>
#include <vector>

#include "base/log.h"
#include "calls/conductor.h"

// Lost calls that are called back by themselves (B02). From the promise on they are call-backs like those that were
// asked for: they keep the time they waited, rest outside of hours, and count as lost only when they are given up.
namespace yh::calls {

using model::CallResult;
using model::EndingSide;

// Somebody wanted one of us, waited, and talked to nobody; and nobody of us sent them away.
bool Conductor::was_lost(const Call& call) const {
    const bool unserved = call.result == CallResult::Abandoned || call.result == CallResult::NoAnswer;
    const bool by_themselves = call.ending.side == EndingSide::Caller || call.ending.reason == "queue_timeout" ||
                               call.ending.reason == "announced";
    return call.direction == model::Direction::Inbound && call.was_queued && call.answered_at == WallTime{} &&
           unserved && by_themselves;
}

void Conductor::call_lost_back(Call& call) {
    const auto* queue = directory_->find_queue(call.queue);
    const auto& number = call.customer_number;
    if (queue == nullptr || !queue->service.callback_lost || !call.callback.wanted_at.empty() || draining_ ||
        !was_lost(call) || directory_->route_outbound(call.tenant, number) == nullptr) {
        return;
    }
    const bool waits_already = std::ranges::any_of(callbacks_, [&](const auto& one) {
        return one.second.tenant == call.tenant && (one.second.number == number || one.second.caller == number);
    });
    if (waits_already) {
        return;  // whoever tried again and again is called once
    }
    call.callback.wanted_at = number;
    say(call, model::CallbackAsked{call.queue, number});
    log().info("callback.of_lost_call", {{"call", call.id}, {"queue", call.queue}});
}

// Who has called again and was answered need not be called any more.
void Conductor::forget_callbacks_of(const Call& call) {
    if (call.direction != model::Direction::Inbound || call.customer_number.empty()) {
        return;
    }
    std::vector<CallId> served;
    for (const auto& [asked_by, place] : callbacks_) {
        if (place.tenant == call.tenant &&
            (place.number == call.customer_number || place.caller == call.customer_number)) {
            served.push_back(asked_by);
        }
    }
    for (const auto asked_by : served) {
        drop_callback(asked_by, "cancelled");
    }
}

}  // namespace yh::calls
