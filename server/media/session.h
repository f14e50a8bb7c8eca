#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "media/leg.h"
#include "media/leg_quality.h"
#include "media/loudness.h"
#include "media/mixer.h"
#include "media/session_recording.h"
#include "media/worker_notice.h"

namespace yh::media {

/// What a session needs of its worker.
struct SessionHost {
    RecordingWriter& recordings;
    std::vector<WorkerNotice>& notices;  ///< sent to the call loop after each round
    SilenceLimits silence;
};

/// One call's media: its legs, who hears whom, and its recording. The plan is declared whole at every change; `apply`
/// computes the routes anew, which costs a few microseconds and keeps every case the same.
/// Owned by its worker, born with its first leg, ends with its last. Thread: that worker's media loop.
class Session final : public LegEvents {
  public:
    Session(model::CallId call, SessionHost host);

    model::CallId call() const { return call_; }
    bool empty() const { return legs_.empty(); }

    Result<void> add(std::unique_ptr<Leg> leg, Poller& poller, MonoTime now);
    void negotiate(model::LegId leg, const Agreement& agreement, MonoTime now);
    void arrange(std::unique_ptr<ResolvedPlan> plan, MonoTime now);
    void send_keys(model::LegId leg, const std::string& digits);
    /// Says goodbye, measures, and lets the leg go; the last one closes the recording.
    void close(model::LegId leg, MonoTime now, WallTime wall);

    /// Every 20 ms while `needs_ticks`.
    void tick(MonoTime now, std::uint64_t tick_number);
    bool needs_ticks() const { return needs_ticks_; }
    /// About once a second.
    void look_after(MonoTime now, WallTime wall);

    struct Counts {
        std::uint64_t received = 0;
        std::uint64_t sent = 0;
        std::uint64_t refused = 0;
        std::uint64_t strangers = 0;
    };
    /// Since the last time this was asked.
    Counts take_counts();

  private:
    /// How a leg gets its sound.
    enum class Mode : std::uint8_t { Nothing, Relay, Program, Mix };
    struct Seat {
        std::unique_ptr<Leg> leg;
        Mode mode = Mode::Nothing;
        std::vector<Leg*> sources;  // of a mix
        std::optional<calls::Program> program;
        bool wants_ear = false;
        bool one_way_said = false;
        Loudness loudness;  // since it was told last, while the call is metered
        RecentLoss loss;    // the same, of its line
    };

    void on_digit(Leg& leg, char digit) override;
    void on_codec_changed(Leg& leg) override;

    Seat* find(model::LegId leg);
    void apply(MonoTime now);
    void seat_hearing(Seat& seat, const ResolvedHearing& hearing);
    void route(Seat& seat, const ResolvedHearing& hearing);
    void apply_recording(MonoTime now);
    std::vector<Leg*> present(const std::vector<model::LegId>& ids);
    void want_ear(Leg& leg);
    void settle();
    void speak(Seat& seat, MonoTime now, std::uint64_t tick_number);
    void speak_mix(Seat& seat, MonoTime now, std::uint64_t tick_number);
    void finished_program(Seat& seat);
    bool metered() const { return plan_ && plan_->metered; }
    void meter(std::uint64_t tick_number);
    static double line_now(Seat& seat);
    Counts counts() const;

    const model::CallId call_;
    SessionHost host_;
    std::vector<Seat> legs_;
    std::unique_ptr<ResolvedPlan> plan_;
    SessionRecording recording_;
    bool needs_ticks_ = false;
    MonoTime now_{};  // of the work in hand
    Counts closed_;   // of legs that are gone
    Counts told_;
};

}  // namespace yh::media
