#include "media/loudness.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace yh::media {

void Loudness::add(std::span<const std::int16_t> frame) {
    double energy = 0;
    for (const auto sample : frame) {
        energy += static_cast<double>(sample) * sample;
    }
    energy_ += energy;
    samples_ += frame.size();
}

int Loudness::take_level() {
    constexpr double quietest_db = -60;
    constexpr double full_scale = 32768.0 * 32768.0 / 2;  // of a sine as loud as there can be
    const auto energy = std::exchange(energy_, 0);
    const auto samples = std::exchange(samples_, 0);
    if (samples == 0 || energy <= 0) {
        return 0;
    }
    const double db = 10 * std::log10(energy / static_cast<double>(samples) / full_scale);
    return static_cast<int>(std::lround(100 * std::clamp(1 - db / quietest_db, 0.0, 1.0)));
}

}  // namespace yh::media
