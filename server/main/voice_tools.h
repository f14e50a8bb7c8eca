#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "office/voice_tools.h"

namespace yh::app {

/// Opens a sound file, decodes it and says what it is. R260: mp3, or wav with one channel at 8 kHz. Blocks.
Result<office::SoundFile> look_at_sound(const std::string& path);

/// The text read aloud, as the bytes of a WAV file (16 bits, 8 kHz, mono). Blocks for as long as the program speaks.
Result<std::string> speak_wav(const std::string& text);

/// The names of the prompts below these folders, as "prompt:NAME" would name them.
std::vector<std::string> prompt_names(const std::vector<std::string>& folders);

}  // namespace yh::app
