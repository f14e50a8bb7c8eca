#include "media/player.h"

#include <algorithm>

#include "media/codec.h"

namespace yh::media {

void Player::play(std::vector<PromptPtr> list, PlayMode mode) {
    std::erase_if(list, [](const PromptPtr& prompt) { return !prompt || prompt->samples() == 0; });
    list_ = std::move(list);
    mode_ = mode;
    index_ = 0;
    offset_ = 0;
    played_samples_ = 0;
    state_ = list_.empty() ? State::Ending : State::Playing;
}

void Player::stop() {
    list_.clear();
    state_ = State::Idle;
}

Duration Player::played() const {
    return std::chrono::microseconds{played_samples_ * 1'000'000 / mix_rate_hz};
}

void Player::step_to_next_prompt() {
    offset_ = 0;
    if (++index_ < list_.size()) {
        return;
    }
    index_ = 0;
    if (mode_ == PlayMode::Once) {
        state_ = State::Ending;
    }
}

template <class Sample, class SourceOf>
PlayStep Player::next(std::span<Sample> out, Sample silence, SourceOf source_of) {
    if (state_ == State::Idle) {
        std::ranges::fill(out, silence);
        return PlayStep::Idle;
    }
    while (state_ == State::Playing && !out.empty()) {
        const std::span<const Sample> source = source_of(*list_[index_]);
        const auto count = std::min(out.size(), source.size() - offset_);
        std::copy_n(source.begin() + static_cast<std::ptrdiff_t>(offset_), count, out.begin());
        out = out.subspan(count);
        offset_ += count;
        played_samples_ += count;
        if (offset_ == source.size()) {
            step_to_next_prompt();
        }
    }
    std::ranges::fill(out, silence);
    if (state_ == State::Ending) {
        stop();
        return PlayStep::Finished;
    }
    return PlayStep::Playing;
}

PlayStep Player::next_pcm(std::span<std::int16_t> out) {
    return next(out, std::int16_t{0}, [](const Prompt& prompt) { return prompt.pcm(); });
}

PlayStep Player::next_payload(Law law, std::span<std::uint8_t> out) {
    return next(out, silence_byte(law), [law](const Prompt& prompt) { return prompt.payload(law); });
}

}  // namespace yh::media
