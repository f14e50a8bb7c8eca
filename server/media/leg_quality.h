#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "media/codec.h"

namespace yh::media {

/// What a listener would say of such a line, 1…4.5 (ITU-T G.107, simplified: loss as random, delay from the round
/// trip).
double estimate_mos(CodecKind codec, double loss_percent, double jitter_ms, double round_trip_ms);

/// How many packets of the last five seconds were lost, for who looks at a line now. Read twice a second. Owned by a
/// session. Thread: its media loop. Allocates nothing.
class RecentLoss {
  public:
    /// From the counts of the whole leg. The first reading begins the time.
    double percent(std::int64_t received, std::int64_t lost);

  private:
    struct Reading {
        std::int64_t received = 0;
        std::int64_t lost = 0;
    };
    std::array<Reading, 10> readings_{};
    std::size_t oldest_ = 0;
    bool begun_ = false;
};

}  // namespace yh::media
