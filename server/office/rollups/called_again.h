#pragma once

#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/rollups/story.h"

namespace yh::office::rollups {

/// Notes whose customers called again: of the calls in `fresh`, which have been written just now, and of earlier ones
/// that one of `fresh` follows, in whatever order calls are written. Fills in `fresh`; returns the earlier ones that
/// nobody knew of. Thread: the writer's.
Result<std::vector<StoryCall>> note_called_again(db::Connection& connection, std::vector<CallStory>& fresh);

}  // namespace yh::office::rollups
