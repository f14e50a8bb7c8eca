#include "acd/call.h"

namespace yh::acd {

namespace {

template <class List>
auto place_of(List& passed, UserId agent) {
    return std::lower_bound(passed.begin(), passed.end(), agent,
                            [](const Call::Passed& entry, UserId wanted) { return entry.agent < wanted; });
}

}  // namespace

bool Call::has_passed(UserId agent) const {
    const auto at = place_of(passed, agent);
    return at != passed.end() && at->agent == agent;
}

bool Call::is_spared(UserId agent, MonoTime now) const {
    const auto at = place_of(passed, agent);
    return at != passed.end() && at->agent == agent && at->not_before > now;
}

void Call::pass_over(UserId agent, MonoTime not_before) {
    passed.insert(place_of(passed, agent), Passed{agent, not_before});
}

void Call::start_round(MonoTime now) {
    std::erase_if(passed, [now](const Passed& entry) { return entry.not_before <= now; });
}

}  // namespace yh::acd
