#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace yh::media {

/// Changes the sample rate of a whole recording (windowed sinc, cut below both Nyquist rates).
/// Costs about 64 multiplications per sample made: for files, not for live sound. Thread: any.
std::vector<std::int16_t> resample(std::span<const std::int16_t> in, std::uint32_t from_hz, std::uint32_t to_hz);

}  // namespace yh::media
