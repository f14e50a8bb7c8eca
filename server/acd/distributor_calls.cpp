#include "acd/distributor.h"

// The inputs about waiting calls, and how a call leaves without an agent.
namespace yh::acd {

using model::OfferOutcome;
using model::QueueExit;

void Distributor::on(const CallEntered& entered) {
    if (Call* before = calls_.find(entered.call)) {
        // It waits already: it moves, and what rang for it in its old place is silent.
        silence(*before);
        calls_.close(*before);
    }
    Queue* queue = queues_.find(entered.queue);
    const bool let_in = queue != nullptr && (entered.callback || queue->lets_in() ||
                                             (entered.returned && (queue->join_when_empty || queue->signed_in > 0)));
    if (!let_in) {
        moment_.say(Eject{entered.call, entered.queue, QueueExit::Refused});
        return;
    }
    Call& call = calls_.open(entered, *queue);
    arm_max_wait(call);
    arm_service(call);
    moment_.say(Entered{call.id, queue->id, queue->position_of(call)});
}

void Distributor::on(const CallKnown& known) {
    Call* call = calls_.find(known.call);
    if (call == nullptr) {
        count_late();
        return;
    }
    calls_.know(*call, known.priority, known.preferred_agent);
}

void Distributor::on(const CallLeft& left) {
    Call* call = calls_.find(left.call);
    if (call == nullptr) {
        count_late();
        return;
    }
    silence(*call);
    calls_.close(*call);
}

void Distributor::eject(Call& call, QueueExit exit) {
    silence(call);
    moment_.say(Eject{call.id, call.queue->id, exit});
    calls_.close(call);
}

void Distributor::eject_all(Queue& queue, QueueExit exit, Callbacks callbacks) {
    const std::vector<Call*> calls{queue.waiting.begin(), queue.waiting.end()};
    for (auto* call : calls) {
        if (!call->callback || callbacks == Callbacks::Leave) {
            eject(*call, exit);
        }
    }
}

void Distributor::silence(Call& call) {
    while (!call.ringing.empty()) {
        Agent& agent = *call.ringing.front()->agent;
        offers_.withdraw(*call.ringing.front(), OfferOutcome::Withdrawn);
        agents_.become_idle(agent);
        agents_.refresh(agent);
    }
}

}  // namespace yh::acd
