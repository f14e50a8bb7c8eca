#include "office/supervision/live_views.h"

#include <algorithm>

namespace yh::office::supervision {

namespace {

bool leads(const people::SignedIn& asker, const model::Queue& queue) {
    return asker.role == model::Role::Leader && std::ranges::find(queue.leaders, asker.user) != queue.leaders.end();
}

bool is_member(model::UserId user, const model::Queue& queue) {
    return std::ranges::find(queue.members, user, &model::QueueMember::user) != queue.members.end();
}

std::string number_of(model::UserId user, const model::Directory& directory) {
    const auto* known = directory.find_user(user);
    return known == nullptr ? std::string{} : known->number;
}

}  // namespace

bool may_see(const people::SignedIn& asker, const model::Queue& queue) {
    return queue.tenant == asker.tenant &&
           (asker.role == model::Role::Admin || leads(asker, queue) || is_member(asker.user, queue));
}

bool may_see(const people::SignedIn& asker, const model::LiveCall& call, const model::Directory& directory) {
    if (call.tenant != asker.tenant) {
        return false;
    }
    if (asker.role == model::Role::Admin ||
        std::ranges::find(call.legs, asker.user, &model::LiveLeg::user) != call.legs.end()) {
        return true;
    }
    // A leader sees the calls of the queues led, and every call of their members.
    return std::ranges::any_of(directory.queues, [&](const model::Queue& queue) {
        return leads(asker, queue) && (queue.id == call.queue || std::ranges::any_of(call.legs, [&](const auto& leg) {
                                           return leg.user && is_member(leg.user, queue);
                                       }));
    });
}

CallView view_of(const model::LiveCall& call, const model::Directory& directory) {
    CallView view;
    view.id = call.id;
    view.direction = call.direction;
    view.customer_number = call.customer_number;
    view.called_number = call.called_number;
    if (const auto* queue = directory.find_queue(call.queue)) {
        view.queue = queue->number;
    }
    view.phase = call.phase;
    view.created_at_ms = call.started_at_ms;
    if (call.answered_at_ms != 0) {
        view.answered_at_ms = call.answered_at_ms;
    }
    for (const auto& leg : call.legs) {
        view.parties.push_back({leg.leg, leg.role, leg.number, number_of(leg.user, directory), leg.answered, leg.held});
    }
    return view;
}

QueueView view_of(const model::Queue& queue, const model::LiveSnapshot& live, const model::Directory& directory) {
    QueueView view{queue.number, queue.name, queue.strategy, queue.record, 0, 0, 0, {}};
    const auto picture = std::ranges::find(live.queues, queue.id, &model::LiveQueue::queue);
    if (picture != live.queues.end()) {
        view.waiting = static_cast<std::int64_t>(picture->waiting.size());
        view.ready = picture->ready;
        view.talking = picture->talking;
    }
    for (const auto& member : queue.members) {
        view.members.push_back(number_of(member.user, directory));
    }
    return view;
}

QueueLiveView live_view_of(const model::Queue& queue, const model::LiveSnapshot& live,
                           const model::Directory& directory) {
    QueueLiveView view{queue.number, queue.name, live.at_ms, {}, {}};
    const auto picture = std::ranges::find(live.queues, queue.id, &model::LiveQueue::queue);
    if (picture != live.queues.end()) {
        for (const auto& waiting : picture->waiting) {
            view.waiting.push_back({waiting.call, waiting.customer_number, waiting.entered_at_ms, waiting.position});
        }
    }
    for (const auto& member : queue.members) {
        const auto* user = directory.find_user(member.user);
        if (user == nullptr) {
            continue;
        }
        AgentView agent;
        agent.number = user->number;
        agent.name = user->name;
        agent.extension = user->extension;
        const auto seen = std::ranges::find(live.agents, user->id, &model::LiveAgent::user);
        if (seen != live.agents.end()) {
            agent.state = seen->state;
            agent.activity = seen->activity;
            agent.reason = seen->reason;
            agent.since_ms = seen->since_ms;
            agent.device_online = seen->device_online;
            agent.paused = std::ranges::find(seen->paused_queues, queue.id) != seen->paused_queues.end();
            if (seen->call) {
                agent.call = seen->call;
            }
        }
        view.agents.push_back(std::move(agent));
    }
    return view;
}

}  // namespace yh::office::supervision
