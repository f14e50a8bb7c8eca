#pragma once

#include <string>
#include <variant>

#include "base/clock.h"
#include "model/ids.h"
#include "model/words.h"

// What people and programs may ask of the telephones. Rights were checked before a command is made.
namespace yh::model {

/// The user's own device is called first; when it answers, `to` (extension, queue or outside number) is dialled.
struct Dial {
    UserId user;
    std::string to;
};
/// Answers on a device that allows it from afar (browser); a desk phone is answered by hand.
struct Answer {
    CallId call;
    UserId user;
};
struct Hangup {
    CallId call;
    UserId user;
};
struct Hold {
    CallId call;
    UserId user;
};
struct Retrieve {
    CallId call;
    UserId user;
};
/// The other party hears nothing of this user.
struct Mute {
    CallId call;
    UserId user;
    bool on = false;
};
/// What is said meanwhile is silence in the recording, with a mark.
struct PauseRecording {
    CallId call;
    UserId user;
    bool on = false;
};
struct SendDtmf {
    CallId call;
    UserId user;
    std::string digits;
};
/// Blind transfer (盲转): the user leaves at once, the other party goes on to `to`: an extension, a queue, a feature
/// code or an outside number.
struct Transfer {
    CallId call;
    UserId user;
    std::string to;
};
/// Consultation (咨询): the other party hears music while the user talks with `to`.
struct Consult {
    CallId call;
    UserId user;
    std::string to;
};
/// Back to the other party; whoever was consulted is released.
struct CancelConsult {
    CallId call;
    UserId user;
};
/// The user leaves; the other two talk. Possible only once the consulted party has answered (R054).
struct CompleteConsult {
    CallId call;
    UserId user;
};
/// Three-way (三方): all talk with all. Possible only once the consulted party has answered (R060).
struct JoinConsult {
    CallId call;
    UserId user;
};
/// 切换: the user talks with the one who was waiting, the other one waits.
struct SwapConsult {
    CallId call;
    UserId user;
};
/// Takes a party out of a conference.
struct RemoveParty {
    CallId call;
    UserId by;
    LegId leg;
};
/// The others hear nothing of this party of a conference.
struct MuteParty {
    CallId call;
    UserId by;
    LegId leg;
    bool on = false;
};
/// 评价: the user leaves, the customer is asked to rate the service.
struct InviteToSurvey {
    CallId call;
    UserId user;
};
/// Begins a supervision session, or moves the one that is up to another mode without ringing again.
struct Supervise {
    CallId call;
    UserId user;
    SupervisionMode mode = SupervisionMode::Listen;
};
struct EndSupervision {
    CallId call;
    UserId user;
};
/// Takes a call that rings elsewhere: at this user's telephone, or at any of the user's queues.
struct PickUp {
    UserId user;
    UserId of;  ///< none: any of my queues
};
/// Rings everybody of the room (R119); those who answer are in it.
struct StartRoom {
    RoomId room;
    UserId by;
};
/// Calls that the user would be offered ring their mobile instead of a seat (R024, R025).
struct SetMobile {
    UserId user;
    bool on = false;
};
/// Gives up a call-back that a caller asked for.
struct CancelCallback {
    CallId call;
    UserId by;
};
/// 强拆: ends the call for everybody. With `talk_to_agent` (强拆并接管, U14) the leader's telephone rings; on the
/// answer the customer is released, and leader and agent talk.
struct Release {
    CallId call;
    UserId by;
    bool talk_to_agent = false;
};
struct SetAgentState {
    UserId user;
    AgentState state = AgentState::Busy;
    std::string reason;
};
struct SetQueuePaused {
    UserId user;
    QueueId queue;
    bool paused = false;
    std::string reason;
};

using Command =
    std::variant<Dial, Answer, Hangup, Hold, Retrieve, Mute, PauseRecording, SendDtmf, Transfer, Consult, CancelConsult,
                 CompleteConsult, JoinConsult, SwapConsult, RemoveParty, MuteParty, InviteToSurvey, Supervise,
                 EndSupervision, PickUp, StartRoom, SetMobile, CancelCallback, Release, SetAgentState, SetQueuePaused>;

}  // namespace yh::model
