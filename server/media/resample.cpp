#include "media/resample.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <numeric>

namespace yh::media {
namespace {

constexpr int half_width = 16;  // zero crossings on each side: about 80 dB of stop band with the window below

double windowed_sinc(double x, double cutoff, double reach) {
    const double at = std::numbers::pi * x * cutoff;
    const double sinc = std::abs(at) < 1e-9 ? 1.0 : std::sin(at) / at;
    const double phase = std::numbers::pi * x / reach;
    return cutoff * sinc * (0.42 + 0.5 * std::cos(phase) + 0.08 * std::cos(2 * phase));  // Blackman
}

/// One row of taps per phase between two input samples; the phases repeat every `to / gcd` outputs.
class PhaseTable {
  public:
    PhaseTable(std::uint32_t phases, double cutoff)
        : taps_{2 * static_cast<int>(std::ceil(half_width / cutoff))}, rows_(phases * static_cast<std::size_t>(taps_)) {
        const int middle = taps_ / 2 - 1;
        for (std::uint32_t phase = 0; phase < phases; ++phase) {
            const double offset = static_cast<double>(phase) / phases;
            for (int tap = 0; tap < taps_; ++tap) {
                at(phase, tap) = static_cast<float>(windowed_sinc(tap - middle - offset, cutoff, taps_ / 2.0));
            }
        }
    }
    int taps() const { return taps_; }
    const float* row(std::uint64_t phase) const { return &rows_[phase * static_cast<std::size_t>(taps_)]; }

  private:
    float& at(std::uint32_t phase, int tap) {
        return rows_[phase * static_cast<std::size_t>(taps_) + static_cast<std::size_t>(tap)];
    }

    int taps_;
    std::vector<float> rows_;
};

}  // namespace

std::vector<std::int16_t> resample(std::span<const std::int16_t> in, std::uint32_t from_hz, std::uint32_t to_hz) {
    if (from_hz == to_hz || from_hz == 0 || to_hz == 0) {
        return {in.begin(), in.end()};
    }
    const auto common = std::gcd(from_hz, to_hz);
    const std::uint64_t up = to_hz / common;
    const std::uint64_t down = from_hz / common;
    // 0.95: the filter needs some room to fall before the new Nyquist rate.
    const double cutoff = 0.95 * std::min(1.0, static_cast<double>(to_hz) / from_hz);
    const PhaseTable table{static_cast<std::uint32_t>(up), cutoff};

    std::vector<std::int16_t> out((in.size() * up + down - 1) / down);
    const auto size = static_cast<std::ptrdiff_t>(in.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto first = static_cast<std::ptrdiff_t>(i * down / up) - table.taps() / 2 + 1;
        const float* taps = table.row(i * down % up);
        const auto from = std::max<std::ptrdiff_t>(0, -first);
        const auto to = std::min<std::ptrdiff_t>(table.taps(), size - first);
        float sum = 0;
        for (auto tap = from; tap < to; ++tap) {
            sum += taps[tap] * static_cast<float>(in[static_cast<std::size_t>(first + tap)]);
        }
        out[i] = static_cast<std::int16_t>(std::lround(std::clamp(sum, -32768.0F, 32767.0F)));
    }
    return out;
}

}  // namespace yh::media
