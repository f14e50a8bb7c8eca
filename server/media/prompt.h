#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "media/g711.h"

namespace yh::media {

/// Something that can be played, ready in every form a leg wants: 8 kHz mono PCM and both laws, so that playing to a
/// G.711 leg is a copy. Never changes. Shared by every leg that plays it, on any thread; ends with the last of them.
class Prompt {
  public:
    Prompt(std::string name, std::vector<std::int16_t> pcm);

    const std::string& name() const { return name_; }
    std::span<const std::int16_t> pcm() const { return pcm_; }
    std::span<const std::uint8_t> payload(Law law) const { return law == Law::A ? alaw_ : ulaw_; }
    std::size_t samples() const { return pcm_.size(); }
    Duration length() const;

  private:
    std::string name_;
    std::vector<std::int16_t> pcm_;
    std::vector<std::uint8_t> alaw_;
    std::vector<std::uint8_t> ulaw_;
};

using PromptPtr = std::shared_ptr<const Prompt>;

/// A longer file is refused rather than taking the memory of the calls: 30 minutes of PCM and both laws are 58 MB.
inline constexpr std::chrono::minutes max_prompt_length{30};

PromptPtr make_prompt(std::string name, std::vector<std::int16_t> pcm);
PromptPtr silence_prompt(Duration length);
PromptPtr ringback_prompt();
PromptPtr busy_prompt();
PromptPtr beep_prompt();
PromptPtr hold_music_prompt();

/// Reads wav, mp3, flac or ogg of any rate and number of channels. Blocks: files thread only.
/// Errors: prompt.unreadable, prompt.too_long, prompt.empty.
Result<PromptPtr> load_prompt(const std::string& path, std::string name = {});
/// The same from a file already in memory (an upload).
Result<PromptPtr> load_prompt_bytes(std::span<const std::uint8_t> file, std::string name);

struct SpeechOptions {
    std::string program = "espeak-ng";
    std::string voice = "cmn";
    int words_per_minute = 165;
    Duration give_up_after = std::chrono::seconds{10};
};

/// Text to speech by a separate program, started for this one text. Blocks: files thread only.
/// Errors: speech.missing (no such program), speech.failed, speech.timeout.
Result<PromptPtr> speak_prompt(std::string_view text, const SpeechOptions& options = {});

/// Prompts by name. Owned by whoever hands them out (the call loop's side of media); filled with what the files
/// thread loaded. Thread: its owner's. A prompt that is replaced plays on where it already plays.
class PromptLibrary {
  public:
    /// Puts silence, ringback, busy, beep and hold_music in: names builtin.silence_1s, builtin.ringback …
    PromptLibrary();

    void set(std::string name, PromptPtr prompt);
    /// Null when there is none.
    PromptPtr find(std::string_view name) const;
    void remove(std::string_view name);
    std::size_t size() const { return prompts_.size(); }

  private:
    std::map<std::string, PromptPtr, std::less<>> prompts_;
};

}  // namespace yh::media
