#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <variant>

#include "base/clock.h"
#include "model/ending.h"
#include "model/ids.h"
#include "model/words.h"

// Every change of live truth leaves `calls` as one Event. The journal, the call records, the WebSocket, the
// roll-ups and the metrics all read this one stream; nothing else is ever asked what happened.
namespace yh::model {

/// What a leg's sound was like, over its whole life.
struct Quality {
    std::string codec;
    std::int64_t packets_received = 0;
    std::int64_t packets_lost = 0;  ///< on the way to us
    double jitter_ms = 0;           ///< RFC 3550 §6.4.1, towards us
    double peer_loss_percent = 0;   ///< as the peer reported by RTCP
    double peer_jitter_ms = 0;
    double round_trip_ms = 0;  ///< from RTCP; 0: the peer sent none
    bool one_way = false;      ///< we sent, and nothing ever came back
    double mos = 0;            ///< estimate by the E-model, 1…4.5; 0: unknown

    bool operator==(const Quality&) const = default;
};
BOOST_DESCRIBE_STRUCT(Quality, (),
                      (codec, packets_received, packets_lost, jitter_ms, peer_loss_percent, peer_jitter_ms,
                       round_trip_ms, one_way, mos))

struct CallStarted {
    Direction direction = Direction::Inbound;
    std::string customer_number;  ///< the other party of an internal call
    std::string called_number;
    std::string trunk;  ///< name; empty for internal calls
    RoomId room{};      ///< the conference room that it is; none: an ordinary call
};
BOOST_DESCRIBE_STRUCT(CallStarted, (), (direction, customer_number, called_number, trunk, room))

struct LegStarted {
    LegId leg;
    LegRole role = LegRole::Other;
    UserId user;          ///< whose device; none for the network side
    std::string number;   ///< extension or outside number
    std::string trunk{};  ///< name of the one that it goes out over, or came in by; empty: none
};
BOOST_DESCRIBE_STRUCT(LegStarted, (), (leg, role, user, number, trunk))

struct LegRinging {
    LegId leg;
};
BOOST_DESCRIBE_STRUCT(LegRinging, (), (leg))

struct LegAnswered {
    LegId leg;
};
BOOST_DESCRIBE_STRUCT(LegAnswered, (), (leg))

struct LegHeld {
    LegId leg;
    bool held = false;
};
BOOST_DESCRIBE_STRUCT(LegHeld, (), (leg, held))

struct LegMuted {
    LegId leg;
    bool muted = false;
};
BOOST_DESCRIBE_STRUCT(LegMuted, (), (leg, muted))

/// The user wants this ringing leg answered from afar: their page answers it.
struct AnswerAsked {
    LegId leg;
    UserId user;
};
BOOST_DESCRIBE_STRUCT(AnswerAsked, (), (leg, user))

/// A browser was lost in mid-call. The call waits for it: `Resumed` tells that it came back, `ResumeEnded` that it
/// did not.
struct ResumeStarted {
    LegId leg;  ///< the lost one
    UserId user;
    std::int64_t until_ms = 0;
};
BOOST_DESCRIBE_STRUCT(ResumeStarted, (), (leg, user, until_ms))

/// The browser is back, on a leg that takes the place of the lost one. Two who talk with each other are bridged anew.
struct Resumed {
    LegId lost;
    LegId leg;
};
BOOST_DESCRIBE_STRUCT(Resumed, (), (lost, leg))

struct ResumeEnded {
    UserId user;
    std::string reason;  ///< "connection_lost" (the grace period is over), or why the call ended meanwhile
};
BOOST_DESCRIBE_STRUCT(ResumeEnded, (), (user, reason))

struct LegEnded {
    LegId leg;
    Ending ending;
    int sip_status = 0;  ///< final status of a leg that was never answered
};
BOOST_DESCRIBE_STRUCT(LegEnded, (), (leg, ending, sip_status))

/// Comes after LegEnded, from the media worker; a leg without media has none.
struct LegMeasured {
    LegId leg;
    Quality quality;
};
BOOST_DESCRIBE_STRUCT(LegMeasured, (), (leg, quality))

struct QueueEntered {
    QueueId queue;
    int position = 0;
    std::string reason;  ///< "connection_lost": it talked already and came back to the head; empty: it came by itself
};
BOOST_DESCRIBE_STRUCT(QueueEntered, (), (queue, position, reason))

struct QueueLeft {
    QueueId queue;
    QueueExit exit = QueueExit::Abandoned;
    UserId agent;
};
BOOST_DESCRIBE_STRUCT(QueueLeft, (), (queue, exit, agent))

struct OfferMade {
    OfferId offer;
    QueueId queue;
    UserId agent;
    LegId leg;
};
BOOST_DESCRIBE_STRUCT(OfferMade, (), (offer, queue, agent, leg))

struct OfferEnded {
    OfferId offer;
    UserId agent;
    OfferOutcome outcome = OfferOutcome::Withdrawn;
};
BOOST_DESCRIBE_STRUCT(OfferEnded, (), (offer, agent, outcome))

/// Two parties hear each other from now on.
struct Bridged {
    LegId first;
    LegId second;
};
BOOST_DESCRIBE_STRUCT(Bridged, (), (first, second))

/// `from` leaves; the call goes on to `to`. Blind, or after a consultation with `consulted`.
struct Transferred {
    LegId from;
    UserId by;
    std::string to;
    LegId consulted;  ///< none: blind
};
BOOST_DESCRIBE_STRUCT(Transferred, (), (from, by, to, consulted))

struct ConsultStarted {
    LegId by;
    LegId consulted;
};
BOOST_DESCRIBE_STRUCT(ConsultStarted, (), (by, consulted))

struct ConsultEnded {
    LegId by;
    LegId consulted;
    ConsultOutcome outcome = ConsultOutcome::Cancelled;
};
BOOST_DESCRIBE_STRUCT(ConsultEnded, (), (by, consulted, outcome))

/// A party joined the talk of the others, or left it while it goes on.
struct PartyJoined {
    LegId leg;
};
BOOST_DESCRIBE_STRUCT(PartyJoined, (), (leg))

struct PartyLeft {
    LegId leg;
};
BOOST_DESCRIBE_STRUCT(PartyLeft, (), (leg))

/// Said at the beginning (the leader's telephone answered) and at every change of mode.
struct Supervised {
    LegId leg;
    UserId user;
    UserId agent;  ///< who is supervised
    SupervisionMode mode = SupervisionMode::Listen;
};
BOOST_DESCRIBE_STRUCT(Supervised, (), (leg, user, agent, mode))

struct SupervisionEnded {
    LegId leg;
    UserId user;
};
BOOST_DESCRIBE_STRUCT(SupervisionEnded, (), (leg, user))

/// The caller's way through a flow: the node reached, and the keys that led on.
struct FlowStep {
    std::string flow;
    std::string node;
    std::string keys;
};
BOOST_DESCRIBE_STRUCT(FlowStep, (), (flow, node, keys))

struct SurveyAsked {
    UserId agent;
    QueueId queue;
};
BOOST_DESCRIBE_STRUCT(SurveyAsked, (), (agent, queue))

/// `level` is empty when the customer hung up or pressed nothing that counts.
struct SurveyAnswered {
    UserId agent;
    QueueId queue;
    std::string level_key;
    std::string level;
    std::string reason_key;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(SurveyAnswered, (), (agent, queue, level_key, level, reason_key, reason))

/// The recording of this id is a message for the queue (or the user), not a talk.
struct VoicemailLeft {
    RecordingId recording;
    QueueId queue;
    UserId user;
    std::string number;
};
BOOST_DESCRIBE_STRUCT(VoicemailLeft, (), (recording, queue, user, number))

/// The caller keeps the place and hangs up (B02). This call ends in a moment with {completed, "callback_asked"} and
/// result NoAnswer, which is no abandoned call; its id is the name of the place from now on.
struct CallbackAsked {
    QueueId queue;
    std::string number;
};
BOOST_DESCRIBE_STRUCT(CallbackAsked, (), (queue, number))

/// One attempt to reach the caller who asked; `agent` was reserved for it. Said in the call that was made for it
/// (direction AutoOutbound, with a record of its own): `asked_by` is the call of CallbackAsked, which is long over.
struct CallbackTried {
    CallId asked_by;
    QueueId queue;
    UserId agent;
    int attempt = 0;
    std::string result;  ///< "answered", "no_answer", "busy", "failed"
};
BOOST_DESCRIBE_STRUCT(CallbackTried, (), (asked_by, queue, agent, attempt, result))

/// Said in the call of the last attempt, or without any call when there is none.
struct CallbackEnded {
    CallId asked_by;
    QueueId queue;
    std::string result;  ///< "answered", "gave_up", "cancelled"
};
BOOST_DESCRIBE_STRUCT(CallbackEnded, (), (asked_by, queue, result))

/// Nobody at a seat took the call; a mobile did (漏话应答, R111).
struct ForwardedAnswered {
    LegId leg;
    UserId user;
    QueueId queue;
};
BOOST_DESCRIBE_STRUCT(ForwardedAnswered, (), (leg, user, queue))

/// The company knows the customer of this call; without an id: not, or not any more.
struct CustomerKnown {
    CustomerId customer;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(CustomerKnown, (), (customer, name))

struct RecordingStarted {
    RecordingId recording;
    std::string path;
    LegId left;
    LegId right;
};
BOOST_DESCRIBE_STRUCT(RecordingStarted, (), (recording, path, left, right))

struct RecordingEnded {
    RecordingId recording;
    std::int64_t duration_ms = 0;
    std::int64_t size_bytes = 0;
    std::string failure;  ///< empty: complete
};
BOOST_DESCRIBE_STRUCT(RecordingEnded, (), (recording, duration_ms, size_bytes, failure))

struct RecordingPaused {
    RecordingId recording;
    bool paused = false;
};
BOOST_DESCRIBE_STRUCT(RecordingPaused, (), (recording, paused))

struct CallEnded {
    CallResult result = CallResult::Failed;
    Ending ending;
};
BOOST_DESCRIBE_STRUCT(CallEnded, (), (result, ending))

struct AgentStateChanged {
    UserId agent;
    AgentState from = AgentState::Offline;
    AgentState to = AgentState::Offline;
    std::string reason;
    std::int64_t lasted_ms = 0;  ///< time spent in `from`
};
BOOST_DESCRIBE_STRUCT(AgentStateChanged, (), (agent, from, to, reason, lasted_ms))

struct AgentActivityChanged {
    UserId agent;
    AgentActivity activity = AgentActivity::Idle;
};
BOOST_DESCRIBE_STRUCT(AgentActivityChanged, (), (agent, activity))

struct QueuePauseChanged {
    UserId agent;
    QueueId queue;
    bool paused = false;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(QueuePauseChanged, (), (agent, queue, paused, reason))

/// A desk phone or browser came or went.
struct DeviceChanged {
    UserId user;
    bool online = false;
};
BOOST_DESCRIBE_STRUCT(DeviceChanged, (), (user, online))

/// Somebody is reached by mobile from now on, or no longer (R024, R025).
struct MobileChanged {
    UserId user;
    bool on = false;
};
BOOST_DESCRIBE_STRUCT(MobileChanged, (), (user, on))

using EventBody =
    std::variant<CallStarted, LegStarted, LegRinging, LegAnswered, LegHeld, LegMuted, AnswerAsked, ResumeStarted,
                 Resumed, ResumeEnded, LegEnded, LegMeasured, QueueEntered, QueueLeft, OfferMade, OfferEnded, Bridged,
                 Transferred, ConsultStarted, ConsultEnded, PartyJoined, PartyLeft, Supervised, SupervisionEnded,
                 FlowStep, SurveyAsked, SurveyAnswered, VoicemailLeft, CallbackAsked, CallbackTried, CallbackEnded,
                 ForwardedAnswered, RecordingStarted, RecordingPaused, RecordingEnded, CallEnded, AgentStateChanged,
                 AgentActivityChanged, QueuePauseChanged, DeviceChanged, MobileChanged, CustomerKnown>;

struct Event {
    std::int64_t at_ms = 0;  ///< UTC
    TenantId tenant;
    CallId call;  ///< none for events of agents and devices
    EventBody body;
};
BOOST_DESCRIBE_STRUCT(Event, (), (at_ms, tenant, call, body))

}  // namespace yh::model
