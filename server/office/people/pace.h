#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <unordered_map>

#include "base/clock.h"

namespace yh::office::people {

/// How often somebody may do something within a while: an address that tries passwords, a mobile that is sent codes.
/// Thread: home.
class Pace {
  public:
    Pace(std::size_t most, Duration within) : most_{most}, within_{within} {}

    /// Counts it, unless it is too often.
    bool too_often(const std::string& who, MonoTime now);

  private:
    std::size_t most_;
    Duration within_;
    std::unordered_map<std::string, std::deque<MonoTime>> times_;
};

}  // namespace yh::office::people
