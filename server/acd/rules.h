#pragma once

#include <chrono>
#include <limits>

#include "base/clock.h"

// The numbers behind the rules in README.md.
namespace yh::acd::rules {

/// An agent who refused a call is not offered the same call again for so long, even if nobody else is there:
/// long enough that a person does not feel nagged, short enough that a lone agent's caller is not lost.
inline constexpr Duration refused_pause = std::chrono::seconds{10};
/// A device that says "busy" while we took it for free is in a call that we do not see (a desk phone's second line).
inline constexpr Duration busy_pause = std::chrono::seconds{5};
/// A device that could not be reached counts as offline until it registers again, or for so long.
inline constexpr Duration unreachable_pause = std::chrono::seconds{10};
/// The average handle time moves by one part in so many with each call: about the last twenty calls are in it.
inline constexpr int calls_in_average_handle = 10;
/// The priority of a call that lost its agent in mid-talk: its caller has waited once already.
inline constexpr int head_of_queue = std::numeric_limits<int>::max();

}  // namespace yh::acd::rules
