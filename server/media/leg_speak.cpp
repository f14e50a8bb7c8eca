#include "media/g711.h"
#include "media/leg.h"

// The speaking half of Leg: what a tick makes it say.
namespace yh::media {
namespace {

Law law_of(CodecKind codec) {
    return codec == CodecKind::Pcmu ? Law::Mu : Law::A;
}

}  // namespace

Result<void> Leg::ensure_encoder() {
    if (!agreement_ || is_g711(agreement_->codec) || encoder_) {
        return {};
    }
    YH_TRY(encoder_, make_encoder(agreement_->codec));
    return {};
}

void Leg::speak_pcm(std::span<const std::int16_t, frame_samples> pcm, MonoTime now) {
    if (!agreement_ || !sender_.may_send()) {
        return;
    }
    std::array<std::uint8_t, max_payload_bytes> payload;
    std::size_t bytes = 0;
    if (is_g711(agreement_->codec)) {
        encode_g711(law_of(agreement_->codec), pcm, payload);
        bytes = frame_samples;
    } else if (encoder_) {
        bytes = encoder_->encode(pcm, payload);
    }
    if (bytes != 0) {
        sender_.send_frame(std::span{payload}.first(bytes), now);
    }
}

/// The next frame of the program. It goes on while the leg is on hold, so that a program always ends.
PlayStep Leg::speak_program(MonoTime now) {
    if (agreement_ && is_g711(agreement_->codec)) {
        std::array<std::uint8_t, frame_samples> payload;
        const auto step = player_.next_payload(law_of(agreement_->codec), payload);
        if (step != PlayStep::Idle) {
            sender_.send_frame(payload, now);
        }
        return step;
    }
    std::array<std::int16_t, frame_samples> pcm;
    const auto step = player_.next_pcm(pcm);
    if (step != PlayStep::Idle) {
        speak_pcm(pcm, now);
    }
    return step;
}

void Leg::speak_key(MonoTime now) {
    if (!agreement_ || !sender_.may_send()) {
        return;
    }
    const auto timestamp = sender_.tick_timestamp(now);
    if (const auto event = keys_.next(timestamp)) {
        sender_.send_event(*event, now);
    }
}

void Leg::hear_inband_keys(std::uint64_t tick) {
    if (!inband_ || !ear_) {
        return;
    }
    inband_->feed(ear_->frame(tick));
    while (const auto digit = inband_->take()) {
        events_->on_digit(*this, *digit);
    }
}

}  // namespace yh::media
