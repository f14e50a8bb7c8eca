#include "media/recorder.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace yh::media {
namespace {

/// How far a side may be from its arrival clock before it is laid anew.
constexpr std::int64_t max_drift_blocks = mix_rate_hz / 5;
/// A packet may be this much older than the newest and still be a latecomer rather than a new beginning.
constexpr std::int64_t max_late_blocks = 2 * mix_rate_hz;

}  // namespace

Result<std::unique_ptr<Recorder>> Recorder::create(RecordingWriter& writer, RecorderOptions options, MonoTime start) {
    options.channels = std::clamp<std::uint16_t>(options.channels, 1, 2);
    YH_TRY(const auto id, writer.open({options.path, options.law, options.channels, options.tag}));
    return std::make_unique<Recorder>(Key{}, writer, id, options, start);
}

Recorder::Recorder(Key, RecordingWriter& writer, RecordingId id, const RecorderOptions& options, MonoTime start)
    : writer_{writer},
      id_{id},
      law_{options.law},
      channels_{options.channels},
      start_{start},
      window_(window_blocks * options.channels, silence_byte(options.law)) {}

Recorder::~Recorder() {
    // Nobody said when it ended: it ends with its last sound.
    finish(start_);
}

std::int64_t Recorder::position_of(MonoTime when) const {
    const auto since = std::chrono::duration_cast<std::chrono::microseconds>(when - start_).count();
    return std::max<std::int64_t>(0, since) * mix_rate_hz / 1'000'000;
}

bool Recorder::wants(RecordingSide side, std::size_t samples) const {
    return !paused_ && !finished_ && samples != 0 && samples <= max_late_blocks &&
           static_cast<std::uint16_t>(side) < channels_;
}

/// Where a packet belongs: its timestamp's distance from the newest one, unless that is too far from when it came.
std::int64_t Recorder::place(Side& side, std::size_t samples, std::uint32_t ssrc, std::uint32_t timestamp,
                             std::uint32_t clock_rate_hz, MonoTime arrival) {
    const auto arrived_at = position_of(arrival);
    const auto step = static_cast<std::int64_t>(static_cast<std::int32_t>(timestamp - side.last_timestamp)) *
                      static_cast<std::int64_t>(mix_rate_hz) / std::max<std::uint32_t>(1, clock_rate_hz);
    auto position = side.last_position + step;
    const bool same_stream = side.synced && side.ssrc == ssrc;
    if (same_stream && step <= 0 && step > -max_late_blocks) {
        return position;  // reordered: the newest packet stays the reference
    }
    if (!same_stream || std::abs(position - arrived_at) > max_drift_blocks) {
        position = arrived_at;
    }
    side.synced = true;
    side.ssrc = ssrc;
    side.last_timestamp = timestamp;
    side.last_position = position;
    side.next_position = position + static_cast<std::int64_t>(samples);
    return position;
}

std::int64_t Recorder::place_local(Side& side, std::size_t samples, MonoTime arrival) {
    const auto arrived_at = position_of(arrival);
    const bool follows = side.next_position != 0 && std::abs(side.next_position - arrived_at) <= max_drift_blocks;
    const auto position = follows ? side.next_position : arrived_at;
    side.synced = false;  // RTP that comes after this starts anew
    side.next_position = position + static_cast<std::int64_t>(samples);
    return position;
}

std::size_t Recorder::make_room(std::int64_t position, std::size_t samples) {
    advance_until(position + static_cast<std::int64_t>(samples));
    const auto late = std::clamp<std::int64_t>(base_ - position, 0, static_cast<std::int64_t>(samples));
    if (late == static_cast<std::int64_t>(samples)) {
        ++late_packets_;
    } else {
        filled_ = std::max(filled_, position + static_cast<std::int64_t>(samples));
    }
    return static_cast<std::size_t>(late);
}

template <class ByteAt>
void Recorder::lay(RecordingSide side, std::size_t samples, std::int64_t position, ByteAt byte_at) {
    const auto late = make_room(position, samples);
    if (late == samples) {
        return;
    }
    const auto first = static_cast<std::size_t>(position + static_cast<std::int64_t>(late) - base_);
    auto* out = &window_[first * channels_ + static_cast<std::size_t>(side)];
    for (auto i = late; i < samples; ++i, out += channels_) {
        *out = byte_at(i);
    }
}

