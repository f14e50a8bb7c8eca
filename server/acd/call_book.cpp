#include "acd/call_book.h"

#include <algorithm>
#include <utility>

#include "acd/rules.h"

namespace yh::acd {

Call* CallBook::find(CallId id) const {
    const auto at = calls_.find(id);
    return at == calls_.end() ? nullptr : at->second.get();
}

Call& CallBook::open(const CallEntered& entered, Queue& queue) {
    auto call = std::make_unique<Call>();
    call->id = entered.call;
    call->queue = &queue;
    call->priority = entered.returned ? rules::head_of_queue : entered.priority;
    call->entered = moment_.now;
    call->waits_since = moment_.now - std::max(entered.waited_before, Duration{0});
    call->arrival = ++arrivals_;
    call->preferred = entered.preferred_agent;
    call->callback = entered.callback;
    Call& opened = *call;
    calls_.emplace(entered.call, std::move(call));
    queue.waiting.insert(queue.waiting.end(), &opened);
    need_agent(opened);
    return opened;
}

void CallBook::move(Call& call, Queue& to) {
    call.queue->unserved.erase(&call);
    call.queue->waiting.erase(&call);
    call.been.push_back(call.queue->id);
    call.queue = &to;
    call.entered = moment_.now;
    to.waiting.insert(&call);
    need_agent(call);
}

void CallBook::know(Call& call, int priority, UserId preferred) {
    call.preferred = preferred;
    // Lines are sets in the order of service: who changes that order must stand outside of them.
    const bool unserved = call.queue->unserved.erase(&call) != 0;
    call.queue->waiting.erase(&call);
    call.priority = call.priority == rules::head_of_queue ? call.priority : priority;
    call.queue->waiting.insert(&call);
    if (unserved) {
        need_agent(call);
    }
}

std::vector<CallId> CallBook::forget_overflows() {
    std::vector<CallId> forgotten;
    for (const auto& [id, call] : calls_) {
        if (std::exchange(call->overflow_due, false)) {
            forgotten.push_back(id);
        }
    }
    std::sort(forgotten.begin(), forgotten.end());  // a map has no order of its own, and decisions must
    return forgotten;
}

void CallBook::close(Call& call) {
    for (const auto timer : {call.max_wait, call.overflow, call.relax}) {
        moment_.timers.cancel(timer);
    }
    if (call.needs_agent) {
        std::erase(needing_, &call);
    }
    call.queue->unserved.erase(&call);
    call.queue->waiting.erase(&call);
    calls_.erase(call.id);
}

void CallBook::need_agent(Call& call) {
    call.queue->unserved.insert(call.queue->unserved.end(), &call);
    if (!std::exchange(call.needs_agent, true)) {
        needing_.push_back(&call);
    }
}

std::vector<Call*> CallBook::take_needing() {
    auto needing = std::exchange(needing_, {});
    for (auto* call : needing) {
        call->needs_agent = false;
    }
    std::sort(needing.begin(), needing.end(), ServedBefore{});
    return needing;
}

}  // namespace yh::acd
