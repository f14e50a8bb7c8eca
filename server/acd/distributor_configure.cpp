#include "acd/distributor.h"

// A new directory: everybody who is still in it stays where they are.
namespace yh::acd {

using model::OfferOutcome;
using model::QueueExit;

void Distributor::on(const Configured& configured) {
    const auto& directory = *configured.directory;
    // Who was to move on after the ringing was sent by rules that may be gone: they are asked anew below.
    const auto undecided = calls_.forget_overflows();
    let_agents_go(directory);
    let_queues_go(directory);
    for (const auto& settings : directory.queues) {
        const auto parted = queues_.configure(settings, directory);
        for (auto* agent : parted) {
            const auto* ringing = agent->ringing;
            if (ringing != nullptr && ringing->call->queue->id == settings.id && !ringing->preferred) {
                withdraw(*agent->ringing, OfferOutcome::Withdrawn);
            }
        }
    }
    for (auto* queue : queues_.take_service_changed()) {
        for (auto* call : queue->waiting) {
            arm_service(*call);
            if (call->ringing.empty()) {
                calls_.need_agent(*call);
            }
        }
    }
    for (const auto id : undecided) {
        if (Call* call = calls_.find(id)) {
            arm_service(*call);
        }
    }
}

void Distributor::let_agents_go(const model::Directory& directory) {
    for (const auto& agent : agents_.configure(directory)) {
        if (agent->ringing != nullptr) {
            withdraw(*agent->ringing, OfferOutcome::Withdrawn);
        }
        agents_.forget(*agent);
        queues_.remove_memberships(*agent);
    }
}

void Distributor::let_queues_go(const model::Directory& directory) {
    for (auto* queue : queues_.vanished(directory)) {
        eject_all(*queue, QueueExit::LeftEmpty, Callbacks::Leave);
        queues_.remove(*queue);
    }
}

}  // namespace yh::acd
