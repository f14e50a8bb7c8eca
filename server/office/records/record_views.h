#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/ending.h"
#include "model/ids.h"
#include "model/words.h"
#include "office/records/service_rows.h"

// Calls and recordings as the API gives them.
namespace yh::office::records {

struct RecordingView {
    model::RecordingId id;
    model::CallId call;
    std::int64_t started_at_ms = 0;
    std::int64_t duration_ms = 0;
    std::int64_t size_bytes = 0;
    std::string failure;  ///< empty: complete
};
BOOST_DESCRIBE_STRUCT(RecordingView, (), (id, call, started_at_ms, duration_ms, size_bytes, failure))

/// What a row of call records and one call alone have in common: numbers and names instead of ids, seconds for
/// durations.
struct CallRecordFields {
    model::CallId id;
    model::Direction direction = model::Direction::Inbound;
    std::string customer_name;  ///< whom the company knows by the number now; empty: nobody
    std::string customer_number;
    std::string region;  ///< where that number belongs, in the reader's language
    std::string called_number;
    std::string trunk;
    std::string queue;
    std::string queue_name;
    std::string agent;
    std::string agent_name;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> ringing_at_ms;
    std::optional<std::int64_t> answered_at_ms;
    std::int64_t ended_at_ms = 0;
    double ring_s = 0;
    double wait_s = 0;
    double talk_s = 0;
    double hold_s = 0;
    model::CallResult result = model::CallResult::Failed;
    std::optional<std::string> survey;
    std::optional<std::string> number_token;  ///< to be dialled, where the customer's number is hidden
};
BOOST_DESCRIBE_STRUCT(CallRecordFields, (),
                      (id, direction, customer_name, customer_number, region, called_number, trunk, queue, queue_name,
                       agent, agent_name, created_at_ms, ringing_at_ms, answered_at_ms, ended_at_ms, ring_s, wait_s,
                       talk_s, hold_s, result, survey, number_token))

/// As the database gives it.
struct CallRecordRow : CallRecordFields {
    model::EndingSide ending_side = model::EndingSide::Unknown;
    std::string ending_reason;
};
BOOST_DESCRIBE_STRUCT(CallRecordRow, (CallRecordFields), (ending_side, ending_reason))

/// As the API gives it (contract).
struct CallRecord : CallRecordFields {
    std::vector<std::string> agents;  ///< 工号 of all whose device took part in talking
    model::Ending ending;
    std::vector<RecordingView> recordings;
};
BOOST_DESCRIBE_STRUCT(CallRecord, (CallRecordFields), (agents, ending, recordings))

/// What one device or line did in the call, and how well it was heard.
struct RecordLeg {
    model::LegId id;
    model::LegRole role = model::LegRole::Other;
    std::string agent;  ///< 工号 of whose device it is; empty: nobody's
    std::string agent_name;
    std::string number;
    std::int64_t started_at_ms = 0;
    std::optional<std::int64_t> ringing_at_ms;
    std::optional<std::int64_t> answered_at_ms;
    std::int64_t ended_at_ms = 0;
    std::optional<model::OfferOutcome> offer_outcome;
    model::EndingSide ending_side = model::EndingSide::Unknown;
    std::string ending_reason;
    std::int64_t sip_status = 0;
    std::string codec;
    std::int64_t packets_received = 0;
    std::int64_t packets_lost = 0;
    double jitter_ms = 0;
    double peer_loss_percent = 0;
    double peer_jitter_ms = 0;
    double round_trip_ms = 0;
    bool one_way = false;
    double mos = 0;
    std::string trunk;  ///< the line it came in by, or went out over; empty: a device of ours
};
BOOST_DESCRIBE_STRUCT(RecordLeg, (),
                      (id, role, agent, agent_name, number, started_at_ms, ringing_at_ms, answered_at_ms, ended_at_ms,
                       offer_outcome, ending_side, ending_reason, sip_status, codec, packets_received, packets_lost,
                       jitter_ms, peer_loss_percent, peer_jitter_ms, round_trip_ms, one_way, mos, trunk))

/// One stay in a queue.
struct RecordVisit {
    std::int64_t visit = 0;  ///< 1 for the first
    std::string queue;
    std::string queue_name;
    std::int64_t entered_at_ms = 0;
    std::int64_t left_at_ms = 0;
    model::QueueExit queue_exit = model::QueueExit::Abandoned;
    std::string agent;  ///< 工号 of who took the call; empty: nobody
    std::string agent_name;
    std::string entered_reason;  ///< "connection_lost": came back because its agent's browser was lost
};
BOOST_DESCRIBE_STRUCT(RecordVisit, (),
                      (visit, queue, queue_name, entered_at_ms, left_at_ms, queue_exit, agent, agent_name,
                       entered_reason))

/// One moment of the call's time line.
struct RecordMark {
    std::int64_t at_ms = 0;
    MarkKind kind = MarkKind::Transfer;
    std::string text;  ///< by kind: see MarkKind
    std::optional<model::LegId> leg;
    std::string agent;  ///< 工号 of whose leg it is; empty: nobody's
    std::string agent_name;
};
BOOST_DESCRIBE_STRUCT(RecordMark, (), (at_ms, kind, text, leg, agent, agent_name))

/// How the customer rated; `level` is empty when he was asked and did not.
struct RecordSurvey {
    std::string level;
    std::string reason;
    std::int64_t asked_at_ms = 0;
    std::optional<std::int64_t> answered_at_ms;
    std::string agent;  ///< 工号 of who was rated
    std::string agent_name;
};
BOOST_DESCRIBE_STRUCT(RecordSurvey, (), (level, reason, asked_at_ms, answered_at_ms, agent, agent_name))

/// The message that the caller left.
struct RecordVoicemail {
    model::RecordingId id;
    std::int64_t left_at_ms = 0;
    std::int64_t duration_ms = 0;
    std::optional<std::int64_t> listened_at_ms;
};
BOOST_DESCRIBE_STRUCT(RecordVoicemail, (), (id, left_at_ms, duration_ms, listened_at_ms))

/// A recording that somebody deleted.
struct DeletedRecording {
    model::RecordingId id;
    std::int64_t duration_ms = 0;
    std::int64_t deleted_at_ms = 0;
    std::string by;  ///< 工号
    std::string by_name;
};
BOOST_DESCRIBE_STRUCT(DeletedRecording, (), (id, duration_ms, deleted_at_ms, by, by_name))

/// One call with every leg, queue visit and mark.
struct CallDetail {
    CallRecord record;
    std::vector<RecordLeg> legs;
    std::vector<RecordVisit> visits;
    std::vector<RecordMark> marks;
    std::optional<RecordSurvey> survey;
    std::optional<RecordVoicemail> voicemail;
    std::vector<DeletedRecording> deleted_recordings;
};
BOOST_DESCRIBE_STRUCT(CallDetail, (), (record, legs, visits, marks, survey, voicemail, deleted_recordings))

/// A recording in a list, with what tells it from others.
struct RecordingItem {
    model::RecordingId id;
    model::CallId call;
    std::int64_t started_at_ms = 0;
    std::int64_t duration_ms = 0;
    std::int64_t size_bytes = 0;
    std::string failure;  ///< empty: complete
    model::Direction direction = model::Direction::Inbound;
    std::string customer_name;
    std::string customer_number;
    std::string called_number;
    std::string queue;
    std::string queue_name;
    std::string agent;
    std::string agent_name;
    model::CallResult result = model::CallResult::Failed;
    std::optional<std::string> number_token;
    std::optional<std::int64_t> annotated_at_ms;  ///< of the last note on it; none: blank (R100)
};
BOOST_DESCRIBE_STRUCT(RecordingItem, (),
                      (id, call, started_at_ms, duration_ms, size_bytes, failure, direction, customer_name,
                       customer_number, called_number, queue, queue_name, agent, agent_name, result, number_token,
                       annotated_at_ms))

}  // namespace yh::office::records
