#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "media/prompt.h"

namespace yh::media {

enum class PlayMode : std::uint8_t { Once, Loop };

/// What one `next_…` did.
enum class PlayStep : std::uint8_t {
    Idle,      ///< nothing to play; the frame is silence
    Playing,   ///< sound, and more to come
    Finished,  ///< the last sound of the list (the rest of the frame is silence); said exactly once, then Idle
};

/// Plays a list of prompts 20 ms at a time, as PCM or straight as G.711 payload. One per leg; owned by it, ends with
/// it. Thread: the leg's media loop. `play` may allocate, `next_…` never does.
class Player {
  public:
    /// Replaces whatever plays. Empty and null prompts are skipped; an empty list finishes at the next frame.
    void play(std::vector<PromptPtr> list, PlayMode mode = PlayMode::Once);
    /// Silence from the next frame on; no Finished is said.
    void stop();
    bool playing() const { return state_ != State::Idle; }
    /// How much of the list was played, silence at the end not counted; goes on rising when looping.
    Duration played() const;

    /// Fills the whole span (160 samples are 20 ms).
    PlayStep next_pcm(std::span<std::int16_t> out);
    PlayStep next_payload(Law law, std::span<std::uint8_t> out);

  private:
    enum class State : std::uint8_t { Idle, Playing, Ending };

    template <class Sample, class SourceOf>
    PlayStep next(std::span<Sample> out, Sample silence, SourceOf source_of);
    void step_to_next_prompt();

    std::vector<PromptPtr> list_;
    PlayMode mode_ = PlayMode::Once;
    State state_ = State::Idle;
    std::size_t index_ = 0;
    std::size_t offset_ = 0;
    std::uint64_t played_samples_ = 0;
};

}  // namespace yh::media
