#include "acd/queue.h"

#include <iterator>

namespace yh::acd {

void Queue::clear_counters() {
    turns = 0;
    for (const auto& member : members) {
        member->calls = 0;
        member->talk = Duration{0};
        member->turn = 0;
    }
}

int Queue::position_of(Call& call) const {
    // Counted from the back: who has just come in usually stands there.
    const auto from_here = std::distance(waiting.find(&call), waiting.end());
    return static_cast<int>(waiting.size()) - static_cast<int>(from_here) + 1;
}

}  // namespace yh::acd
