#include "media/speech_cache.h"

#include <utility>

#include "base/log.h"
#include "base/metrics.h"

namespace yh::media {

SpeechCache::SpeechCache(Loop& loop, SpeechOptions options, std::function<void()> on_made)
    : loop_{loop},
      options_{std::move(options)},
      on_made_{std::move(on_made)},
      life_{std::make_shared<Life>()},
      worker_{"media-speech", 4, 10} {
    life_->cache = this;
}

SpeechCache::~SpeechCache() {
    life_->cache = nullptr;
}

SpeechCache::Found SpeechCache::ask(const std::string& text) {
    const auto [at, fresh] = texts_.try_emplace(text);
    if (!fresh) {
        return at->second;
    }
    if (waiting_.size() >= most_waiting) {
        texts_.erase(at);
        metrics::counter("yinghe_media_speech_refused_total", "Texts not read aloud because too many waited").add();
        return {};
    }
    at->second.state = State::Making;
    waiting_.push_back(text);
    make_next();
    return texts_.at(text);
}

// One at a time: an engine that ends waits for one text, not for all of them.
void SpeechCache::make_next() {
    if (making_ || waiting_.empty()) {
        return;
    }
    auto text = std::move(waiting_.front());
    waiting_.pop_front();
    making_ = worker_.post([&loop = loop_, life = life_, options = options_, text] {
        loop.post([life, text, prompt = speak_prompt(text, options)]() mutable {
            if (life->cache != nullptr) {
                life->cache->made(text, std::move(prompt));
            }
        });
    });
    if (!making_) {
        texts_[text].state = State::Failed;
    }
}

void SpeechCache::made(const std::string& text, Result<PromptPtr> prompt) {
    making_ = false;
    auto& found = texts_[text];
    found.state = prompt.ok() ? State::Ready : State::Failed;
    if (prompt.ok()) {
        found.prompt = std::move(prompt).value();
    } else {
        log().warn("prompt.not_spoken", {{"code", prompt.error().code}, {"detail", prompt.error().detail}});
    }
    order_.push_back(text);
    forget_oldest();
    make_next();
    on_made_();
}

void SpeechCache::forget_oldest() {
    while (order_.size() > most_texts) {
        texts_.erase(order_.front());
        order_.pop_front();
    }
}

}  // namespace yh::media
