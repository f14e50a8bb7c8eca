#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/words.h"

// One finished call, and one stretch of an agent's state, as the tally needs them: the columns that matter of the
// tables of facts (docs/decisions/0018). Plain values, whoever read or made them.
namespace yh::office::rollups {

struct StoryCall {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    model::Direction direction = model::Direction::Inbound;
    std::string customer_number;
    std::optional<std::int64_t> queue_id;
    std::optional<std::int64_t> department_id;  ///< of who talked last, else of who dialled, else of whom it rang last
    std::optional<std::int64_t> dialled_by;     ///< who called out; of a call-back: for whom the customer was dialled
    std::int64_t started_at_ms = 0;
    std::optional<std::int64_t> ringing_at_ms;
    std::optional<std::int64_t> answered_at_ms;
    std::int64_t ended_at_ms = 0;
    std::int64_t ring_ms = 0;
    std::int64_t wait_ms = 0;
    std::int64_t talk_ms = 0;
    std::int64_t hold_ms = 0;
    model::CallResult result = model::CallResult::Failed;
    std::optional<std::int64_t> called_again_at_ms;
};
BOOST_DESCRIBE_STRUCT(StoryCall, (),
                      (id, tenant_id, direction, customer_number, queue_id, department_id, dialled_by, started_at_ms,
                       ringing_at_ms, answered_at_ms, ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms, result,
                       called_again_at_ms))

/// A leg of one of ours.
struct StoryLeg {
    std::int64_t id = 0;
    std::int64_t call_id = 0;
    std::int64_t user_id = 0;
    std::optional<std::int64_t> queue_id;  ///< the one whose call it was offered; none: a direct ring, or handed over
    std::optional<std::int64_t> department_id;  ///< the agent's, when the call was written
    std::int64_t started_at_ms = 0;
    std::optional<std::int64_t> ringing_at_ms;
    std::optional<std::int64_t> answered_at_ms;
    std::int64_t ended_at_ms = 0;
    bool distributed = false;
    std::int64_t talk_ms = 0;  ///< with the customer, hold included; taken as the time right before the leg's end
};
BOOST_DESCRIBE_STRUCT(StoryLeg, (),
                      (id, call_id, user_id, queue_id, department_id, started_at_ms, ringing_at_ms, answered_at_ms,
                       ended_at_ms, distributed, talk_ms))

struct StoryVisit {
    std::int64_t call_id = 0;
    std::int64_t visit = 0;
    std::int64_t queue_id = 0;
    std::int64_t entered_at_ms = 0;
    std::int64_t left_at_ms = 0;
    model::QueueExit queue_exit = model::QueueExit::Abandoned;
};
BOOST_DESCRIBE_STRUCT(StoryVisit, (), (call_id, visit, queue_id, entered_at_ms, left_at_ms, queue_exit))

struct StorySurvey {
    std::int64_t call_id = 0;
    std::optional<std::int64_t> agent_id;
    std::optional<std::int64_t> department_id;
    std::optional<std::int64_t> queue_id;
    std::string level;  ///< empty: asked and not rated
};
BOOST_DESCRIBE_STRUCT(StorySurvey, (), (call_id, agent_id, department_id, queue_id, level))

/// One agent in one state.
struct StateStretch {
    std::int64_t tenant_id = 0;
    std::int64_t user_id = 0;
    std::optional<std::int64_t> department_id;
    std::optional<std::int64_t> queue_id;  ///< of wrap-up: whose call led to it
    model::AgentState state = model::AgentState::Offline;
    std::int64_t began_at_ms = 0;
    std::optional<std::int64_t> ended_at_ms;  ///< none: it lasts
};
BOOST_DESCRIBE_STRUCT(StateStretch, (), (tenant_id, user_id, department_id, queue_id, state, began_at_ms, ended_at_ms))

struct CallStory {
    StoryCall call;
    std::vector<StoryLeg> legs;  ///< of ours, in the order of their ids
    std::vector<StoryVisit> visits;
    std::optional<StorySurvey> survey;
    std::vector<StateStretch> states;  ///< those in which somebody of `legs` talked; may be left out
};

}  // namespace yh::office::rollups
