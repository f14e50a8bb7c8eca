#include "media/codec_concealer.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <limits>

namespace yh::media {
namespace {

constexpr std::size_t full_samples = 80;   // 10 ms before fading begins
constexpr std::size_t fade_samples = 400;  // 50 ms of fading
constexpr std::size_t blend_samples = 32;

}  // namespace

void Concealer::good(std::span<std::int16_t> pcm) {
    if (pitch_ != 0) {
        const auto blend = std::min(pcm.size(), blend_samples);
        for (std::size_t i = 0; i < blend; ++i) {
            const auto weight = static_cast<std::int32_t>(i);
            const auto all = static_cast<std::int32_t>(blend);
            pcm[i] = static_cast<std::int16_t>((pcm[i] * weight + next_invented() * (all - weight)) / all);
        }
        pitch_ = 0;
    }
    remember(pcm);
}

void Concealer::lost(std::span<std::int16_t> pcm) {
    if (pitch_ == 0) {
        pitch_ = find_pitch();
        phase_ = 0;
        invented_ = 0;
    }
    std::ranges::generate(pcm, [this] { return next_invented(); });
}

std::int16_t Concealer::next_invented() {
    const auto source = history_[history_samples - pitch_ + phase_];
    phase_ = (phase_ + 1) % pitch_;
    const auto at = invented_++;
    if (at >= full_samples + fade_samples) {
        return 0;
    }
    const auto gain = at < full_samples ? fade_samples : full_samples + fade_samples - at;
    return static_cast<std::int16_t>(source * static_cast<std::int32_t>(gain) /
                                     static_cast<std::int32_t>(fade_samples));
}

void Concealer::remember(std::span<const std::int16_t> pcm) {
    const auto newest = pcm.last(std::min(pcm.size(), history_samples));
    const auto kept = history_samples - newest.size();
    std::memmove(history_.data(), history_.data() + newest.size(), kept * sizeof(std::int16_t));
    std::ranges::copy(newest, history_.begin() + static_cast<std::ptrdiff_t>(kept));
}

/// The shift under which the end of the history is most like what came before it.
std::size_t Concealer::find_pitch() const {
    std::size_t best = longest_pitch;
    std::int32_t best_difference = std::numeric_limits<std::int32_t>::max();
    for (auto pitch = shortest_pitch; pitch <= longest_pitch; ++pitch) {
        std::int32_t difference = 0;
        for (auto i = history_samples - longest_pitch; i < history_samples; i += 2) {
            difference += std::abs(history_[i] - history_[i - pitch]);
        }
        if (difference < best_difference) {
            best_difference = difference;
            best = pitch;
        }
    }
    return best;
}

}  // namespace yh::media
