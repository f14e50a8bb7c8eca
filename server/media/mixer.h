#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace yh::media {

/// Sums the frames of one 20 ms tick and gives every member what the others said: `begin`, `add` each frame,
/// then `everyone_but` with each member's own frame. O(members), not O(members²).
/// Owned by a conference, ends with it. Thread: its media loop.
class Mixer {
  public:
    static constexpr std::size_t max_frame_samples = 320;  // 20 ms at 16 kHz

    /// Starts a tick; frames longer than max_frame_samples are cut.
    void begin(std::size_t frame_length);
    void add(std::span<const std::int16_t> frame);
    /// The sum without `own`, clipped to 16 bits. `own` must be exactly what was added; `own` and `out` may be the
    /// same.
    void everyone_but(std::span<const std::int16_t> own, std::span<std::int16_t> out) const;
    void everyone(std::span<std::int16_t> out) const;

  private:
    std::array<std::int32_t, max_frame_samples> sum_{};
    std::size_t length_ = 0;
};

}  // namespace yh::media
