#pragma once

#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "http/websocket.h"
#include "office/office.h"
#include "office/people/session_sockets.h"
#include "office/supervision/live_messages.h"
#include "office/supervision/live_mirror.h"
#include "office/supervision/live_scope.h"
#include "office/supervision/live_tap.h"

namespace yh::office::supervision {

/// A call record was written, and who may see it.
struct LiveRecord {
    model::CallId call;
    model::TenantId tenant;
    model::QueueId queue;
    std::vector<model::UserId> people;
};

/// What pages see happen (/ws): to each viewer a snapshot, then every object he may see as it changes. Changes are told
/// in rounds: the next begins when the web loops have taken the last, and in between an object that changes again is
/// only told once. Somebody's own call and state are told at once. Owned by main; dies after the web server.
/// Thread: home.
class LiveFeed {
  public:
    using Who = std::shared_ptr<const people::SignedIn>;

    LiveFeed(Office& office, LiveTap& tap, people::SessionSockets& sockets);

    /// Begins to tell the time every five seconds.
    void start();

    // The sockets of /ws.
    void open(const http::Socket& socket, Who who);
    void heard(const http::Socket& socket, std::string_view message);
    void closed(const http::Socket& socket);

    // What is to be told.
    void deliver(LiveChanges changes);
    /// At once, and in no round: twice a second to one person.
    void tell_meters(const LiveMeters& meters);
    void set_directory(model::DirectoryPtr directory);
    /// The company's book of rules for customers is another one.
    void set_book(model::TenantId tenant);
    void set_simulation(model::TenantId tenant, SimulationView simulation);
    void records_written(const std::vector<LiveRecord>& records);
    /// Something that concerns this person alone is new: a text was sent, a reminder is due.
    void tell_person(model::UserId user, const NoticeView& notice);

    std::size_t viewers() const { return viewers_.size(); }

  private:
    struct Viewer {
        http::Socket socket;
        Who who;
        Scope scope;
        Sight sight{};
        std::uint64_t seq = 0;
        bool told = false;  ///< has had a snapshot
        int asked = 0;      ///< for snapshots, lately
    };
    using Viewers = std::vector<ViewerId>;

    /// A message that is not the state of an object: told once, to these.
    struct Note {
        http::SharedText text;
        Viewers to;
    };
    /// What changed since the last round. `true`: those whose own it is know already.
    struct Pending {
        std::unordered_map<model::CallId, bool> calls;
        std::unordered_map<model::UserId, bool> agents;
        std::unordered_set<model::QueueId> queues;
        std::vector<Note> notes;
        bool empty() const { return calls.empty() && agents.empty() && queues.empty() && notes.empty(); }
    };

    // live_feed.cpp: who looks
    bool enter(const http::Socket& socket, Who who);
    void leave(ViewerId id);
    void want_snapshot(ViewerId id);
    void serve_snapshots();
    http::SharedText snapshot_of(const Viewer& viewer);
    Sight sight(const people::SignedIn& who) const;
    MeView me_of(const Viewer& viewer) const;
    void tick();

    // live_feed_round.cpp: what is told to whom
    void take(LiveChanges& changes);
    void take_call(model::LiveCall call);
    void take_agent(model::LiveAgent agent);
    void take_end(const LiveCallEnd& end);
    void take_answer(const LiveAnswer& answer);
    void tell_own(const LiveChanges& changes);
    void arm();
    void run_round();
    void add(std::vector<http::Delivery>& frames, ViewerId viewer, const http::SharedText& text);
    void add_call(std::vector<http::Delivery>& frames, const Viewers& viewers, LiveMirror::CallEntry& entry,
                  const std::unordered_set<model::UserId>* except = nullptr);
    void add_queue(std::vector<http::Delivery>& frames, const Viewers& viewers, LiveMirror::QueueEntry& entry,
                   std::int64_t now_ms);
    void add_all(std::vector<http::Delivery>& frames, const Viewers& viewers, const http::SharedText& text,
                 const std::unordered_set<model::UserId>* except = nullptr);
    void send(std::vector<http::Delivery> frames, Task done);
    Viewers looking(model::UserId user) const;

    Office& office_;
    LiveTap& tap_;
    people::SessionSockets& sockets_;
    LiveMirror mirror_;
    Audience audience_;
    std::unordered_map<ViewerId, Viewer> viewers_;
    std::unordered_map<model::UserId, Viewers> by_user_;
    std::unordered_map<model::TenantId, SimulationView> simulations_;
    Pending pending_;
    std::deque<ViewerId> snapshots_wanted_;
    bool has_whole_ = false;
    bool serving_ = false;
    bool sending_ = false;
    bool armed_ = false;
    bool tap_waits_ = false;
    MonoTime next_round_{};
    metrics::Gauge& viewers_gauge_;
    metrics::Counter& told_;
};

/// Opens /ws.
void add_live_socket(http::Router& router, Office& office, LiveFeed& feed);

}  // namespace yh::office::supervision
