#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace yh::office {

/// What a sound file turned out to be.
struct SoundFile {
    std::string format;  ///< "mp3" or "wav"
    std::int64_t duration_ms = 0;
};

/// What main knows of voices (语音) and the office does not: how sound looks inside, and who plays it.
struct VoiceTools {
    std::string root;  ///< a tenant's voices lie in ROOT/CODE/NAME.mp3 or .wav
    /// Blocks: a reader's thread. Errors: voice.format, voice.not_8k_mono, voice.unreadable, voice.too_long.
    std::function<Result<SoundFile>(const std::string& path)> look;
    /// The text read aloud, as the bytes of a WAV file; `done` runs on the office's loop. Errors: speech.*.
    std::function<void(std::string text, std::function<void(Result<std::string>)> done)> speak;
    /// Names that every tenant may play beside its own voices. Blocks.
    std::function<std::vector<std::string>()> shared;
    /// The files of some tenant changed.
    std::function<void()> on_changed;
};

}  // namespace yh::office
