#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "calls/ports.h"
#include "media/leg.h"
#include "media/mixer.h"
#include "media/recorder.h"

namespace yh::media {

/// The recording of one call. A side with a single G.711 leg is recorded from its packets, undecoded, as they arrive; a
/// side with several legs, or another codec, is mixed once per tick.
/// Owned by the session. Thread: its media loop.
class SessionRecording {
  public:
    explicit SessionRecording(RecordingWriter& writer) : writer_{writer} {}

    /// Starts, goes on, pauses or closes, whatever `plan` asks for; null: nothing is to be recorded.
    /// Error: recording.too_many, once; the plan's recording then counts as failed.
    Result<void> follow(const calls::RecordingPlan* plan, CodecKind first_codec, MonoTime now);
    /// Says what each side consists of now. The caller gives every leg of a mixed side an ear.
    void set_sources(RecordingSide side, std::vector<Leg*> legs);
    /// Whether this side is made of decoded sound.
    bool needs_mixing(const std::vector<Leg*>& legs) const;

    bool active() const { return recorder_ != nullptr; }
    bool mixes() const { return active() && (!mixed_[0].empty() || !mixed_[1].empty()); }
    void tick(MonoTime now, std::uint64_t tick_number);
    void look_after(MonoTime now);
    void finish(MonoTime now);
    /// The recording of which nothing was heard for as long as its plan says; told once.
    std::optional<model::RecordingId> take_quiet() { return std::exchange(became_quiet_, std::nullopt); }

  private:
    void listen(RecordingSide side, std::span<const std::int16_t> pcm, MonoTime now);

    RecordingWriter& writer_;
    model::RecordingId id_;
    std::unique_ptr<Recorder> recorder_;
    std::array<std::vector<Leg*>, 2> mixed_;
    Duration quiet_{0};  // so much silence is told; 0: never
    MonoTime last_sound_{};
    std::optional<model::RecordingId> became_quiet_;
};

}  // namespace yh::media
