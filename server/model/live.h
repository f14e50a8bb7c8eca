#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/ids.h"
#include "model/words.h"

// Immutable pictures of live truth that `calls` publishes for pages and wallboards.
namespace yh::model {

/// One party of a call. `called`: we called it and it has not answered yet; `ringing`: and its far end says that it
/// rings. `away`: its browser was lost, and the call waits for it.
struct LiveLeg {
    LegId leg;
    LegRole role = LegRole::Other;
    UserId user;
    std::string number;
    bool answered = false;
    bool held = false;
    bool called = false;
    bool ringing = false;
    bool muted = false;
    bool away = false;
};
BOOST_DESCRIBE_STRUCT(LiveLeg, (), (leg, role, user, number, answered, held, called, ringing, muted, away))

/// A consultation that is up: `by` talks with `consulted`, or rings it.
struct LiveConsult {
    LegId by;
    LegId consulted;
    bool answered = false;
    bool swapped = false;  ///< `by` talks with the other party just now, `consulted` waits
};
BOOST_DESCRIBE_STRUCT(LiveConsult, (), (by, consulted, answered, swapped))

struct LiveSupervision {
    LegId leg;
    UserId user;
    SupervisionMode mode = SupervisionMode::Listen;
    bool answered = false;  ///< false: the leader's telephone rings
};
BOOST_DESCRIBE_STRUCT(LiveSupervision, (), (leg, user, mode, answered))

/// Whom the company knows by the call's number.
struct LiveCustomer {
    CustomerId id;
    std::string name;
    std::int64_t pool = 0;  ///< the public pool that it lies in, for who hides numbers; 0: none. Told to nobody.
};
BOOST_DESCRIBE_STRUCT(LiveCustomer, (), (id, name))

/// A call as pages see it. Every time is UTC in ms; 0: not yet, or not now.
struct LiveCall {
    CallId id;
    TenantId tenant;
    Direction direction = Direction::Inbound;
    std::string customer_number;
    std::string called_number;
    QueueId queue;
    std::string phase;  ///< "routing", "menu", "waiting", "ringing", "dialling", "talking", "held", "consulting",
                        ///< "conference", "resuming", "announcing", "voicemail", "survey"
    std::int64_t started_at_ms = 0;
    std::int64_t answered_at_ms = 0;
    std::vector<LiveLeg> legs;
    std::string customer_name;          ///< as the network or the directory tells it; may be empty
    std::int64_t queued_at_ms = 0;      ///< when it entered the queue that it is or was in last
    std::int64_t ringing_at_ms = 0;     ///< since when the party called, or an agent, rings
    std::int64_t offer_ends_at_ms = 0;  ///< when the offer that rings now is taken back
    std::int64_t held_since_ms = 0;
    std::int64_t resume_until_ms = 0;  ///< how long it waits for a lost browser
    RecordingState recording = RecordingState::None;
    std::vector<LiveConsult> consult;          ///< at most one
    std::vector<LiveSupervision> supervision;  ///< at most one
    std::vector<LegId> parties;                ///< who talk with each other; more than two: a conference
    std::string room;                          ///< name of the conference room it is; empty: none
    bool callback = false;                     ///< made for a caller who kept the place in a queue and is called back
    std::string keys;                          ///< the caller's way through the voice menu
    std::optional<LiveCustomer> customer;      ///< as soon as that is known
    bool asks_customer = false;                ///< that was asked, and is not known yet. Told to nobody.
};
BOOST_DESCRIBE_STRUCT(LiveCall, (),
                      (id, tenant, direction, customer_number, called_number, queue, phase, started_at_ms,
                       answered_at_ms, legs, customer_name, queued_at_ms, ringing_at_ms, offer_ends_at_ms,
                       held_since_ms, resume_until_ms, recording, consult, supervision, parties, room, callback, keys,
                       customer))

struct LiveAgent {
    UserId user;
    TenantId tenant;
    AgentState state = AgentState::Offline;
    AgentActivity activity = AgentActivity::Idle;
    std::string reason;
    std::int64_t since_ms = 0;
    bool device_online = false;
    CallId call;
    std::vector<QueueId> paused_queues;
    std::int64_t signed_in_at_ms = 0;   ///< since when not offline; 0: offline
    std::int64_t wrap_up_until_ms = 0;  ///< when after-call work ends by itself; 0: there is none, or it has no end
    bool mobile = false;                ///< signed in by mobile: that rings in place of the seat
};
BOOST_DESCRIBE_STRUCT(LiveAgent, (),
                      (user, tenant, state, activity, reason, since_ms, device_online, call, paused_queues,
                       signed_in_at_ms, wrap_up_until_ms, mobile))

struct LiveWaiting {
    CallId call;
    std::string customer_number;
    std::int64_t entered_at_ms = 0;
    int position = 0;
    bool callback = false;       ///< the caller hung up and keeps the place; `call` is the one that asked for it
    std::int64_t pool = 0;       ///< see LiveCustomer
    bool asks_customer = false;  ///< see LiveCall
};
BOOST_DESCRIBE_STRUCT(LiveWaiting, (), (call, customer_number, entered_at_ms, position, callback))

struct LiveQueue {
    QueueId queue;
    TenantId tenant;
    std::vector<LiveWaiting> waiting;
    int ready = 0;
    int talking = 0;
};
BOOST_DESCRIBE_STRUCT(LiveQueue, (), (queue, tenant, waiting, ready, talking))

struct LiveSnapshot {
    std::int64_t at_ms = 0;
    std::vector<LiveCall> calls;
    std::vector<LiveAgent> agents;
    std::vector<LiveQueue> queues;
};
using LiveSnapshotPtr = std::shared_ptr<const LiveSnapshot>;

}  // namespace yh::model
