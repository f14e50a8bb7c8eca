#include "acd/agent_book.h"

#include <algorithm>
#include <utility>

#include "acd/queue.h"
#include "acd/rules.h"

namespace yh::acd {

using model::AgentActivity;
using model::AgentState;

Membership* Agent::find_membership(QueueId queue_id) const {
    for (auto* member : memberships) {
        if (member->queue->id == queue_id) {
            return member;
        }
    }
    return nullptr;
}

Agent* AgentBook::find(UserId id) const {
    const auto at = by_id_.find(id);
    return at == by_id_.end() ? nullptr : at->second;
}

std::vector<std::unique_ptr<Agent>> AgentBook::configure(const model::Directory& directory) {
    std::unordered_map<UserId, std::unique_ptr<Agent>> known;
    std::vector<UserId> order;
    for (auto& agent : std::exchange(agents_, {})) {
        order.push_back(agent->id);
        known.emplace(agent->id, std::move(agent));
    }
    for (const auto& user : directory.users) {
        auto at = known.find(user.id);
        if (at == known.end() && by_id_.contains(user.id)) {
            continue;  // the same person twice: the first entry counts
        }
        auto agent = at == known.end() ? std::make_unique<Agent>() : std::move(at->second);
        if (at == known.end()) {
            agent->id = user.id;
            agent->since = moment_.now;
            agent->idle_since = moment_.now;
            by_id_[user.id] = agent.get();
        } else {
            known.erase(at);
        }
        agent->wraps_up = user.wraps_up;
        agent->wrap_up = user.wrap_up;
        agents_.push_back(std::move(agent));
    }
    std::vector<std::unique_ptr<Agent>> vanished;
    for (const auto id : order) {
        if (auto at = known.find(id); at != known.end()) {
            vanished.push_back(std::move(at->second));
        }
    }
    return vanished;
}

void AgentBook::forget(Agent& agent) {
    agent.asked.reset();
    set_state(agent, AgentState::Offline, "removed");
    for (const auto timer : {agent.wrap_up_ends, agent.unreachable_ends, agent.busy_surprise_ends}) {
        moment_.timers.cancel(timer);
    }
    std::erase(freed_, &agent);
    by_id_.erase(agent.id);
}

void AgentBook::set_state(Agent& agent, AgentState to, const std::string& reason) {
    moment_.timers.cancel(std::exchange(agent.wrap_up_ends, {}));
    if (agent.state == to && (agent.reason == reason || to == AgentState::WrapUp)) {
        return;
    }
    const auto from = std::exchange(agent.state, to);
    moment_.say(StateChanged{agent.id, from, to, reason, moment_.now - agent.since});
    agent.since = moment_.now;
    agent.reason = reason;
    note_after_call(agent);
    if (to == AgentState::Ready && from != AgentState::Ready) {
        agent.idle_since = moment_.now;
    }
    const int change = static_cast<int>(to != AgentState::Offline) - static_cast<int>(from != AgentState::Offline);
    if (change != 0) {
        for (auto* member : agent.memberships) {
            count_signed_in(*member->queue, change);
        }
    }
    refresh(agent);
}

void AgentBook::set_activity(Agent& agent, AgentActivity activity) {
    if (agent.activity != activity) {
        agent.activity = activity;
        moment_.say(ActivityChanged{agent.id, activity});
    }
}

void AgentBook::become_idle(Agent& agent) {
    set_activity(agent, AgentActivity::Idle);
    if (const auto wish = std::exchange(agent.asked, std::nullopt)) {
        set_state(agent, wish->state, wish->reason);
    }
}

void AgentBook::begin_wrap_up(Agent& agent) {
    const bool by_hand = agent.state == AgentState::WrapUp && !agent.wrap_up_ends;
    const bool due = agent.state == AgentState::Ready || agent.state == AgentState::WrapUp;
    if (!agent.wraps_up || agent.wrap_up <= Duration{0} || !due || by_hand) {
        return;
    }
    set_state(agent, AgentState::WrapUp, "after_call");
    agent.wrap_up_until = moment_.now + agent.wrap_up;
    restart(agent.wrap_up_ends, agent.wrap_up, [this, id = agent.id] {
        if (auto* who = find(id)) {
            who->wrap_up_ends = {};
            set_state(*who, AgentState::Ready, {});
        }
    });
}

void AgentBook::note_after_call(Agent& agent) {
    if (!agent.after_call_of || agent.state == AgentState::WrapUp) {
        return;
    }
    const auto* member = agent.find_membership(std::exchange(agent.after_call_of, QueueId{}));
    if (member != nullptr) {
        member->queue->note_after_call(moment_.now - agent.after_call_since);
    }
}

void AgentBook::set_device(Agent& agent, bool online) {
    agent.device_online = online;
    agent.unreachable = false;
    moment_.timers.cancel(std::exchange(agent.unreachable_ends, {}));
    refresh(agent);
}

void AgentBook::mark_unreachable(Agent& agent) {
    agent.unreachable = true;
    restart(agent.unreachable_ends, rules::unreachable_pause, [this, id = agent.id] {
        if (auto* who = find(id)) {
            who->unreachable = false;
            refresh(*who);
        }
    });
}

void AgentBook::mark_busy(Agent& agent) {
    agent.busy_surprise = true;
    restart(agent.busy_surprise_ends, rules::busy_pause, [this, id = agent.id] {
        if (auto* who = find(id)) {
            who->busy_surprise = false;
            refresh(*who);
        }
    });
}

void AgentBook::set_paused(Membership& member, bool paused, const std::string& reason) {
    if (member.paused == paused && member.pause_reason == reason) {
        return;
    }
    member.paused = paused;
    member.pause_reason = reason;
    moment_.say(PauseChanged{member.agent->id, member.queue->id, paused, reason});
    refresh(member);
}

void AgentBook::refresh(Agent& agent) {
    const bool offerable = agent.may_be_offered();
    if (agent.offerable == offerable) {
        return;
    }
    agent.offerable = offerable;
    for (auto* member : agent.memberships) {
        refresh(*member);
    }
}

void AgentBook::refresh(Membership& member) {
    Agent& agent = *member.agent;
    const bool wanted = agent.offerable && !member.paused;
    if (wanted == member.candidate) {
        return;
    }
    auto& index = member.queue->candidates;
    if (!wanted) {
        index.remove(member);
        return;
    }
    index.add(member);
    look_again(agent);
}

void AgentBook::look_again(Agent& agent) {
    if (!std::exchange(agent.freed, true)) {
        freed_.push_back(&agent);
    }
}

std::vector<Agent*> AgentBook::take_freed() {
    auto freed = std::exchange(freed_, {});
    for (auto* agent : freed) {
        agent->freed = false;
    }
    return freed;
}

std::vector<Queue*> AgentBook::take_emptied() {
    return std::exchange(emptied_, {});
}

void AgentBook::forget_queue(const Queue& queue) {
    std::erase_if(emptied_, [&queue](const Queue* emptied) { return emptied == &queue; });
}

void AgentBook::count_signed_in(Queue& queue, int change) {
    queue.signed_in += change;
    if (queue.signed_in == 0) {
        queue.clear_counters();
        emptied_.push_back(&queue);
    }
}

void AgentBook::restart(TimerId& timer, Duration after, Task task) {
    moment_.timers.cancel(timer);
    timer = moment_.timers.schedule(moment_.now + after, std::move(task));
}

}  // namespace yh::acd
