#pragma once

#include <string>

#include "calls/script.h"

namespace yh::calls {

/// Asking to be called back: the caller's own number is read out, 1 takes it, 2 lets the caller type another one, which
/// is read out likewise. Whoever chooses nothing goes back to the queue. Owned by its call. Pure; thread: call loop.
class CallbackTalk {
  public:
    /// `own`: the caller's number; empty: unknown, or none that we could dial. `queue`: where to go back to.
    CallbackTalk(std::string own, std::string queue) : number_{std::move(own)}, queue_{std::move(queue)} {}

    ScriptAct begin();
    ScriptAct on_key(char key);
    ScriptAct on_played();
    ScriptAct on_silence();
    /// The number just chosen cannot be dialled: another one is asked for.
    ScriptAct refuse();

    /// A number was chosen.
    bool chosen() const { return at_ == At::Thanks; }
    const std::string& number() const { return number_; }

  private:
    enum class At { Confirm, Typing, Thanks, Over };

    ScriptAct confirm();
    ScriptAct ask_number();
    ScriptAct thank();
    ScriptAct go_back();

    At at_ = At::Confirm;
    std::string number_;
    std::string queue_;
    int silences_ = 0;
};

}  // namespace yh::calls
