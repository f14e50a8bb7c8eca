#include "media/tone.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

namespace yh::media {
namespace {

using std::chrono::milliseconds;

constexpr double two_pi = 2 * std::numbers::pi;
constexpr double rate = mix_rate_hz;

std::size_t samples_of(Duration length) {
    return static_cast<std::size_t>(std::max<std::int64_t>(0, length.count()) * static_cast<std::int64_t>(mix_rate_hz) /
                                    1'000'000'000);
}

std::int16_t to_sample(double value) {
    return static_cast<std::int16_t>(std::lround(std::clamp(value, -1.0, 1.0) * 32767));
}

/// 0 → 1 → 0 over the ends of `length` samples, `ramp` samples each.
double envelope(std::size_t at, std::size_t length, std::size_t ramp) {
    const auto from_end = std::min(at, length - 1 - at);
    return from_end >= ramp ? 1.0 : static_cast<double>(from_end) / static_cast<double>(ramp);
}

/// A plucked, soft note: the fundamental, a little of its octave and twelfth, and a slow decay.
/// Written round the end of the loop, so that the last notes ring into the first.
void add_note(std::vector<double>& loop, double start_s, double hz, double level, double decay_s) {
    const auto start = static_cast<std::size_t>(start_s * rate);
    const auto length = static_cast<std::size_t>(decay_s * 5 * rate);
    for (std::size_t i = 0; i < length; ++i) {
        const double t = static_cast<double>(i) / rate;
        const double attack = std::min(1.0, t / 0.03);
        const double tail = std::min(1.0, static_cast<double>(length - i) / (0.05 * rate));
        const double wave = std::sin(two_pi * hz * t) + 0.30 * std::sin(two_pi * 2 * hz * t) * std::exp(-t * 2) +
                            0.12 * std::sin(two_pi * 3 * hz * t) * std::exp(-t * 4);
        loop[(start + i) % loop.size()] += level * attack * tail * std::exp(-t / decay_s) * wave;
    }
}

}  // namespace

std::vector<std::int16_t> make_tone(const ToneSpec& spec, int repeats) {
    const auto on = samples_of(spec.on);
    const auto period = on + samples_of(spec.off);
    std::vector<std::int16_t> pcm(period * static_cast<std::size_t>(std::max(0, repeats)));
    const double level = std::pow(10.0, spec.level_dbfs / 20) / (spec.second_hz > 0 ? 2 : 1);
    const auto ramp = std::min<std::size_t>(mix_rate_hz / 200, on / 4 + 1);
    for (std::size_t start = 0; start < pcm.size(); start += period) {
        for (std::size_t i = 0; i < on; ++i) {
            const double t = static_cast<double>(i) / rate;
            const double second = spec.second_hz > 0 ? std::sin(two_pi * spec.second_hz * t) : 0;
            pcm[start + i] = to_sample(level * envelope(i, on, ramp) * (std::sin(two_pi * spec.first_hz * t) + second));
        }
    }
    return pcm;
}

ToneSpec ringback_tone() {
    return {450, 0, -16, milliseconds{1000}, milliseconds{4000}};
}
ToneSpec busy_tone() {
    return {450, 0, -16, milliseconds{350}, milliseconds{350}};
}
ToneSpec beep_tone() {
    return {1000, 0, -16, milliseconds{250}, milliseconds{0}};
}

ToneSpec dtmf_tone(char digit, Duration length) {
    constexpr std::string_view keys = "123A456B789C*0#D";
    constexpr std::array<double, 4> rows{697, 770, 852, 941};
    constexpr std::array<double, 4> columns{1209, 1336, 1477, 1633};
    const auto at = keys.find(digit);
    if (at == std::string_view::npos) {
        return {0, 0, -120, length, Duration{0}};
    }
    return {rows[at / 4], columns[at % 4], -6, length, Duration{0}};
}

std::vector<std::int16_t> make_hold_music() {
    // Cmaj7, Am7, Fmaj7, Gsus: eight gentle quavers each, twice round in 19.2 s. Bass note first, then the broken
    // chord.
    constexpr std::array<std::array<double, 5>, 4> chords{{{130.81, 261.63, 329.63, 392.00, 493.88},
                                                           {110.00, 220.00, 329.63, 392.00, 523.25},
                                                           {174.61, 261.63, 349.23, 440.00, 523.25},
                                                           {196.00, 293.66, 392.00, 440.00, 587.33}}};
    constexpr std::array<std::size_t, 8> order{1, 2, 3, 4, 3, 2, 3, 2};
    constexpr double quaver_s = 0.3;
    constexpr int bars = 8;
    std::vector<double> loop(static_cast<std::size_t>(bars * 8 * quaver_s * rate));
    for (int bar = 0; bar < bars; ++bar) {
        const auto& chord = chords[static_cast<std::size_t>(bar) % chords.size()];
        const double bar_start = bar * 8 * quaver_s;
        add_note(loop, bar_start, chord[0], 0.8, 0.9);
        for (std::size_t i = 0; i < order.size(); ++i) {
            // The second time round the melody turns upside down, so that twenty seconds do not sound like ten.
            const auto note = bar < bars / 2 ? order[i] : order[order.size() - 1 - i];
            add_note(loop, bar_start + static_cast<double>(i) * quaver_s, chord[note], i == 0 ? 0.6 : 0.45, 0.45);
        }
    }
    double power = 0;
    for (const double sample : loop) {
        power += sample * sample;
    }
    const double scale = std::pow(10.0, -20.0 / 20) / std::sqrt(power / static_cast<double>(loop.size()));
    std::vector<std::int16_t> pcm(loop.size());
    std::ranges::transform(loop, pcm.begin(), [&](double sample) { return to_sample(sample * scale); });
    return pcm;
}

double tone_level_dbfs(std::span<const std::int16_t> pcm, double hz, double rate_hz) {
    const double turn = 2 * std::cos(two_pi * hz / rate_hz);
    double before = 0;
    double last = 0;
    for (const auto sample : pcm) {
        const double now = sample / 32768.0 + turn * last - before;
        before = last;
        last = now;
    }
    const double power = before * before + last * last - turn * before * last;
    const double amplitude =
        2 * std::sqrt(std::max(power, 0.0)) / static_cast<double>(std::max<std::size_t>(1, pcm.size()));
    return 20 * std::log10(std::max(amplitude, 1e-6));
}

double rms_dbfs(std::span<const std::int16_t> pcm) {
    double power = 0;
    for (const auto sample : pcm) {
        power += sample / 32768.0 * (sample / 32768.0);
    }
    return 10 * std::log10(std::max(power / static_cast<double>(std::max<std::size_t>(1, pcm.size())), 1e-12));
}

}  // namespace yh::media
