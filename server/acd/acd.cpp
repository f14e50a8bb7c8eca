#include "acd/acd.h"

#include <algorithm>

#include "acd/call.h"
#include "acd/distributor.h"

namespace yh::acd {

namespace {

AgentView view_of(const Agent& agent) {
    AgentView view{.agent = agent.id,
                   .state = agent.state,
                   .activity = agent.activity,
                   .reason = agent.reason,
                   .since = agent.since,
                   .device_online = false,
                   .paused_queues = {},
                   .asked = std::nullopt,
                   .wrap_up_until = std::nullopt,
                   .offer = agent.ringing == nullptr ? OfferId{} : agent.ringing->id};
    if (agent.activity == model::AgentActivity::Idle) {
        view.since = std::max(agent.since, agent.free_since);
    }
    if (agent.wrap_up_ends) {
        view.wrap_up_until = agent.wrap_up_until;
    }
    view.device_online = agent.device_online && !agent.unreachable;
    for (const auto* member : agent.memberships) {
        if (member->paused) {
            view.paused_queues.push_back(member->queue->id);
        }
    }
    if (agent.asked) {
        view.asked = agent.asked->state;
    }
    return view;
}

}  // namespace

struct Acd::State : Distributor {
    using Distributor::Distributor;
};

Acd::Acd(std::uint64_t seed, OfferId first_offer) : state_(std::make_unique<State>(seed, first_offer)) {}

Acd::~Acd() = default;

std::vector<Effect> Acd::apply(const Input& input, MonoTime now) {
    return state_->apply(input, now);
}

std::vector<Effect> Acd::wake(MonoTime now) {
    return state_->wake(now);
}

std::optional<MonoTime> Acd::next_wake() const {
    return state_->moment().timers.next();
}

std::optional<AgentView> Acd::agent(UserId agent) const {
    const auto* known = state_->agents().find(agent);
    return known == nullptr ? std::nullopt : std::optional{view_of(*known)};
}

std::vector<AgentView> Acd::agents() const {
    std::vector<AgentView> views;
    views.reserve(state_->agents().all().size());
    for (const auto& agent : state_->agents().all()) {
        views.push_back(view_of(*agent));
    }
    return views;
}

std::vector<WaitingView> Acd::waiting(QueueId queue) const {
    std::vector<WaitingView> views;
    if (const auto* known = state_->queues().find(queue)) {
        for (const auto* call : known->waiting) {
            views.push_back({call->id, call->entered, static_cast<int>(views.size()) + 1});
        }
    }
    return views;
}

std::optional<int> Acd::position(CallId call) const {
    auto* known = state_->calls().find(call);
    return known == nullptr ? std::nullopt : std::optional{known->queue->position_of(*known)};
}

std::optional<Duration> Acd::expected_wait(CallId call) const {
    auto* known = state_->calls().find(call);
    return known == nullptr ? std::nullopt : known->queue->expected_wait(known->queue->position_of(*known));
}

const Counts& Acd::counts() const {
    return state_->moment().counts;
}

}  // namespace yh::acd
