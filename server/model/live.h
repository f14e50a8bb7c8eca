#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/ids.h"
#include "model/words.h"

// Immutable pictures of live truth that `calls` publishes for pages and wallboards.
namespace yh::model {

struct LiveLeg {
    LegId leg;
    LegRole role = LegRole::Other;
    UserId user;
    std::string number;
    bool answered = false;
    bool held = false;
};
BOOST_DESCRIBE_STRUCT(LiveLeg, (), (leg, role, user, number, answered, held))

struct LiveCall {
    CallId id;
    TenantId tenant;
    Direction direction = Direction::Inbound;
    std::string customer_number;
    std::string called_number;
    QueueId queue;
    std::string phase;  ///< "routing", "waiting", "ringing", "talking", "held"
    std::int64_t started_at_ms = 0;
    std::int64_t answered_at_ms = 0;  ///< 0: not yet
    std::vector<LiveLeg> legs;
};
BOOST_DESCRIBE_STRUCT(LiveCall, (),
                      (id, tenant, direction, customer_number, called_number, queue, phase, started_at_ms,
                       answered_at_ms, legs))

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
};
BOOST_DESCRIBE_STRUCT(LiveAgent, (),
                      (user, tenant, state, activity, reason, since_ms, device_online, call, paused_queues))

struct LiveWaiting {
    CallId call;
    std::string customer_number;
    std::int64_t entered_at_ms = 0;
    int position = 0;
};
BOOST_DESCRIBE_STRUCT(LiveWaiting, (), (call, customer_number, entered_at_ms, position))

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
