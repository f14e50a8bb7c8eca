#include "acd/candidate_index.h"

#include <algorithm>

#include "acd/agent.h"

namespace yh::acd {

using model::Strategy;

Candidate candidate_of(Strategy strategy, Membership& member) {
    const std::int64_t idle_since = member.agent->idle_since.time_since_epoch().count();
    Candidate candidate{member.penalty, 0, 0, member.order, &member};
    switch (strategy) {
        case Strategy::RingAll:
        case Strategy::Linear:
        case Strategy::Random:
            break;
        case Strategy::LongestIdle:
            candidate.first = idle_since;
            break;
        case Strategy::RoundRobin:
            candidate.first = static_cast<std::int64_t>(member.turn);
            break;
        case Strategy::FewestCalls:
            candidate.first = member.calls;
            candidate.second = idle_since;
            break;
        case Strategy::LeastTalk:
            candidate.first = member.talk.count();
            candidate.second = idle_since;
            break;
        case Strategy::Skills:
            candidate.first = -std::int64_t{member.skill_level};
            candidate.second = idle_since;
            break;
    }
    return candidate;
}

void CandidateIndex::add(Membership& member) {
    ++size_;
    member.candidate = true;
    if (strategy_ == Strategy::Random) {
        auto& members = pool_of(member.penalty).members;
        member.pool_place = members.size();
        members.push_back(&member);
        return;
    }
    const auto candidate = candidate_of(strategy_, member);
    // Most strategies put the one who has just been busy last, so the end is the best guess.
    if (spare_.empty()) {
        member.place = ordered_.insert(ordered_.end(), candidate);
        return;
    }
    auto node = std::move(spare_.back());
    spare_.pop_back();
    node.value() = candidate;
    member.place = ordered_.insert(ordered_.end(), std::move(node));
}

void CandidateIndex::remove(Membership& member) {
    --size_;
    member.candidate = false;
    if (strategy_ == Strategy::Random) {
        auto& members = pool_of(member.penalty).members;
        members[member.pool_place] = members.back();
        members[member.pool_place]->pool_place = member.pool_place;
        members.pop_back();
        return;
    }
    spare_.push_back(ordered_.extract(member.place));
}

CandidateIndex::Pool& CandidateIndex::pool_of(int penalty) {
    auto at = std::lower_bound(pools_.begin(), pools_.end(), penalty,
                               [](const Pool& pool, int wanted) { return pool.penalty < wanted; });
    if (at == pools_.end() || at->penalty != penalty) {
        at = pools_.insert(at, Pool{penalty, {}});
    }
    return *at;
}

}  // namespace yh::acd
