#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace yh::media {

/// Packet-loss concealment for codecs that have none of their own: repeats the last pitch period, fading to silence
/// within 60 ms, and blends into the next good frame (the idea of ITU-T G.711 Appendix I, without its delay).
/// Our own because spandsp's plc copies overlapping memory. 8 or 16 kHz.
/// Owned by a decoder. Thread: its media loop. Allocates nothing.
class Concealer {
  public:
    /// Must see every good frame; smooths the first one after a loss.
    void good(std::span<std::int16_t> pcm);
    void lost(std::span<std::int16_t> pcm);

  private:
    static constexpr std::size_t history_samples = 320;
    static constexpr std::size_t shortest_pitch = 40;
    static constexpr std::size_t longest_pitch = 160;

    void remember(std::span<const std::int16_t> pcm);
    std::size_t find_pitch() const;
    std::int16_t next_invented();

    std::array<std::int16_t, history_samples> history_{};
    std::size_t pitch_ = 0;  // 0: not losing
    std::size_t phase_ = 0;
    std::size_t invented_ = 0;
};

}  // namespace yh::media
