#include "media/prompt.h"

#include <algorithm>

#include "media/codec.h"
#include "media/tone.h"

namespace yh::media {
namespace {

std::vector<std::uint8_t> encoded(Law law, std::span<const std::int16_t> pcm) {
    std::vector<std::uint8_t> bytes(pcm.size());
    encode_g711(law, pcm, bytes);
    return bytes;
}

}  // namespace

Prompt::Prompt(std::string name, std::vector<std::int16_t> pcm)
    : name_{std::move(name)}, pcm_{std::move(pcm)}, alaw_{encoded(Law::A, pcm_)}, ulaw_{encoded(Law::Mu, pcm_)} {}

Duration Prompt::length() const {
    return std::chrono::microseconds{pcm_.size() * 1'000'000 / mix_rate_hz};
}

PromptPtr make_prompt(std::string name, std::vector<std::int16_t> pcm) {
    return std::make_shared<const Prompt>(std::move(name), std::move(pcm));
}

PromptPtr silence_prompt(Duration length) {
    const auto samples = static_cast<std::size_t>(std::max<std::int64_t>(0, to_ms(length))) * mix_rate_hz / 1000;
    return make_prompt("silence", std::vector<std::int16_t>(samples));
}

PromptPtr ringback_prompt() {
    return make_prompt("ringback", make_tone(ringback_tone()));
}
PromptPtr busy_prompt() {
    return make_prompt("busy", make_tone(busy_tone()));
}
PromptPtr beep_prompt() {
    return make_prompt("beep", make_tone(beep_tone()));
}
PromptPtr hold_music_prompt() {
    return make_prompt("hold_music", make_hold_music());
}

PromptLibrary::PromptLibrary() {
    set("builtin.silence_1s", silence_prompt(std::chrono::seconds{1}));
    set("builtin.ringback", ringback_prompt());
    set("builtin.busy", busy_prompt());
    set("builtin.beep", beep_prompt());
    set("builtin.hold_music", hold_music_prompt());
}

void PromptLibrary::set(std::string name, PromptPtr prompt) {
    prompts_.insert_or_assign(std::move(name), std::move(prompt));
}

PromptPtr PromptLibrary::find(std::string_view name) const {
    const auto at = prompts_.find(name);
    return at == prompts_.end() ? nullptr : at->second;
}

void PromptLibrary::remove(std::string_view name) {
    if (const auto at = prompts_.find(name); at != prompts_.end()) {
        prompts_.erase(at);
    }
}

}  // namespace yh::media
