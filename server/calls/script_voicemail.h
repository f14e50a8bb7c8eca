#pragma once

#include "calls/script.h"
#include "model/tenant_options.h"

namespace yh::calls {

/// Leaving a message: greeting, beep, recording. # ends it, and so do silence, the longest time and hanging up; what is
/// too short is thrown away. Owned by its call. Pure; thread: call loop.
class VoicemailTalk {
  public:
    explicit VoicemailTalk(model::VoicemailOptions options) : options_{std::move(options)} {}

    ScriptAct begin();
    /// `recorded`: how long the recording runs already.
    ScriptAct on_key(char key, Duration recorded);
    ScriptAct on_played();
    /// The longest time is over.
    ScriptAct on_silence();
    /// Nothing was heard for as long as the last Record said.
    ScriptAct on_quiet(Duration recorded);
    void on_hang_up(Duration recorded);

    bool recording() const { return at_ == At::Recording; }
    /// The recording is over and is a message.
    bool kept() const { return kept_; }

  private:
    enum class At { Greeting, Beep, Recording, Goodbye, Over };

    ScriptAct beep();
    ScriptAct stop(Duration spoken);

    model::VoicemailOptions options_;
    At at_ = At::Greeting;
    bool kept_ = false;
};

}  // namespace yh::calls
