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
/// 强拆: ends the call for everybody.
struct Release {
    CallId call;
    UserId by;
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

using Command = std::variant<Dial, Answer, Hangup, Hold, Retrieve, Mute, PauseRecording, SendDtmf, Release,
                             SetAgentState, SetQueuePaused>;

}  // namespace yh::model
