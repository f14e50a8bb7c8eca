#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "model/words.h"

namespace yh::acd {

struct Membership;

/// Where a free member stands in a queue: the smallest is rung first. `first` and `second` are the strategy's.
struct Candidate {
    int penalty = 0;
    std::int64_t first = 0;
    std::int64_t second = 0;
    std::uint32_t order = 0;  ///< unique in the queue, so that nothing is ever left to chance
    Membership* member = nullptr;

    bool operator<(const Candidate& other) const {
        if (penalty != other.penalty) {
            return penalty < other.penalty;
        }
        if (first != other.first) {
            return first < other.first;
        }
        return second != other.second ? second < other.second : order < other.order;
    }
};

using CandidateSet = std::set<Candidate>;
using Random = std::mt19937_64;

/// Where a strategy puts a member who is free now. Keys change only while the member is out of the index.
Candidate candidate_of(model::Strategy strategy, Membership& member);

/// The members of one queue who can be offered a call right now, best first. Adding and removing is O(log n),
/// finding the best O(1), plus one step for each better one who does not suit this call.
/// Strategy::Random keeps bare pools instead, one for each penalty: a random key would favour newcomers.
/// Owned by the queue. Thread: call loop.
class CandidateIndex {
  public:
    /// Only while empty.
    void set_strategy(model::Strategy strategy) { strategy_ = strategy; }
    void add(Membership& member);
    void remove(Membership& member);
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    /// The best one who suits; null: nobody.
    template <class Suits>
    Membership* best(Random& random, Suits suits) const {
        if (strategy_ == model::Strategy::Random) {
            return any(random, suits);
        }
        for (const auto& candidate : ordered_) {
            if (suits(*candidate.member)) {
                return candidate.member;
            }
        }
        return nullptr;
    }

    /// Everyone who suits, of the lowest penalty at which someone does, best first (not for Strategy::Random).
    template <class Suits>
    std::vector<Membership*> best_all(Suits suits) const {
        std::vector<Membership*> all;
        int penalty = 0;
        for (const auto& candidate : ordered_) {
            if (!all.empty() && candidate.penalty != penalty) {
                break;
            }
            if (suits(*candidate.member)) {
                penalty = candidate.penalty;
                all.push_back(candidate.member);
            }
        }
        return all;
    }

  private:
    struct Pool {
        int penalty = 0;
        std::vector<Membership*> members;
    };

    template <class Suits>
    Membership* any(Random& random, Suits suits) const {
        for (const auto& pool : pools_) {
            const auto count = pool.members.size();
            const auto start = count == 0 ? 0 : static_cast<std::size_t>(random() % count);
            for (std::size_t i = 0; i < count; ++i) {
                Membership* member = pool.members[(start + i) % count];
                if (suits(*member)) {
                    return member;
                }
            }
        }
        return nullptr;
    }
    Pool& pool_of(int penalty);

    model::Strategy strategy_ = model::Strategy::LongestIdle;
    std::size_t size_ = 0;
    CandidateSet ordered_;
    std::vector<CandidateSet::node_type> spare_;  ///< nodes of those who left, so that coming back allocates nothing
    std::vector<Pool> pools_;                     ///< by rising penalty
};

}  // namespace yh::acd
