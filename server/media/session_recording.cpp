#include "media/session_recording.h"

#include <cstdlib>

namespace yh::media {

Result<void> SessionRecording::follow(const calls::RecordingPlan* plan, CodecKind first_codec, MonoTime now) {
    mixed_ = {};
    if (plan == nullptr || plan->id != id_) {
        finish(now);
    }
    if (plan == nullptr) {
        return {};
    }
    if (plan->id != id_) {
        id_ = plan->id;
        RecorderOptions options;
        options.path = plan->path;
        options.law = first_codec == CodecKind::Pcmu ? Law::Mu : Law::A;
        options.tag = static_cast<std::uint64_t>(plan->id.value);
        options.channels = plan->mono ? 1 : 2;
        quiet_ = plan->quiet;
        last_sound_ = now;
        YH_TRY(recorder_, Recorder::create(writer_, std::move(options), now));
    }
    if (recorder_ && plan->paused != recorder_->paused()) {
        plan->paused ? recorder_->pause(now) : recorder_->resume(now);
    }
    return {};
}

bool SessionRecording::needs_mixing(const std::vector<Leg*>& legs) const {
    return legs.size() > 1 || (quiet_ > Duration{0} && !legs.empty()) ||
           (legs.size() == 1 && legs[0]->receives() && !is_g711(*legs[0]->receives()));
}

void SessionRecording::set_sources(RecordingSide side, std::vector<Leg*> legs) {
    if (!recorder_ || legs.empty()) {
        return;
    }
    if (needs_mixing(legs)) {
        mixed_[static_cast<std::size_t>(side)] = std::move(legs);
    } else {
        legs[0]->set_tap(recorder_.get(), side);
    }
}

void SessionRecording::tick(MonoTime now, std::uint64_t tick_number) {
    for (const auto side : {RecordingSide::Customer, RecordingSide::Agent}) {
        const auto& legs = mixed_[static_cast<std::size_t>(side)];
        if (!recorder_ || legs.empty()) {
            continue;
        }
        Mixer mixer;
        mixer.begin(frame_samples);
        for (Leg* leg : legs) {
            if (auto* ear = leg->ear()) {
                mixer.add(ear->frame(tick_number));
            }
        }
        std::array<std::int16_t, frame_samples> mixed;
        mixer.everyone(mixed);
        listen(side, mixed, now);
        recorder_->on_local_pcm(side, mixed, now);
    }
}

void SessionRecording::listen(RecordingSide side, std::span<const std::int16_t> pcm, MonoTime now) {
    if (quiet_ <= Duration{0} || side != RecordingSide::Customer) {
        return;
    }
    // The mean level: -44 dB under full scale lies between the noise of a line and somebody who whispers.
    constexpr std::int64_t quiet_level = 200;
    std::int64_t sum = 0;
    for (const auto sample : pcm) {
        sum += std::abs(static_cast<std::int64_t>(sample));
    }
    if (sum / static_cast<std::int64_t>(pcm.size()) > quiet_level) {
        last_sound_ = now;
    } else if (now - last_sound_ >= quiet_) {
        became_quiet_ = id_;
        quiet_ = Duration{0};
    }
}

void SessionRecording::look_after(MonoTime now) {
    if (recorder_) {
        recorder_->tick(now);
    }
}

void SessionRecording::finish(MonoTime now) {
    if (recorder_) {
        recorder_->finish(now);
        recorder_.reset();
    }
    mixed_ = {};
}

}  // namespace yh::media
