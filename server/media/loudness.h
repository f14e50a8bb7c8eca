#pragma once

#include <cstdint>
#include <span>

namespace yh::media {

/// How loud what was heard is, as a meter shows it. Owned by a session. Thread: its media loop. Allocates nothing.
class Loudness {
  public:
    void add(std::span<const std::int16_t> frame);
    /// Since it was asked last: 0 is −60 dBFS and below, 100 full scale, in between by decibels. Nothing heard: 0.
    int take_level();

  private:
    double energy_ = 0;
    std::uint64_t samples_ = 0;
};

}  // namespace yh::media
