#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/directory.h"
#include "model/live.h"
#include "office/people/identity.h"

// What pages see of live truth: pictures in numbers and names, cut to what the asker may see. Pure.
namespace yh::office::supervision {

struct PartyView {
    model::LegId leg;
    model::LegRole role = model::LegRole::Other;
    std::string number;
    std::string agent;  ///< 工号; empty for the network
    bool answered = false;
    bool held = false;
};
BOOST_DESCRIBE_STRUCT(PartyView, (), (leg, role, number, agent, answered, held))

struct CallView {
    model::CallId id;
    model::Direction direction = model::Direction::Inbound;
    std::string customer_number;
    std::string called_number;
    std::string queue;
    std::string phase;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> answered_at_ms;
    std::vector<PartyView> parties;
};
BOOST_DESCRIBE_STRUCT(CallView, (),
                      (id, direction, customer_number, called_number, queue, phase, created_at_ms, answered_at_ms,
                       parties))

struct QueueView {
    std::string number;
    std::string name;
    model::Strategy strategy = model::Strategy::LongestIdle;
    bool record = true;
    std::int64_t waiting = 0;
    std::int64_t ready = 0;
    std::int64_t talking = 0;
    std::vector<std::string> members;  ///< 工号
};
BOOST_DESCRIBE_STRUCT(QueueView, (), (number, name, strategy, record, waiting, ready, talking, members))

struct WaitingView {
    model::CallId call;
    std::string customer_number;
    std::int64_t entered_at_ms = 0;
    int position = 0;
};
BOOST_DESCRIBE_STRUCT(WaitingView, (), (call, customer_number, entered_at_ms, position))

struct AgentView {
    std::string number;
    std::string name;
    std::string extension;
    model::AgentState state = model::AgentState::Offline;
    model::AgentActivity activity = model::AgentActivity::Idle;
    std::string reason;
    std::int64_t since_ms = 0;
    bool device_online = false;
    bool paused = false;
    std::optional<model::CallId> call;
};
BOOST_DESCRIBE_STRUCT(AgentView, (),
                      (number, name, extension, state, activity, reason, since_ms, device_online, paused, call))

struct QueueLiveView {
    std::string number;
    std::string name;
    std::int64_t at_ms = 0;
    std::vector<WaitingView> waiting;
    std::vector<AgentView> agents;
};
BOOST_DESCRIBE_STRUCT(QueueLiveView, (), (number, name, at_ms, waiting, agents))

/// Agents see calls they are part of, leaders those of queues they lead besides, administrators the whole tenant.
bool may_see(const people::SignedIn& asker, const model::LiveCall& call, const model::Directory& directory);
bool may_see(const people::SignedIn& asker, const model::Queue& queue);

CallView view_of(const model::LiveCall& call, const model::Directory& directory);
QueueView view_of(const model::Queue& queue, const model::LiveSnapshot& live, const model::Directory& directory);
QueueLiveView live_view_of(const model::Queue& queue, const model::LiveSnapshot& live,
                           const model::Directory& directory);

}  // namespace yh::office::supervision
