#include "media/jitter_buffer.h"

#include <algorithm>
#include <cstdlib>

namespace yh::media {
namespace {

/// Further away than this the sender has started anew.
constexpr int max_jump = 200;
/// How long a dry buffer conceals before it falls silent.
constexpr std::uint32_t max_dry_frames = 3;

int distance(std::uint16_t from, std::uint16_t to) {
    return static_cast<std::int16_t>(static_cast<std::uint16_t>(to - from));
}

}  // namespace

JitterBuffer::JitterBuffer(JitterOptions options) : options_{options}, bytes_(slots * options.max_payload_bytes) {
    options_.target_frames = std::clamp<std::uint32_t>(options_.target_frames, 1, slots / 2 - 1);
}

void JitterBuffer::reset() {
    slots_.fill({});
    started_ = false;
    waiting_ = true;
    fresh_ = true;
    held_ = 0;
    dry_ = 0;
}

bool JitterBuffer::push(std::uint32_t ssrc, std::uint16_t sequence, std::span<const std::uint8_t> payload) {
    if (payload.empty() || payload.size() > options_.max_payload_bytes) {
        return false;
    }
    if (started_ && (ssrc != ssrc_ || std::abs(distance(next_, sequence)) > max_jump)) {
        reset();
    }
    if (!started_) {
        started_ = true;
        ssrc_ = ssrc;
        next_ = sequence;
    }
    if (distance(next_, sequence) < 0) {
        if (!fresh_ || distance(sequence, next_) >= static_cast<int>(slots)) {
            return false;
        }
        next_ = sequence;  // an earlier beginning is welcome
    }
    while (distance(next_, sequence) >= static_cast<int>(slots) || held_ > 2 * options_.target_frames) {
        drop_oldest();
    }
    auto& slot = slots_[sequence % slots];
    if (slot.used) {
        return false;  // twice
    }
    slot = {true, static_cast<std::uint16_t>(payload.size())};
    std::ranges::copy(payload,
                      bytes_.begin() + static_cast<std::ptrdiff_t>(sequence % slots * options_.max_payload_bytes));
    ++held_;
    return true;
}

void JitterBuffer::drop_oldest() {
    auto& slot = slots_[next_ % slots];
    if (slot.used) {
        slot.used = false;
        --held_;
    }
    ++next_;
}

JitterBuffer::Frame JitterBuffer::pop() {
    if (waiting_) {
        if (held_ < options_.target_frames) {
            return {};
        }
        waiting_ = false;
    }
    if (held_ == 0) {
        // What comes late is still welcome: `next_` stays, and the delay grows by what we concealed.
        waiting_ = ++dry_ > max_dry_frames;
        return {waiting_ ? Kind::Waiting : Kind::Lost, {}};
    }
    dry_ = 0;
    fresh_ = false;
    auto& slot = slots_[next_ % slots];
    const auto at = next_ % slots * options_.max_payload_bytes;
    ++next_;
    if (!slot.used) {
        return {Kind::Lost, {}};
    }
    slot.used = false;
    --held_;
    return {Kind::Frame, std::span{bytes_}.subspan(at, slot.bytes)};
}

}  // namespace yh::media
