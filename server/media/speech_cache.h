#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/loop.h"
#include "base/worker.h"
#include "media/prompt.h"

namespace yh::media {

/// Texts read aloud: each is made once, by a thread of its own, and kept. What was asked for longest ago goes first
/// when there are too many. Owned by the engine. Thread: call loop. Ends: a text that is being made is waited for, the
/// others are forgotten.
class SpeechCache {
  public:
    /// `on_made` runs on the loop whenever a text became ready, or turned out impossible.
    SpeechCache(Loop& loop, SpeechOptions options, std::function<void()> on_made);
    ~SpeechCache();
    SpeechCache(const SpeechCache&) = delete;
    SpeechCache& operator=(const SpeechCache&) = delete;

    enum class State { Ready, Making, Failed };
    struct Found {
        State state = State::Failed;
        PromptPtr prompt;  ///< of Ready only
    };
    /// Begins to make it when nobody has asked for it yet.
    Found ask(const std::string& text);
    std::size_t size() const { return texts_.size(); }

    static constexpr std::size_t most_texts = 300;  ///< of five seconds each: 48 MB
    static constexpr std::size_t most_waiting = 1000;

  private:
    struct Life {
        SpeechCache* cache = nullptr;
    };
    void make_next();
    void made(const std::string& text, Result<PromptPtr> prompt);
    void forget_oldest();

    Loop& loop_;
    const SpeechOptions options_;
    std::function<void()> on_made_;
    std::shared_ptr<Life> life_;  // shared with tasks on the call loop, read only there
    std::unordered_map<std::string, Found> texts_;
    std::deque<std::string> order_;    // as they were made
    std::deque<std::string> waiting_;  // asked for, not yet begun
    bool making_ = false;
    Worker worker_;  // last: ends first
};

}  // namespace yh::media
