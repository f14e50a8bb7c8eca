#include "media/leg_ear.h"

#include <algorithm>

namespace yh::media {

Result<std::unique_ptr<LegEar>> LegEar::create(CodecKind codec) {
    YH_TRY(auto decoder, make_decoder(codec));
    return std::make_unique<LegEar>(Key{}, std::move(decoder));
}

LegEar::LegEar(Key, std::unique_ptr<Decoder> decoder)
    : decoder_{std::move(decoder)}, jitter_{JitterOptions{.target_frames = 3, .max_payload_bytes = 480}} {}

std::span<const std::int16_t, frame_samples> LegEar::frame(std::uint64_t tick) {
    if (tick == tick_) {
        return frame_;
    }
    tick_ = tick;
    refill();
    const auto have = std::min(waiting_samples_, frame_samples);
    std::copy_n(waiting_.begin(), have, frame_.begin());
    std::fill(frame_.begin() + static_cast<std::ptrdiff_t>(have), frame_.end(), std::int16_t{0});
    std::copy(waiting_.begin() + static_cast<std::ptrdiff_t>(have),
              waiting_.begin() + static_cast<std::ptrdiff_t>(waiting_samples_), waiting_.begin());
    waiting_samples_ -= have;
    return frame_;
}

/// Packets of 10 ms need two of them, packets of 60 ms last for three ticks.
void LegEar::refill() {
    for (int packets = 0; packets < 4 && waiting_samples_ < frame_samples; ++packets) {
        const auto next = jitter_.pop();
        const auto room = std::span{waiting_}.subspan(waiting_samples_);
        if (next.kind == JitterBuffer::Kind::Waiting) {
            return;
        }
        if (next.kind == JitterBuffer::Kind::Lost) {
            decoder_->conceal(room.first(std::min(packet_samples_, room.size())));
            waiting_samples_ += std::min(packet_samples_, room.size());
            continue;
        }
        const auto samples = decoder_->decode(next.payload, room);
        packet_samples_ = samples != 0 ? samples : packet_samples_;
        waiting_samples_ += samples;
    }
}

}  // namespace yh::media