void Recorder::lay_payload(RecordingSide side, Law law, std::span<const std::uint8_t> payload, std::int64_t position) {
    // The identity table when the laws agree: the payload goes into the file as it came.
    const auto table = law_table(law, law_);
    lay(side, payload.size(), position, [&](std::size_t i) { return table[payload[i]]; });
}

void Recorder::lay_pcm(RecordingSide side, std::span<const std::int16_t> pcm, std::int64_t position) {
    if (law_ == Law::A) {
        lay(side, pcm.size(), position, [&](std::size_t i) { return alaw_of(pcm[i]); });
    } else {
        lay(side, pcm.size(), position, [&](std::size_t i) { return ulaw_of(pcm[i]); });
    }
}

void Recorder::on_payload(RecordingSide side, Law law, std::span<const std::uint8_t> payload, std::uint32_t ssrc,
                          std::uint32_t rtp_timestamp, MonoTime arrival) {
    if (wants(side, payload.size())) {
        auto& place_of = sides_[static_cast<std::size_t>(side)];
        lay_payload(side, law, payload, place(place_of, payload.size(), ssrc, rtp_timestamp, mix_rate_hz, arrival));
    }
}

void Recorder::on_pcm(RecordingSide side, std::span<const std::int16_t> pcm, std::uint32_t ssrc,
                      std::uint32_t rtp_timestamp, std::uint32_t clock_rate_hz, MonoTime arrival) {
    if (wants(side, pcm.size())) {
        auto& place_of = sides_[static_cast<std::size_t>(side)];
        lay_pcm(side, pcm, place(place_of, pcm.size(), ssrc, rtp_timestamp, clock_rate_hz, arrival));
    }
}

void Recorder::on_local_pcm(RecordingSide side, std::span<const std::int16_t> pcm, MonoTime arrival) {
    if (wants(side, pcm.size())) {
        lay_pcm(side, pcm, place_local(sides_[static_cast<std::size_t>(side)], pcm.size(), arrival));
    }
}

void Recorder::on_local_payload(RecordingSide side, Law law, std::span<const std::uint8_t> payload, MonoTime arrival) {
    if (wants(side, payload.size())) {
        lay_payload(side, law, payload, place_local(sides_[static_cast<std::size_t>(side)], payload.size(), arrival));
    }
}

void Recorder::advance_until(std::int64_t end) {
    while (end > base_ + static_cast<std::int64_t>(window_blocks)) {
        if (filled_ <= base_) {
            // Nothing but silence: the writer makes it when sound comes again.
            base_ = end - static_cast<std::int64_t>(window_blocks);
            return;
        }
        flush(flush_blocks);
    }
}

void Recorder::flush(std::size_t blocks) {
    const auto sound = std::clamp<std::int64_t>(filled_ - base_, 0, static_cast<std::int64_t>(blocks));
    if (sound > 0) {
        const auto bytes = static_cast<std::size_t>(sound) * channels_;
        writer_.write(id_, static_cast<std::uint64_t>(base_), std::span{window_}.first(bytes));
    }
    const auto gone = blocks * channels_;
    std::memmove(window_.data(), window_.data() + gone, window_.size() - gone);
    std::fill(window_.end() - static_cast<std::ptrdiff_t>(gone), window_.end(), silence_byte(law_));
    base_ += static_cast<std::int64_t>(blocks);
}

void Recorder::tick(MonoTime now) {
    if (!finished_) {
        advance_until(position_of(now));
    }
}

void Recorder::pause(MonoTime now) {
    if (!paused_ && !finished_) {
        paused_ = true;
        marks_.push_back({RecordingMark::Kind::Paused, position_of(now) * 1000 / mix_rate_hz});
    }
}

void Recorder::resume(MonoTime now) {
    if (paused_ && !finished_) {
        paused_ = false;
        marks_.push_back({RecordingMark::Kind::Resumed, position_of(now) * 1000 / mix_rate_hz});
    }
}

void Recorder::finish(MonoTime now) {
    if (finished_) {
        return;
    }
    finished_ = true;
    const auto end = std::max(filled_, position_of(now));
    while (filled_ > base_) {
        flush(flush_blocks);
    }
    RecordingResult result;
    result.late_packets = late_packets_;
    result.marks = std::move(marks_);
    writer_.close(id_, static_cast<std::uint64_t>(end), std::move(result));
}

}  // namespace yh::media
