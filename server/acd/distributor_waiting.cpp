#include <algorithm>

#include "acd/distributor.h"

// What becomes of a call by waiting: it is asked of less skilled members, moves to another queue, or leaves.
namespace yh::acd {

using model::QueueExit;

void Distributor::arm_max_wait(Call& call) {
    moment_.timers.cancel(std::exchange(call.max_wait, {}));
    if (call.queue->max_wait > Duration{0} && !call.callback) {
        call.max_wait = moment_.timers.schedule(moment_.now + call.queue->max_wait,
                                                [this, id = call.id] { on_waited_too_long(id); });
    }
}

void Distributor::on_waited_too_long(CallId id) {
    Call* call = calls_.find(id);
    if (call == nullptr) {
        return;
    }
    call->max_wait = {};
    if (call->ringing.empty()) {
        eject(*call, QueueExit::TimedOut);
    } else {
        call->expired = true;
    }
}

void Distributor::arm_service(Call& call) {
    moment_.timers.cancel(std::exchange(call.overflow, {}));
    const Queue& queue = *call.queue;
    if (queue.overflow_to && !call.overflow_due) {
        call.overflow = moment_.timers.schedule(std::max(moment_.now, call.entered + queue.overflow_after),
                                                [this, id = call.id] { on_overflow_due(id); });
    }
    arm_relax(call);
}

// ---------------------------------------------------------------- skills

// Counted from entering the queue, as max_wait is: every queue may ask for other skills.
void Distributor::arm_relax(Call& call) {
    moment_.timers.cancel(std::exchange(call.relax, {}));
    const Queue& queue = *call.queue;
    call.required_skill = queue.required_skill;
    const auto every = queue.skill_relaxes_every;
    if (queue.required_skill <= 0 || every <= Duration{0}) {
        return;
    }
    const auto steps = (moment_.now - call.entered) / every;
    call.required_skill = static_cast<int>(std::max<std::int64_t>(queue.required_skill - steps, 0));
    if (call.required_skill > 0) {
        call.relax =
            moment_.timers.schedule(call.entered + (steps + 1) * every, [this, id = call.id] { on_relaxed(id); });
    }
}

void Distributor::on_relaxed(CallId id) {
    Call* call = calls_.find(id);
    if (call == nullptr) {
        return;
    }
    call->relax = {};
    arm_relax(*call);
    if (call->ringing.empty()) {
        calls_.need_agent(*call);
        return;
    }
    if (call->queue->strategy == model::Strategy::RingAll) {
        // It rings already; those who suit by now join in.
        for (const auto& member : call->queue->members) {
            if (member->candidate) {
                agents_.look_again(*member->agent);
            }
        }
    }
}

// ---------------------------------------------------------------- overflow

void Distributor::on_overflow_due(CallId id) {
    Call* call = calls_.find(id);
    if (call == nullptr) {
        return;
    }
    call->overflow = {};
    if (!call->ringing.empty()) {
        call->overflow_due = true;  // what rings may still be answered
    } else {
        overflow(*call);
    }
}

// A queue that lets nobody in, or where nobody is signed in, would serve the caller worse: then it stays, and tries
// again after the same time. A queue it was in already ends the way, so that no call goes round in circles.
bool Distributor::overflow(Call& call) {
    call.overflow_due = false;
    Queue& from = *call.queue;
    Queue* to = queues_.find(from.overflow_to);
    if (to == nullptr || to == &from || std::find(call.been.begin(), call.been.end(), to->id) != call.been.end()) {
        return false;
    }
    if (to->signed_in == 0 || (to->full() && !call.callback)) {
        call.overflow =
            moment_.timers.schedule(moment_.now + from.overflow_after, [this, id = call.id] { on_overflow_due(id); });
        return false;
    }
    calls_.move(call, *to);
    arm_max_wait(call);
    arm_service(call);
    moment_.say(Moved{call.id, from.id, to->id, to->position_of(call)});
    return true;
}

}  // namespace yh::acd
