#include "media/mixer.h"

#include <algorithm>
#include <limits>

namespace yh::media {
namespace {

std::int16_t clipped(std::int32_t value) {
    return static_cast<std::int16_t>(std::clamp<std::int32_t>(value, std::numeric_limits<std::int16_t>::min(),
                                                              std::numeric_limits<std::int16_t>::max()));
}

}  // namespace

void Mixer::begin(std::size_t frame_length) {
    length_ = std::min(frame_length, max_frame_samples);
    std::fill_n(sum_.begin(), length_, 0);
}

void Mixer::add(std::span<const std::int16_t> frame) {
    const auto count = std::min(frame.size(), length_);
    for (std::size_t i = 0; i < count; ++i) {
        sum_[i] += frame[i];
    }
}

void Mixer::everyone_but(std::span<const std::int16_t> own, std::span<std::int16_t> out) const {
    const auto count = std::min(out.size(), length_);
    const auto both = std::min(count, own.size());
    for (std::size_t i = 0; i < both; ++i) {
        out[i] = clipped(sum_[i] - own[i]);
    }
    for (std::size_t i = both; i < count; ++i) {
        out[i] = clipped(sum_[i]);
    }
}

void Mixer::everyone(std::span<std::int16_t> out) const {
    everyone_but({}, out);
}

}  // namespace yh::media
