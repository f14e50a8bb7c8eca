#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/mailbox.h"
#include "base/metrics.h"
#include "base/result.h"
#include "base/worker.h"
#include "media/recording_writer.h"
#include "media/session.h"
#include "media/worker_beat.h"
#include "media/worker_notice.h"
#include "media/worker_poller.h"

namespace yh::media {

struct WorkerOptions {
    SilenceLimits silence;
    std::size_t max_waiting_commands = 65536;
};

/// One media loop: an epoll set of the legs' sockets, a mailbox of commands, a tick for what we play and mix.
/// Receives once per ready socket, rewrites the header in place and sends at once: nothing is queued.
/// Owned by the engine. Thread: made and ended by the call loop; `run` and all else on its own thread. Ends after
/// StopWorker, when the recordings it had open are on disk, or after three seconds.
class MediaWorker final : private Pollable {
  public:
    using Deliver = std::function<void(std::vector<WorkerNotice>)>;

    /// `deliver` is called on the worker's thread with news for the call loop.
    static Result<std::unique_ptr<MediaWorker>> create(Worker& files, const WorkerOptions& options, Deliver deliver);

    /// False when the mailbox is full: the command is untouched. Thread: any.
    bool post(WorkerCommand&& command) { return commands_.push(std::move(command)); }
    /// Serves until told to stop.
    void run();

  private:
    struct Key {};
    static constexpr std::uint64_t phases = 4;  // sessions tick in four groups, so that no burst holds packets up
    static constexpr std::uint64_t look_after_groups = 200;

  public:
    MediaWorker(Key, Poller poller, Worker& files, const WorkerOptions& options, Deliver deliver);

  private:
    void on_readable(ReceiveContext& context) override;  // the mailbox
    void serve_round(Duration at_most);
    void obey(WorkerCommand& command);
    void open(OpenLeg& command);
    void close(const CloseLeg& command);
    Session* session_of(model::LegId leg);
    Session& ensure_session(model::CallId call);
    void forget(Session& session);
    void run_ticks();
    void tick(std::uint64_t number);
    void look_after(std::uint64_t group);
    void collect_recordings();
    void deliver_notices();
    void choose_pace();

    const WorkerOptions options_;
    const Deliver deliver_;
    Poller poller_;
    Mailbox<WorkerCommand> commands_;
    Beat beat_;
    RecordingWriter recordings_;
    SystemClock clock_;

    std::vector<WorkerNotice> notices_;
    std::unordered_map<model::CallId, std::unique_ptr<Session>> sessions_;
    std::unordered_map<model::LegId, Session*> session_of_leg_;
    // A session sits in one of 200 groups: looked after once a second, ticked every 20 ms with a quarter of them.
    std::array<std::vector<Session*>, look_after_groups> groups_;
    std::uint64_t next_group_ = 0;
    std::unordered_map<std::uint64_t, model::CallId> recording_calls_;
    std::vector<WorkerCommand> drained_;
    std::vector<RecordingEvent> recording_news_;
    bool commands_waiting_ = false;
    bool stopping_ = false;
    bool needs_frames_ = false;  // somebody is played or mixed to, as of the last second
    bool made_frames_ = false;   // the same, in the second that runs
    MonoTime next_tick_{};
    std::uint64_t tick_number_ = 1;
    std::array<std::uint8_t, 2048> packet_{};

    metrics::Counter& received_;
    metrics::Counter& sent_;
    metrics::Counter& refused_;
    metrics::Counter& strangers_;
    metrics::Counter& late_ticks_;
};

}  // namespace yh::media
