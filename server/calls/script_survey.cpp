#include "calls/script_survey.h"

#include <algorithm>

namespace yh::calls {

ScriptAct SurveyTalk::begin() {
    return ask(At::Level);
}

ScriptAct SurveyTalk::ask(At question) {
    at_ = question;
    asked_ = 1;
    return PlayAct{{question == At::Level ? options_.question : options_.reason_question}};
}

ScriptAct SurveyTalk::ask_again() {
    if (asked_ < options_.tries) {
        ++asked_;
        return PlayAct{{at_ == At::Level ? options_.question : options_.reason_question}};
    }
    // Who gave a level but no reason has answered all the same.
    return level_.key.empty() ? over() : thank();
}

ScriptAct SurveyTalk::thank() {
    at_ = At::Thanks;
    return options_.thanks.empty() ? over() : PlayAct{{options_.thanks}};
}

ScriptAct SurveyTalk::over() {
    at_ = At::Over;
    return EndAct{"survey_over"};
}

ScriptAct SurveyTalk::on_key(char key) {
    if (at_ != At::Level && at_ != At::Reason) {
        return GoOnAct{};
    }
    const auto& choices = at_ == At::Level ? options_.level : options_.reason;
    const auto chosen = std::ranges::find(choices, std::string(1, key), &model::SurveyChoice::key);
    if (chosen == choices.end()) {
        return ask_again();
    }
    (at_ == At::Level ? level_ : reason_) = *chosen;
    const bool more = at_ == At::Level && chosen->ask_reason && !options_.reason.empty();
    return more ? ask(At::Reason) : thank();
}

ScriptAct SurveyTalk::on_played() {
    if (at_ == At::Thanks || at_ == At::Over) {
        return over();
    }
    return ListenAct{std::chrono::seconds{options_.timeout_s}};
}

ScriptAct SurveyTalk::on_silence() {
    return at_ == At::Level || at_ == At::Reason ? ask_again() : GoOnAct{};
}

}  // namespace yh::calls
