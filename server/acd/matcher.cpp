#include "acd/matcher.h"

#include <algorithm>

namespace yh::acd {

using model::Strategy;

void Matcher::settle() {
    const auto freed = agents_.take_freed();
    const auto needing = calls_.take_needing();
    for (auto* agent : freed) {
        serve_agent(*agent, Round::First);
    }
    for (auto* call : needing) {
        serve_call(*call, Round::First);
    }
    // Only those who found no call of their own: several waiting calls are dealt out before phones ring in chorus.
    for (auto* agent : freed) {
        join_ringing(*agent);
    }
    for (auto* call : needing) {
        serve_call(*call, Round::Again);
    }
    for (auto* agent : freed) {
        serve_agent(*agent, Round::Again);
    }
}

void Matcher::serve_agent(Agent& agent, Round round) {
    while (agent.offerable) {
        Call* call = best_call_for(agent, round);
        if (call == nullptr) {
            return;
        }
        // The strategy may choose a colleague who became free in the same moment, and for whom an earlier call
        // waits in another queue: then that call comes first. Each turn of the loop goes to an earlier call.
        Choice choice = choose(*call, round);
        while (choice.agent != &agent) {
            Call* earlier = best_call_for(*choice.agent, round);
            if (earlier == nullptr || !ServedBefore{}(earlier, call)) {
                break;
            }
            call = earlier;
            choice = choose(*call, round);
        }
        ring(*call, choice, round);
    }
}

void Matcher::serve_call(Call& call, Round round) {
    if (!call.ringing.empty()) {
        return;
    }
    Queue& queue = *call.queue;
    const bool to_preferred = round == Round::First && preferred_agent(call) != nullptr;
    if (queue.strategy != Strategy::RingAll || to_preferred) {
        if (const Choice choice = choose(call, round); choice.agent != nullptr) {
            ring(call, choice, round);
        }
        return;
    }
    const auto all = queue.candidates.best_all([&](const Membership& member) { return suits(call, member, round); });
    if (round == Round::Again && !all.empty()) {
        call.start_round(moment_.now);
    }
    for (auto* member : all) {
        offers_.start(call, *member->agent, member);
    }
}

void Matcher::join_ringing(Agent& agent) {
    if (!agent.offerable) {
        return;
    }
    Call* first = nullptr;
    Membership* through = nullptr;
    for (auto* member : agent.memberships) {
        if (!member->candidate || member->queue->strategy != Strategy::RingAll) {
            continue;
        }
        Call* call = ringing_call_to_join(*member);
        if (call != nullptr && (first == nullptr || ServedBefore{}(call, first))) {
            first = call;
            through = member;
        }
    }
    if (first != nullptr) {
        offers_.start(*first, agent, through);
    }
}

bool Matcher::suits(const Call& call, const Membership& member, Round round) const {
    const UserId agent = member.agent->id;
    const bool skilled = member.skill_level >= call.required_skill;
    return skilled && (round == Round::First ? !call.has_passed(agent) : !call.is_spared(agent, moment_.now));
}

Call* Matcher::best_call_for(const Agent& agent, Round round) const {
    Call* best = nullptr;
    for (const auto* member : agent.memberships) {
        if (!member->candidate) {
            continue;
        }
        for (auto* call : member->queue->unserved) {
            if (best != nullptr && !ServedBefore{}(call, best)) {
                break;
            }
            if (suits(*call, *member, round)) {
                best = call;
                break;
            }
        }
    }
    return best;
}

Call* Matcher::ringing_call_to_join(const Membership& member) const {
    for (auto* call : member.queue->waiting) {
        const bool open = !call->ringing.empty() && !call->expired && !call->ringing.front()->preferred &&
                          member.penalty <= call->ringing.front()->penalty;
        if (open && suits(*call, member, Round::First)) {
            return call;
        }
    }
    return nullptr;
}

Agent* Matcher::preferred_agent(const Call& call) const {
    if (!call.preferred || call.has_passed(call.preferred)) {
        return nullptr;
    }
    Agent* agent = agents_.find(call.preferred);
    if (agent == nullptr || !agent->offerable) {
        return nullptr;
    }
    const auto* member = agent->find_membership(call.queue->id);
    return member == nullptr || member->candidate ? agent : nullptr;
}

Matcher::Choice Matcher::choose(const Call& call, Round round) {
    if (round == Round::First) {
        if (Agent* agent = preferred_agent(call)) {
            return {agent, agent->find_membership(call.queue->id), true};
        }
    }
    auto* member = call.queue->candidates.best(
        random_, [&](const Membership& candidate) { return suits(call, candidate, round); });
    return {member == nullptr ? nullptr : member->agent, member, false};
}

void Matcher::ring(Call& call, const Choice& choice, Round round) {
    if (round == Round::Again) {
        call.start_round(moment_.now);
    }
    offers_.start(call, *choice.agent, choice.member).preferred = choice.preferred;
}

}  // namespace yh::acd
