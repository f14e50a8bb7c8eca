#pragma once

#include <string>

#include "calls/script.h"
#include "model/tenant_options.h"

namespace yh::calls {

/// The satisfaction survey: a question, perhaps a second one for the reason, thanks. A wrong key and silence bring the
/// question again, as often as the company wants it asked. Owned by its call. Pure; thread: call loop.
class SurveyTalk {
  public:
    explicit SurveyTalk(model::SurveyOptions options) : options_{std::move(options)} {}

    ScriptAct begin();
    ScriptAct on_key(char key);
    ScriptAct on_played();
    ScriptAct on_silence();

    /// What was answered so far; empty: nothing.
    const model::SurveyChoice& level() const { return level_; }
    const model::SurveyChoice& reason() const { return reason_; }

  private:
    enum class At { Level, Reason, Thanks, Over };

    ScriptAct ask(At question);
    ScriptAct ask_again();
    ScriptAct thank();
    ScriptAct over();

    model::SurveyOptions options_;
    At at_ = At::Level;
    std::int64_t asked_ = 0;
    model::SurveyChoice level_;
    model::SurveyChoice reason_;
};

}  // namespace yh::calls
