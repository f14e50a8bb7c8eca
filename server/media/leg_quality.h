#pragma once

#include <cstdint>

#include "media/codec.h"

namespace yh::media {

/// What a listener would say of such a line, 1…4.5 (ITU-T G.107, simplified: loss as random, delay from the round
/// trip).
double estimate_mos(CodecKind codec, double loss_percent, double jitter_ms, double round_trip_ms);

}  // namespace yh::media
