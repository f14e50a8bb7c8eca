#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.h"
#include "media/codec.h"

namespace yh::media {

/// One or two sines, on for a while, off for a while.
struct ToneSpec {
    double first_hz = 450;
    double second_hz = 0;  ///< 0: none
    double level_dbfs = -16;
    Duration on = std::chrono::seconds{1};
    Duration off{0};
};

/// `repeats` times on and off, with 5 ms ramps so that nothing clicks. Thread: any.
std::vector<std::int16_t> make_tone(const ToneSpec& spec, int repeats = 1);

/// The tones of GB/T 3380 that a Chinese caller knows.
ToneSpec ringback_tone();
ToneSpec busy_tone();
ToneSpec beep_tone();
/// Two frequencies of ITU-T Q.23; digit is one of 0-9 * # A-D, anything else is silence.
ToneSpec dtmf_tone(char digit, Duration length = std::chrono::milliseconds{100});

/// A soft arpeggio of about 20 seconds that loops without a seam, near -20 dBFS.
std::vector<std::int16_t> make_hold_music();

/// Level of one frequency in these samples (Goertzel); a full-scale sine is 0.
double tone_level_dbfs(std::span<const std::int16_t> pcm, double hz, double rate_hz = mix_rate_hz);
/// Root mean square of everything; a full-scale sine is -3.
double rms_dbfs(std::span<const std::int16_t> pcm);

}  // namespace yh::media
