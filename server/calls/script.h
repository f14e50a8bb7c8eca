#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"

// What a script (voice flow, survey, voicemail) asks of whoever runs it. Scripts are pure: they get an input and answer
// with one act; the conductor plays, listens and asks for them.
namespace yh::calls {

/// Replaces what the caller hears. Answered by `on_played`, unless a key comes first: it stops the prompt.
struct PlayAct {
    std::vector<std::string> items;
    bool operator==(const PlayAct&) const = default;
};
/// Silence until a key comes (`on_key`) or this time has passed (`on_silence`).
struct ListenAct {
    Duration patience{0};
    bool operator==(const ListenAct&) const = default;
};
/// Is this schedule open? Answered by `on_hours`.
struct AskHoursAct {
    std::string schedule;
    bool operator==(const AskHoursAct&) const = default;
};
/// GET of a URL. Answered by `on_looked_up`; keys that come meanwhile are kept.
struct LookUpAct {
    std::string url;
    bool operator==(const LookUpAct&) const = default;
};
/// The call goes to a destination such as "queue:600"; the script is over.
struct GoAct {
    std::string to;
    bool operator==(const GoAct&) const = default;
};
/// Records the caller from now on. Answered by `on_key`, `on_quiet` or, after `longest`, `on_silence`.
struct RecordAct {
    Duration longest{0};
    Duration quiet{0};  ///< of silence end it; 0: do not
    bool operator==(const RecordAct&) const = default;
};
/// The script is over; the call ends for this reason.
struct EndAct {
    std::string reason;
    bool operator==(const EndAct&) const = default;
};
/// Nothing changes: the key meant nothing here.
struct GoOnAct {
    bool operator==(const GoOnAct&) const = default;
};

using ScriptAct = std::variant<GoOnAct, PlayAct, ListenAct, AskHoursAct, LookUpAct, GoAct, RecordAct, EndAct>;

}  // namespace yh::calls
