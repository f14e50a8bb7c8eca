#include "acd/queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "acd/rules.h"

namespace yh::acd {

namespace {

Duration moved(Duration average, Duration by) {
    return average + (by - average) / rules::calls_in_average_handle;
}

}  // namespace

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

void Queue::note_handled(Duration talk, Duration due) {
    const bool first = average_talk == Duration{0};
    average_talk = first ? talk : moved(average_talk, talk);
    if (!after_call_measured) {
        average_after_call = first ? due : moved(average_after_call, due);
    }
}

void Queue::note_after_call(Duration lasted) {
    const bool first = !std::exchange(after_call_measured, true);
    average_after_call = first ? lasted : moved(average_after_call, lasted);
}

std::optional<Duration> Queue::expected_wait(int position) const {
    const auto at_work = std::count_if(members.begin(), members.end(),
                                       [](const auto& member) { return !member->paused && member->agent->at_work(); });
    if (at_work == 0 || average_talk == Duration{0}) {
        return std::nullopt;
    }
    return (average_talk + average_after_call) * position / at_work;
}

}  // namespace yh::acd
