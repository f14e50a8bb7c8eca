#include "acd/queue.h"

#include <algorithm>
#include <iterator>

#include "acd/rules.h"

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

void Queue::note_handled(Duration time) {
    average_handle = average_handle == Duration{0}
                         ? time
                         : average_handle + (time - average_handle) / rules::calls_in_average_handle;
}

std::optional<Duration> Queue::expected_wait(int position) const {
    const auto at_work = std::count_if(members.begin(), members.end(),
                                       [](const auto& member) { return !member->paused && member->agent->at_work(); });
    if (at_work == 0 || average_handle == Duration{0}) {
        return std::nullopt;
    }
    return average_handle * position / at_work;
}

}  // namespace yh::acd
