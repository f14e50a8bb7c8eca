#pragma once

#include <cstdint>

#include "model/time_zone.h"
#include "office/rollups/local_time.h"
#include "office/rollups/story.h"
#include "office/rollups/sums.h"

// What counts as what in every report (docs/decisions/0018): the only place that knows. Pure.
namespace yh::office::rollups {

/// A call with all that it counts for; nothing for a call between colleagues but its talk.
void add_call(Sums& sums, const CallStory& story, const model::TimeZone& zone);

/// The part of it that is about its people's time: talk, and in which states.
void add_talk(Sums& sums, const CallStory& story, const model::TimeZone& zone);

/// A stretch that is over, cut at hours; one that lasts counts until `now_ms`, and for nothing without it.
void add_stretch(Sums& sums, const StateStretch& stretch, const model::TimeZone& zone, std::int64_t now_ms = 0);

/// What becomes known later of an answered inbound call that has been added: its customer called in again.
void add_called_again(Sums& sums, const StoryCall& call, const model::TimeZone& zone);

}  // namespace yh::office::rollups
