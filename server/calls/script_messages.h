#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "calls/script.h"
#include "model/ids.h"

namespace yh::calls {

/// A message as the script plays it.
struct MessageToHear {
    model::RecordingId id;
    std::string sound;  ///< item that plays it
    std::string when;   ///< item that tells when it was left; empty: not told
    bool listened = false;
};

/// What was decided about a message: to be carried out by whoever runs the script.
struct MessageWish {
    enum class Kind { Listened, Remove };
    Kind kind = Kind::Listened;
    model::RecordingId message;

    bool operator==(const MessageWish&) const = default;
};

/// Hearing the messages of one's queues (听留言) by telephone: how many are new, then one after the other, the new ones
/// first. 1 hears it again, 2 goes on, 3 deletes it, # ends. Whoever ends in the middle of a message has not
/// listened to it. Owned by its call. Pure; thread: call loop.
class MessagesTalk {
  public:
    enum class MayRemove { No, Yes };

    /// Silence until they have been fetched; who has waited too long is told that it did not work.
    ScriptAct begin();
    /// None: they could not be fetched.
    ScriptAct on_messages(std::optional<std::vector<MessageToHear>> messages, MayRemove may_remove);
    ScriptAct on_key(char key);
    ScriptAct on_played();
    ScriptAct on_silence();

    std::vector<MessageWish> take_wishes() { return std::exchange(wishes_, {}); }
    bool fetching() const { return at_ == At::Fetching; }

  private:
    enum class At { Fetching, Intro, Message, Choices, Goodbye, Over };

    ScriptAct play_message();
    ScriptAct offer_choices(std::string first = {});
    ScriptAct go_on(std::string first = {});
    ScriptAct say_goodbye(std::string first);
    void heard();

    MayRemove may_remove_ = MayRemove::No;
    At at_ = At::Fetching;
    std::vector<MessageToHear> messages_;
    std::size_t index_ = 0;
    int silences_ = 0;
    std::string before_;  ///< said before the next message
    std::vector<MessageWish> wishes_;
};

}  // namespace yh::calls
