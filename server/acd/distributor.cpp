#include "acd/distributor.h"

#include <utility>
#include <variant>

// Inputs in general, and the inputs about agents.
namespace yh::acd {

using model::AgentActivity;
using model::AgentState;
using model::OfferOutcome;

Distributor::Distributor(std::uint64_t seed, OfferId first_offer)
    : agents_(moment_),
      queues_(agents_),
      calls_(moment_),
      offers_(moment_, agents_, calls_, first_offer),
      matcher_(moment_, agents_, calls_, offers_, seed) {
    offers_.on_timeout([this](OfferId id) { on_rang_too_long(id); });
}

std::vector<Effect> Distributor::apply(const Input& input, MonoTime now) {
    moment_.now = now;
    std::visit([this](const auto& what) { on(what); }, input);
    return settle();
}

std::vector<Effect> Distributor::wake(MonoTime now) {
    moment_.now = now;
    moment_.timers.run_due(now);
    return settle();
}

std::vector<Effect> Distributor::settle() {
    eject_from_emptied_queues();
    matcher_.settle();
    return std::exchange(moment_.effects, {});
}

void Distributor::eject_from_emptied_queues() {
    for (auto* queue : agents_.take_emptied()) {
        if (queue->leave_when_empty && queue->signed_in == 0) {
            eject_all(*queue, model::QueueExit::LeftEmpty, Callbacks::Stay);
        }
    }
}

Agent* Distributor::known(UserId id) {
    Agent* agent = agents_.find(id);
    if (agent == nullptr) {
        count_late();
    }
    return agent;
}

void Distributor::on(const AgentSet& set) {
    Agent* agent = known(set.agent);
    if (agent == nullptr) {
        return;
    }
    if (agent->ringing != nullptr && set.state == AgentState::Offline) {
        // Nobody is there any more to answer what rings.
        agent->asked = Agent::Wish{set.state, set.reason};
        withdraw(*agent->ringing, OfferOutcome::Withdrawn);
        return;
    }
    if (agent->activity == AgentActivity::Idle) {
        agents_.set_state(*agent, set.state, set.reason);
    } else if (agent->state == set.state) {
        agent->asked.reset();
    } else {
        agent->asked = Agent::Wish{set.state, set.reason};
    }
}

void Distributor::on(const QueuePaused& pause) {
    Agent* agent = known(pause.agent);
    auto* member = agent == nullptr ? nullptr : agent->find_membership(pause.queue);
    if (member != nullptr) {
        agents_.set_paused(*member, pause.paused, pause.reason);
    } else if (agent != nullptr) {
        count_late();
    }
}

void Distributor::on(const DeviceOnline& device) {
    Agent* agent = known(device.agent);
    if (agent == nullptr) {
        return;
    }
    agents_.set_device(*agent, device.online);
    if (!device.online && agent->ringing != nullptr) {
        ++moment_.counts.unreachable;
        withdraw(*agent->ringing, OfferOutcome::Unreachable);
    }
}

void Distributor::on(const AgentBusyWithCall& busy) {
    Agent* agent = known(busy.agent);
    if (agent == nullptr) {
        return;
    }
    if (busy.activity == AgentActivity::Idle) {
        on(AgentFree{busy.agent, false});
        return;
    }
    if (agent->ringing != nullptr) {
        Call& call = *agent->ringing->call;
        offers_.withdraw(*agent->ringing, OfferOutcome::Withdrawn);
        agents_.set_activity(*agent, busy.activity);
        after_offer(call);
        return;
    }
    agents_.set_activity(*agent, busy.activity);
    agents_.refresh(*agent);
}

void Distributor::on(const AgentFree& free) {
    Agent* agent = known(free.agent);
    if (agent == nullptr) {
        return;
    }
    if (!agent->in_call()) {
        count_late();
        return;
    }
    if (agent->talking_for) {
        const auto queue = std::exchange(agent->talking_for, QueueId{});
        const auto talked = moment_.now - agent->talking_since;
        if (auto* member = agent->find_membership(queue)) {
            member->talk += talked;
            if (free.queue_call) {
                member->queue->note_handled(talked, agent->wraps_up ? agent->wrap_up : Duration{0});
                agent->after_call_of = queue;
                agent->after_call_since = moment_.now;
            }
        }
    }
    agents_.lose_turn(*agent);
    agent->free_since = moment_.now;
    const bool wish = agent->asked.has_value();
    agents_.become_idle(*agent);
    if (free.queue_call && !wish) {
        agents_.begin_wrap_up(*agent);
    }
    agents_.note_after_call(*agent);
    agents_.refresh(*agent);
}

}  // namespace yh::acd
