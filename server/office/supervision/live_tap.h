#pragma once

#include <functional>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/loop.h"
#include "calls/ports.h"
#include "model/live.h"

namespace yh::office::supervision {

struct LiveCallEnd {
    model::CallId call;
    model::TenantId tenant;
    model::CallResult result = model::CallResult::Failed;
    model::Ending ending;
};

/// A user's page is asked to answer its ringing telephone.
struct LiveAnswer {
    model::CallId call;
    model::UserId user;
};

/// How loud the call is that this person supervises.
struct LiveMeters {
    model::CallId call;
    model::UserId supervisor;
    std::vector<calls::LegMeter> legs;
};

/// What changed of live truth, as new pictures of whole objects: of each object only the last.
struct LiveChanges {
    /// These concern people who are looking right now: they must not wait for the next round.
    bool own_first = false;
    model::LiveSnapshotPtr whole;  ///< instead of single objects: everything, at the start
    std::vector<model::LiveCall> calls;
    std::vector<LiveCallEnd> ended;
    std::vector<model::LiveAgent> agents;
    std::vector<model::LiveQueue> queues;  ///< who waits; how many are ready follows from the agents
    std::vector<LiveAnswer> answers;
};

/// Where pictures come from: the conductor, on the call loop.
struct LivePictures {
    std::function<model::LiveSnapshotPtr()> all;
    std::function<std::optional<model::LiveCall>(model::CallId)> call;
    std::function<std::optional<model::LiveAgent>(model::UserId)> agent;
    std::function<std::optional<model::LiveQueue>(model::QueueId)> queue;
};

/// The call loop's end of the live feed. An event only marks its object as changed; a few times a second pictures of
/// what was marked go to the feed, and the next ones only when the feed has told everybody: however many calls there
/// are, and however slow the browsers, what this costs the call loop is bounded. Calls and states of people who are
/// looking themselves go at once. While nobody looks it does nothing. How loud a supervised call is passes by all this,
/// straight to who supervises it. Owned by main. Thread: call loop.
class LiveTap final : public calls::EventSink, public calls::MeterSink {
  public:
    LiveTap(Loop& call_loop, LivePictures pictures, Loop& home)
        : loop_{call_loop}, pictures_{std::move(pictures)}, home_{home} {}
    /// Who receives, on home. Before the loops run.
    void connect(std::function<void(LiveChanges)> deliver) { deliver_ = std::move(deliver); }
    void connect_meters(std::function<void(LiveMeters)> deliver) { deliver_meters_ = std::move(deliver); }
    Loop& loop() { return loop_; }

    void on_event(const model::Event& event) override;
    void on_meters(model::CallId call, model::UserId supervisor, const std::vector<calls::LegMeter>& legs) override;

    /// Somebody looks: sends the whole first.
    void start();
    void stop();
    /// The feed has told everybody what it was given.
    void ready();
    /// Whether this person is looking.
    void watch(model::UserId user, bool looking);

  private:
    void note(const model::Event& event);
    void note_call(model::CallId call);
    void note_agent(model::UserId agent);
    void arm();
    void arm_own();
    void flush();
    void flush_own();
    void send(LiveChanges changes);

    Loop& loop_;
    LivePictures pictures_;
    Loop& home_;
    std::function<void(LiveChanges)> deliver_;
    std::function<void(LiveMeters)> deliver_meters_;

    bool watching_ = false;
    bool armed_ = false;
    bool own_armed_ = false;
    bool feed_busy_ = false;
    MonoTime next_round_{};
    std::unordered_set<model::UserId> lookers_;
    std::unordered_set<model::CallId> own_calls_;  // up, with a part for somebody who looks
    // Changed since they were sent; what somebody looks at who has a part in it, and the rest.
    std::unordered_set<model::CallId> own_changed_;
    std::unordered_set<model::UserId> own_agents_;
    std::unordered_set<model::CallId> calls_;
    std::unordered_set<model::UserId> agents_;
    std::unordered_set<model::QueueId> queues_;
    std::vector<LiveCallEnd> ended_;
    std::vector<LiveCallEnd> own_ended_;
    std::vector<LiveAnswer> answers_;
};

}  // namespace yh::office::supervision
