#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/ids.h"
#include "model/words.h"
#include "office/records/service_rows.h"

// The rows of the service lists as the API gives them: 工号 and names instead of ids, lengths in milliseconds.
namespace yh::office::records {

struct VoicemailView {
    model::RecordingId id;
    model::CallId call;
    std::string number;         ///< who left it
    std::string called_number;  ///< that the caller dialled
    std::string queue;
    std::string queue_name;
    std::string agent;  ///< whose mailbox it is; empty: the queue's
    std::string agent_name;
    std::int64_t left_at_ms = 0;
    std::int64_t duration_ms = 0;
    std::int64_t size_bytes = 0;
    std::string failure;  ///< empty: complete
    bool listened = false;
    std::optional<std::int64_t> listened_at_ms;
    std::string listened_by;  ///< 工号
    std::string listened_by_name;
    std::optional<std::string> number_token;  ///< to be dialled, where the number is hidden
};
BOOST_DESCRIBE_STRUCT(VoicemailView, (),
                      (id, call, number, called_number, queue, queue_name, agent, agent_name, left_at_ms, duration_ms,
                       size_bytes, failure, listened, listened_at_ms, listened_by, listened_by_name, number_token))

struct SurveyView {
    model::CallId id;  ///< the call's
    std::string number;
    model::Direction direction = model::Direction::Inbound;
    std::string queue;
    std::string queue_name;
    std::string agent;
    std::string agent_name;
    std::int64_t asked_at_ms = 0;
    std::optional<std::int64_t> answered_at_ms;
    std::string level_key;
    std::string level;  ///< empty: asked and not rated
    std::string reason_key;
    std::string reason;
    std::optional<std::string> number_token;  ///< to be dialled, where the number is hidden
};
BOOST_DESCRIBE_STRUCT(SurveyView, (),
                      (id, number, direction, queue, queue_name, agent, agent_name, asked_at_ms, answered_at_ms,
                       level_key, level, reason_key, reason, number_token))

/// How often one level was given; percent of all that were rated.
struct SurveyShare {
    std::string level;
    std::int64_t count = 0;
    double percent = 0;
};
BOOST_DESCRIBE_STRUCT(SurveyShare, (), (level, count, percent))

struct SurveyChart {
    std::vector<SurveyShare> items;  ///< the company's levels in their order, then those of former times
    std::int64_t total = 0;          ///< rated
    std::int64_t asked = 0;          ///< rated or not
};
BOOST_DESCRIBE_STRUCT(SurveyChart, (), (items, total, asked))

struct MissedView {
    model::LegId id;
    model::CallId call;
    std::string number;  ///< whom to call back
    std::string region;  ///< where that number belongs, in the reader's language
    std::string called_number;
    model::Direction direction = model::Direction::Inbound;
    std::string queue;
    std::string queue_name;
    std::string agent;
    std::string agent_name;
    std::int64_t ringing_at_ms = 0;
    std::int64_t ended_at_ms = 0;
    std::int64_t ring_ms = 0;
    MissedHow how = MissedHow::NoAnswer;
    bool answered = false;  ///< a colleague talked with the caller in the same call
    bool handled = false;
    std::optional<std::int64_t> handled_at_ms;
    std::string handled_by;                       ///< 工号
    std::optional<model::RecordingId> recording;  ///< of what the colleague talked
    std::optional<std::string> number_token;      ///< to be dialled, where the number is hidden
};
BOOST_DESCRIBE_STRUCT(MissedView, (),
                      (id, call, number, region, called_number, direction, queue, queue_name, agent, agent_name,
                       ringing_at_ms, ended_at_ms, ring_ms, how, answered, handled, handled_at_ms, handled_by,
                       recording, number_token))

/// One number's case, shown as its latest call.
struct LostView {
    model::CallId id;
    std::string number;
    std::string region;  ///< where that number belongs, in the reader's language
    std::string called_number;
    std::string queue;
    std::string queue_name;
    std::int64_t lost_at_ms = 0;    ///< of the latest call
    std::int64_t opened_at_ms = 0;  ///< of the first
    std::int64_t calls = 0;         ///< that this case is made of
    std::int64_t wait_ms = 0;       ///< of the latest call
    model::CallResult result = model::CallResult::Failed;
    std::string state;  ///< "free", "occupied", "completed"
    std::string owner;  ///< 工号 of who occupies it, or completed it
    std::string owner_name;
    bool mine = false;
    std::optional<std::int64_t> occupied_at_ms;
    std::optional<std::int64_t> completed_at_ms;
    std::optional<std::string> number_token;  ///< to be dialled, where the number is hidden
};
BOOST_DESCRIBE_STRUCT(LostView, (),
                      (id, number, region, called_number, queue, queue_name, lost_at_ms, opened_at_ms, calls, wait_ms,
                       result, state, owner, owner_name, mine, occupied_at_ms, completed_at_ms, number_token))

struct ForwardedView {
    model::LegId id;
    model::CallId call;
    std::string number;
    std::string mobile;  ///< where it was answered
    std::string queue;
    std::string queue_name;
    std::string agent;  ///< whose mobile
    std::string agent_name;
    std::int64_t answered_at_ms = 0;
    std::int64_t talk_ms = 0;
    std::optional<model::RecordingId> recording;
    std::optional<std::string> number_token;  ///< to be dialled, where the number is hidden
};
BOOST_DESCRIBE_STRUCT(ForwardedView, (),
                      (id, call, number, mobile, queue, queue_name, agent, agent_name, answered_at_ms, talk_ms,
                       recording, number_token))

struct CallbackView {
    model::CallId id;  ///< the call's
    std::string number;
    std::string called_number;
    std::string queue;
    std::string queue_name;
    std::int64_t asked_at_ms = 0;
    std::int64_t attempts = 0;
    std::optional<std::int64_t> tried_at_ms;
    std::string last_result;  ///< of the last attempt
    std::string agent;        ///< who was reserved for it
    std::string agent_name;
    std::optional<std::int64_t> ended_at_ms;
    std::string state;                        ///< "open", "answered", "gave_up", "cancelled"
    std::optional<std::string> number_token;  ///< to be dialled, where the number is hidden
};
BOOST_DESCRIBE_STRUCT(CallbackView, (),
                      (id, number, called_number, queue, queue_name, asked_at_ms, attempts, tried_at_ms, last_result,
                       agent, agent_name, ended_at_ms, state, number_token))

}  // namespace yh::office::records
