#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/lists/where.h"
#include "office/rollups/story.h"

namespace yh::office::rollups {

/// Whether a story also tells in which states its people talked: only sums of states (work volume) need it.
enum class WithStates { No, Yes };

/// Calls `take` for each call that `where` (conditions over `calls`) leaves, in the order of their ids. Holds some
/// hundreds in memory at a time. Thread: one that may block.
Result<void> each_story(db::Connection& connection, const lists::Where& where, WithStates states,
                        const std::function<void(const CallStory&)>& take);

/// Fills in the states in which the people of `story` talked. Thread: one that may block.
Result<void> read_states(db::Connection& connection, CallStory& story);

/// Stretches of the company's agents that overlap [from_ms, to_ms): those that are over, or those that last.
enum class Stretches { Over, Lasting };
Result<void> each_stretch(db::Connection& connection, std::int64_t tenant, std::int64_t from_ms, std::int64_t to_ms,
                          Stretches which, const std::function<void(const StateStretch&)>& take);

}  // namespace yh::office::rollups
