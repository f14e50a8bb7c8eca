#include "acd/queue_book.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace yh::acd {

Queue* QueueBook::find(QueueId id) const {
    const auto at = by_id_.find(id);
    return at == by_id_.end() ? nullptr : at->second;
}

std::vector<Queue*> QueueBook::vanished(const model::Directory& directory) const {
    std::unordered_set<QueueId> kept;
    for (const auto& settings : directory.queues) {
        kept.insert(settings.id);
    }
    std::vector<Queue*> gone;
    for (const auto& queue : queues_) {
        if (!kept.contains(queue->id)) {
            gone.push_back(queue.get());
        }
    }
    return gone;
}

void QueueBook::remove(Queue& queue) {
    for (const auto& member : queue.members) {
        part(*member);
    }
    agents_.forget_queue(queue);
    by_id_.erase(queue.id);
    std::erase_if(queues_, [&queue](const auto& owned) { return owned.get() == &queue; });
}

std::vector<Agent*> QueueBook::configure(const model::Queue& settings, const model::Directory& directory) {
    Queue* queue = find(settings.id);
    if (queue == nullptr) {
        queue = queues_.emplace_back(std::make_unique<Queue>()).get();
        queue->id = settings.id;
        by_id_[settings.id] = queue;
    }
    queue->ring_timeout = settings.ring_timeout;
    queue->max_wait = settings.max_wait;
    queue->join_when_empty = settings.join_when_empty;
    queue->leave_when_empty = settings.leave_when_empty;
    queue->max_waiting = settings.max_waiting;
    set_service(*queue, settings, directory);
    const auto wanted = wanted_members(settings);
    if (queue->strategy == settings.strategy && same_members(*queue, wanted)) {
        return {};
    }
    leave_index(*queue);
    if (queue->strategy != settings.strategy) {
        queue->strategy = settings.strategy;
        queue->clear_counters();
    }
    queue->candidates.set_strategy(settings.strategy);
    return replace_members(*queue, wanted);
}

void QueueBook::set_service(Queue& queue, const model::Queue& settings, const model::Directory& directory) {
    const auto& wanted = settings.service;
    const auto* to = wanted.overflow_after <= Duration{0} || wanted.overflow_to.empty()
                         ? nullptr
                         : directory.find_queue(settings.tenant, wanted.overflow_to);
    const QueueId overflow_to = to == nullptr || to->id == queue.id ? QueueId{} : to->id;
    const bool same = queue.overflow_after == wanted.overflow_after && queue.overflow_to == overflow_to &&
                      queue.required_skill == wanted.required_skill &&
                      queue.skill_relaxes_every == wanted.skill_relaxes_every;
    if (same) {
        return;
    }
    queue.overflow_after = wanted.overflow_after;
    queue.overflow_to = overflow_to;
    queue.required_skill = wanted.required_skill;
    queue.skill_relaxes_every = wanted.skill_relaxes_every;
    queue.service_changed = true;
}

std::vector<Queue*> QueueBook::take_service_changed() {
    std::vector<Queue*> changed;
    for (const auto& queue : queues_) {
        if (std::exchange(queue->service_changed, false)) {
            changed.push_back(queue.get());
        }
    }
    return changed;
}

void QueueBook::remove_memberships(Agent& agent) {
    for (auto* member : std::vector<Membership*>{agent.memberships}) {
        Queue& queue = *member->queue;
        part(*member);
        std::erase_if(queue.members, [member](const auto& owned) { return owned.get() == member; });
    }
}

std::vector<QueueBook::Wanted> QueueBook::wanted_members(const model::Queue& settings) const {
    std::vector<Wanted> wanted;
    std::unordered_set<UserId> seen;
    for (const auto& member : settings.members) {
        Agent* agent = agents_.find(member.user);
        if (agent != nullptr && seen.insert(member.user).second) {
            wanted.push_back({agent, member.penalty, member.skill_level});
        }
    }
    return wanted;
}

bool QueueBook::same_members(const Queue& queue, const std::vector<Wanted>& wanted) {
    return std::equal(queue.members.begin(), queue.members.end(), wanted.begin(), wanted.end(),
                      [](const auto& member, const Wanted& other) {
                          return member->agent == other.agent && member->penalty == other.penalty &&
                                 member->skill_level == other.skill_level;
                      });
}

void QueueBook::leave_index(Queue& queue) {
    for (const auto& member : queue.members) {
        if (member->candidate) {
            queue.candidates.remove(*member);
        }
    }
}

std::vector<Agent*> QueueBook::replace_members(Queue& queue, const std::vector<Wanted>& wanted) {
    std::unordered_map<const Agent*, std::unique_ptr<Membership>> known;
    std::vector<Agent*> order;
    for (auto& member : std::exchange(queue.members, {})) {
        order.push_back(member->agent);
        known.emplace(member->agent, std::move(member));
    }
    for (const auto& entry : wanted) {
        const auto at = known.find(entry.agent);
        auto member = at == known.end() ? join(queue, *entry.agent) : std::move(at->second);
        if (at != known.end()) {
            known.erase(at);
        }
        member->penalty = entry.penalty;
        member->skill_level = entry.skill_level;
        member->order = static_cast<std::uint32_t>(queue.members.size());
        agents_.refresh(*queue.members.emplace_back(std::move(member)));
    }
    std::vector<Agent*> gone;
    for (auto* agent : order) {
        if (const auto at = known.find(agent); at != known.end()) {
            part(*at->second);
            gone.push_back(agent);
        }
    }
    return gone;
}

std::unique_ptr<Membership> QueueBook::join(Queue& queue, Agent& agent) {
    auto member = std::make_unique<Membership>();
    member->agent = &agent;
    member->queue = &queue;
    agent.memberships.push_back(member.get());
    queue.signed_in += agent.state == model::AgentState::Offline ? 0 : 1;
    return member;
}

void QueueBook::part(Membership& member) {
    if (member.candidate) {
        member.queue->candidates.remove(member);
    }
    if (member.agent->state != model::AgentState::Offline) {
        agents_.count_signed_in(*member.queue, -1);
    }
    std::erase(member.agent->memberships, &member);
}

}  // namespace yh::acd
