#include "media/worker.h"

#include <algorithm>

#include "base/log.h"
#include "base/metrics.h"

namespace yh::media {
namespace {

constexpr Duration tick_step = std::chrono::milliseconds{5};  // a quarter of a frame: see `phases`
constexpr Duration slow_pace = 4 * tick_step;                 // when nobody is played to: relaying needs no ticks
constexpr Duration for_ever{-1};
constexpr Duration stop_limit = std::chrono::seconds{3};

metrics::Counter& packets(const char* what) {
    return metrics::counter("yinghe_media_packets_total", "RTP packets", {{"what", what}});
}

}  // namespace

Result<std::unique_ptr<MediaWorker>> MediaWorker::create(Worker& files, const WorkerOptions& options, Deliver deliver) {
    YH_TRY(auto poller, Poller::create());
    auto worker = std::make_unique<MediaWorker>(Key{}, std::move(poller), files, options, std::move(deliver));
    YH_CHECK(worker->poller_.add(worker->commands_.fd(), *worker));
    YH_CHECK(worker->beat_.start(worker->poller_));
    return worker;
}

MediaWorker::MediaWorker(Key, Poller poller, Worker& files, const WorkerOptions& options, Deliver deliver)
    : options_{options},
      deliver_{std::move(deliver)},
      poller_{std::move(poller)},
      commands_{options.max_waiting_commands},
      recordings_{files},
      received_{packets("received")},
      sent_{packets("sent")},
      refused_{packets("refused")},
      strangers_{packets("stranger")},
      late_ticks_{metrics::counter("yinghe_media_late_ticks_total", "Media ticks that were skipped after a stall")} {}

void MediaWorker::run() {
    next_tick_ = clock_.now();
    while (!stopping_) {
        serve_round(for_ever);
    }
    // Calls that are still up end here; their recordings are completed like any other.
    groups_ = {};
    session_of_leg_.clear();
    sessions_.clear();
    const auto deadline = clock_.now() + stop_limit;
    while (recordings_.open_count() != 0 && clock_.now() < deadline) {
        serve_round(tick_step);
        collect_recordings();
        deliver_notices();
    }
}

/// Sleeps deeply when there is nothing to do, and beats fast only while somebody needs frames made.
void MediaWorker::choose_pace() {
    if (sessions_.empty() && recordings_.open_count() == 0) {
        beat_.set_pace(Duration{0});
    } else {
        beat_.set_pace(needs_frames_ ? tick_step : slow_pace);
    }
}

void MediaWorker::serve_round(Duration at_most) {
    ReceiveContext context{.buffer = packet_, .now = {}};
    // Waiting a little so that more packets come together was measured: sleeping costs more than the wake-ups it saves.
    const auto ready = poller_.wait(at_most);
    for (std::size_t i = 0; i < ready.size(); ++i) {
        // Read again now and then: a big round lasts longer than the jitter that we want to measure.
        if (i % 16 == 0) {
            context.now = clock_.now();
        }
        Poller::ready(ready[i]).on_readable(context);
    }
    // Only now, so that no leg goes away while this round may still name its sockets.
    if (std::exchange(commands_waiting_, false)) {
        commands_.drain(drained_);
        for (auto& command : drained_) {
            obey(command);
        }
        drained_.clear();
        needs_frames_ = true;  // until a second has shown otherwise
        choose_pace();
    }
    run_ticks();
    deliver_notices();
}

void MediaWorker::on_readable(ReceiveContext&) {
    commands_waiting_ = true;
}

void MediaWorker::obey(WorkerCommand& command) {
    const auto now = clock_.now();
    if (auto* opening = std::get_if<OpenLeg>(&command)) {
        open(*opening);
    } else if (auto* negotiation = std::get_if<NegotiateLeg>(&command)) {
        if (auto* session = session_of(negotiation->leg)) {
            session->negotiate(negotiation->leg, *negotiation->agreement, now);
        }
    } else if (auto* arrangement = std::get_if<ArrangeCall>(&command)) {
        if (const auto at = sessions_.find(arrangement->plan->call); at != sessions_.end()) {
            if (const auto& recording = arrangement->plan->recording) {
                recording_calls_[static_cast<std::uint64_t>(recording->id.value)] = at->first;
            }
            at->second->arrange(std::move(arrangement->plan), now);
        }
    } else if (auto* keys = std::get_if<SendKeys>(&command)) {
        if (auto* session = session_of(keys->leg)) {
            session->send_keys(keys->leg, keys->digits);
        }
    } else if (const auto* closing = std::get_if<CloseLeg>(&command)) {
        close(*closing);
    } else {
        stopping_ = true;
    }
}

Session* MediaWorker::session_of(model::LegId leg) {
    const auto at = session_of_leg_.find(leg);
    return at == session_of_leg_.end() ? nullptr : at->second;
}

Session& MediaWorker::ensure_session(model::CallId call) {
    auto& session = sessions_[call];
    if (!session) {
        if (sessions_.size() == 1) {
            next_tick_ = clock_.now() + tick_step;
        }
        session = std::make_unique<Session>(
            call, SessionHost{.recordings = recordings_, .notices = notices_, .silence = options_.silence});
        groups_[next_group_++ % look_after_groups].push_back(session.get());
    }
    return *session;
}

void MediaWorker::open(OpenLeg& command) {
    const auto leg = command.leg->id();
    auto& session = ensure_session(command.call);
    if (auto added = session.add(std::move(command.leg), poller_, clock_.now()); !added) {
        log().error("media.leg_not_opened",
                    {{"leg", leg}, {"code", added.error().code}, {"why", added.error().detail}});
        notices_.emplace_back(LegClosed{command.call, leg, {}});
        if (session.empty()) {
            forget(session);
        }
        return;
    }
    session_of_leg_[leg] = &session;
}

void MediaWorker::close(const CloseLeg& command) {
    const auto at = session_of_leg_.find(command.leg);
    if (at == session_of_leg_.end()) {
        return;
    }
    Session& session = *at->second;
    session_of_leg_.erase(at);
    session.close(command.leg, clock_.now(), clock_.wall());
    if (session.empty()) {
        forget(session);
    }
}

void MediaWorker::forget(Session& session) {
    const auto counts = session.take_counts();
    received_.add(counts.received);
    sent_.add(counts.sent);
    refused_.add(counts.refused);
    strangers_.add(counts.strangers);
    for (auto& group : groups_) {
        std::erase(group, &session);
    }
    sessions_.erase(session.call());
}

void MediaWorker::run_ticks() {
    auto now = clock_.now();
    if (sessions_.empty() && recordings_.open_count() == 0) {
        next_tick_ = now + tick_step;
        return;
    }
    // After a stall of more than a tenth of a second nobody wants to hear what was missed.
    if (now - next_tick_ > 20 * tick_step) {
        late_ticks_.add(static_cast<std::uint64_t>((now - next_tick_) / tick_step));
        next_tick_ = now;
    }
    while (next_tick_ <= now) {
        tick(tick_number_++);
        next_tick_ += tick_step;
    }
}

void MediaWorker::tick(std::uint64_t number) {
    const auto now = clock_.now();
    const auto frame_number = number / phases + 1;
    for (auto group = number % phases; group < look_after_groups; group += phases) {
        for (auto* session : groups_[group]) {
            if (session->needs_ticks()) {
                made_frames_ = true;
                session->tick(now, frame_number);
            }
        }
    }
    look_after(number % look_after_groups);
    if (number % look_after_groups == 0) {
        needs_frames_ = std::exchange(made_frames_, false);
        choose_pace();
    }
    if (number % phases == 0) {
        collect_recordings();
    }
}

void MediaWorker::look_after(std::uint64_t group) {
    for (auto* session : groups_[group]) {
        session->look_after(clock_.now(), clock_.wall());
        const auto counts = session->take_counts();
        received_.add(counts.received);
        sent_.add(counts.sent);
        refused_.add(counts.refused);
        strangers_.add(counts.strangers);
    }
}

void MediaWorker::collect_recordings() {
    recordings_.poll(recording_news_);
    for (auto& event : recording_news_) {
        if (event.kind != RecordingEvent::Kind::Closed) {
            continue;  // the writer has logged its first failure; the result will say what it came to
        }
        const auto at = recording_calls_.find(event.tag);
        const auto call = at == recording_calls_.end() ? model::CallId{} : at->second;
        notices_.emplace_back(RecordingClosed{call,
                                              {.recording = {static_cast<std::int64_t>(event.tag)},
                                               .duration_ms = event.result.duration_ms,
                                               .size_bytes = event.result.bytes,
                                               .failure = event.result.failed ? std::string{event.result.why} : ""}});
        if (at != recording_calls_.end()) {
            recording_calls_.erase(at);
        }
    }
    recording_news_.clear();
}

void MediaWorker::deliver_notices() {
    if (!notices_.empty()) {
        deliver_(std::exchange(notices_, {}));
    }
}

}  // namespace yh::media
