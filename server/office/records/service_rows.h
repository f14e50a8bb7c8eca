#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

// Rows of the tables of migration 0008: what happened around a call beside its legs and queues. They hold what the
// events told; what people did with it later (listened, handled, completed) is in columns that these structs leave
// out, so that writing a batch a second time cannot undo it.
namespace yh::office::records {

/// What a mark on a call's time line tells of.
enum class MarkKind {
    Transfer,      ///< blind; text: to where
    Consult,       ///< text: who was consulted
    ConsultEnded,  ///< text: how (cancelled, completed, joined, failed)
    Joined,        ///< a further party talks along; text: its number
    Left,          ///< … and left while the others go on
    Supervision,   ///< text: the mode (listen, whisper, barge, takeover)
    SupervisionEnded,
    Hold,
    Retrieve,
    Survey,          ///< the customer was asked
    SurveyAnswered,  ///< text: level, and reason behind " / "
    Flow,            ///< text: the node reached, and the keys that led there behind a blank
    RecordingPaused,
    RecordingResumed,
    Voicemail,
    Callback,        ///< the caller asked to be called back; text: the number
    CallbackTried,   ///< text: how (answered, no_answer, busy, failed)
    CallbackEnded,   ///< text: how (answered, gave_up, cancelled)
    Forwarded,       ///< a mobile answered in the place of a seat; text: its number
    ConnectionLost,  ///< a browser was lost in mid-call
    Resumed,         ///< … and came back
};
BOOST_DESCRIBE_ENUM(MarkKind, Transfer, Consult, ConsultEnded, Joined, Left, Supervision, SupervisionEnded, Hold,
                    Retrieve, Survey, SurveyAnswered, Flow, RecordingPaused, RecordingResumed, Voicemail, Callback,
                    CallbackTried, CallbackEnded, Forwarded, ConnectionLost, Resumed)

struct MarkRow {
    std::int64_t call_id = 0;
    std::int64_t mark = 0;  ///< 1 for the first
    std::int64_t tenant_id = 0;
    std::int64_t at_ms = 0;
    MarkKind kind = MarkKind::Transfer;
    std::string text;
    std::optional<std::int64_t> leg_id;
};
BOOST_DESCRIBE_STRUCT(MarkRow, (), (call_id, mark, tenant_id, at_ms, kind, text, leg_id))

/// A call's satisfaction survey; the last one, should there be several. `level` is empty: asked and not rated.
struct SurveyRow {
    std::int64_t call_id = 0;
    std::int64_t tenant_id = 0;
    std::optional<std::int64_t> agent_id;
    std::optional<std::int64_t> queue_id;
    std::int64_t asked_at_ms = 0;
    std::optional<std::int64_t> answered_at_ms;
    std::string level_key;
    std::string level;
    std::string reason_key;
    std::string reason;
    std::optional<std::int64_t> department_id;  ///< the agent's; known when it is written (record_sums.h)
};
BOOST_DESCRIBE_STRUCT(SurveyRow, (),
                      (call_id, tenant_id, agent_id, queue_id, asked_at_ms, answered_at_ms, level_key, level,
                       reason_key, reason, department_id))

/// A message that a caller left; its id is the recording's.
struct VoicemailRow {
    std::int64_t id = 0;
    std::int64_t call_id = 0;
    std::int64_t tenant_id = 0;
    std::optional<std::int64_t> queue_id;
    std::optional<std::int64_t> user_id;
    std::string number;
    std::int64_t left_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(VoicemailRow, (), (id, call_id, tenant_id, queue_id, user_id, number, left_at_ms))

/// A caller's wish to be called back. Written as soon as it is known, long before its call has a record.
struct CallbackRow {
    std::int64_t call_id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t queue_id = 0;
    std::string number;
    std::string called_number;
    std::int64_t asked_at_ms = 0;
    std::int64_t attempts = 0;
    std::optional<std::int64_t> tried_at_ms;
    std::string last_result;  ///< of the last attempt
    std::optional<std::int64_t> agent_id;
    std::optional<std::int64_t> ended_at_ms;
    std::string result;  ///< empty: still open
};
BOOST_DESCRIBE_STRUCT(CallbackRow, (),
                      (call_id, tenant_id, queue_id, number, called_number, asked_at_ms, attempts, tried_at_ms,
                       last_result, agent_id, ended_at_ms, result))

/// A call that no seat took and a mobile answered (漏话应答). Its id is the mobile's leg.
struct ForwardedRow {
    std::int64_t id = 0;
    std::int64_t call_id = 0;
    std::int64_t tenant_id = 0;
    std::optional<std::int64_t> queue_id;
    std::optional<std::int64_t> agent_id;
    std::string mobile;
    std::string number;
    std::int64_t answered_at_ms = 0;
    std::int64_t talk_ms = 0;
};
BOOST_DESCRIBE_STRUCT(ForwardedRow, (),
                      (id, call_id, tenant_id, queue_id, agent_id, mobile, number, answered_at_ms, talk_ms))

/// How a ring at an agent ended without an answer. GivenUp: the caller went away while it rang.
enum class MissedHow { NoAnswer, Refused, Busy, GivenUp };
BOOST_DESCRIBE_ENUM(MissedHow, NoAnswer, Refused, Busy, GivenUp)

/// One ring at one agent that nobody answered (未接来电); its id is the leg's.
struct MissedRow {
    std::int64_t id = 0;
    std::int64_t call_id = 0;
    std::int64_t tenant_id = 0;
    std::optional<std::int64_t> queue_id;
    std::int64_t agent_id = 0;
    std::string number;
    std::string called_number;
    std::int64_t ringing_at_ms = 0;
    std::int64_t ended_at_ms = 0;
    MissedHow how = MissedHow::NoAnswer;
};
BOOST_DESCRIBE_STRUCT(MissedRow, (),
                      (id, call_id, tenant_id, queue_id, agent_id, number, called_number, ringing_at_ms, ended_at_ms,
                       how))

/// A call from outside that ended without anybody answering (漏话).
struct LostRow {
    std::int64_t call_id = 0;
    std::int64_t tenant_id = 0;
    std::optional<std::int64_t> queue_id;
    std::string number;
    std::int64_t lost_at_ms = 0;
    std::int64_t case_id = 0;  ///< the number's open case, found when the row is written
};
BOOST_DESCRIBE_STRUCT(LostRow, (), (call_id, tenant_id, queue_id, number, lost_at_ms, case_id))

}  // namespace yh::office::records
