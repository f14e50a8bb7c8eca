#pragma once

#include <boost/describe/enum.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

// The trade's closed lists. Written as snake_case text at every edge (JSON, SQL, TOML): NoAnswer → "no_answer".
// Boost.Describe is the one third-party header here: it is how every struct and list is described once.
namespace yh::model {

enum class Role { Agent, Leader, Admin };
enum class ExtensionType { Web, Sip, Analog };
/// How a user signs in: on the page, or by the desk phone's registration alone.
enum class SignIn { Page, Phone };

/// The global state of an agent (requirements 1.30 U2, first layer).
enum class AgentState { Offline, Busy, Ready, Rest, WrapUp };
/// What the agent's telephone does right now; the system sets it, nobody chooses it.
enum class AgentActivity { Idle, Offered, Dialling, Talking, Holding };

enum class Strategy { RingAll, LongestIdle, RoundRobin, FewestCalls, LeastTalk, Random, Linear, Skills };

enum class Direction { Inbound, ManualOutbound, AutoOutbound, Internal };
enum class CallResult { Answered, NoAnswer, Busy, Refused, Abandoned, Voicemail, Failed };

/// Who brought a call or a leg to its end.
enum class EndingSide { Completed, Caller, Agent, Us, Carrier, Unknown };

enum class LegRole { Customer, Agent, Other };
enum class OfferOutcome { Accepted, NoAnswer, Refused, Busy, Unreachable, Withdrawn };
/// Why a call left a queue.
enum class QueueExit { Connected, Abandoned, TimedOut, LeftEmpty, Refused, Moved, ProcessLost };

/// Whether an agent's calls with customers are recorded (R044, U4): where their queue says so, or whatever it says.
enum class RecordCalls { AsQueue, Always, Never };
/// What is recorded of a call that is up.
enum class RecordingState { None, On, Paused };

/// What a supervisor does in a call: hears it; is heard by the agent alone; talks with all; has taken the agent's
/// place.
enum class SupervisionMode { Listen, Whisper, Barge, Takeover };
/// How a consultation (咨询) came to its end.
enum class ConsultOutcome { Cancelled, Completed, Joined, Failed };

/// When the caller is answered: on entering the queue (music, position) or only together with the agent.
enum class AnswerOn { Entry, Agent };
enum class TrunkKind { Peer, Register };
enum class Transport { Udp, Tcp, Tls };
/// How customers' numbers look to people who may not see them whole (号码隐藏, U16).
enum class HideNumbers { Off, All, Partial };

BOOST_DESCRIBE_ENUM(Role, Agent, Leader, Admin)
BOOST_DESCRIBE_ENUM(ExtensionType, Web, Sip, Analog)
BOOST_DESCRIBE_ENUM(SignIn, Page, Phone)
BOOST_DESCRIBE_ENUM(AgentState, Offline, Busy, Ready, Rest, WrapUp)
BOOST_DESCRIBE_ENUM(AgentActivity, Idle, Offered, Dialling, Talking, Holding)
BOOST_DESCRIBE_ENUM(Strategy, RingAll, LongestIdle, RoundRobin, FewestCalls, LeastTalk, Random, Linear, Skills)
BOOST_DESCRIBE_ENUM(Direction, Inbound, ManualOutbound, AutoOutbound, Internal)
BOOST_DESCRIBE_ENUM(CallResult, Answered, NoAnswer, Busy, Refused, Abandoned, Voicemail, Failed)
BOOST_DESCRIBE_ENUM(EndingSide, Completed, Caller, Agent, Us, Carrier, Unknown)
BOOST_DESCRIBE_ENUM(LegRole, Customer, Agent, Other)
BOOST_DESCRIBE_ENUM(OfferOutcome, Accepted, NoAnswer, Refused, Busy, Unreachable, Withdrawn)
BOOST_DESCRIBE_ENUM(QueueExit, Connected, Abandoned, TimedOut, LeftEmpty, Refused, Moved, ProcessLost)
BOOST_DESCRIBE_ENUM(RecordCalls, AsQueue, Always, Never)
BOOST_DESCRIBE_ENUM(RecordingState, None, On, Paused)
BOOST_DESCRIBE_ENUM(SupervisionMode, Listen, Whisper, Barge, Takeover)
BOOST_DESCRIBE_ENUM(ConsultOutcome, Cancelled, Completed, Joined, Failed)
BOOST_DESCRIBE_ENUM(AnswerOn, Entry, Agent)
BOOST_DESCRIBE_ENUM(TrunkKind, Peer, Register)
BOOST_DESCRIBE_ENUM(Transport, Udp, Tcp, Tls)
BOOST_DESCRIBE_ENUM(HideNumbers, Off, All, Partial)

}  // namespace yh::model
