#include "calls/script_voicemail.h"

namespace yh::calls {

namespace {

const std::string saved = "say:您的留言已保存，再见。";

}  // namespace

ScriptAct VoicemailTalk::begin() {
    at_ = At::Greeting;
    return options_.greeting.empty() ? beep() : PlayAct{{options_.greeting}};
}

ScriptAct VoicemailTalk::beep() {
    at_ = At::Beep;
    return PlayAct{{"tone:beep"}};
}

ScriptAct VoicemailTalk::stop(Duration spoken) {
    kept_ = spoken >= std::chrono::seconds{options_.min_s};
    at_ = kept_ ? At::Goodbye : At::Over;
    return kept_ ? ScriptAct{PlayAct{{saved}}} : ScriptAct{EndAct{"voicemail_too_short"}};
}

ScriptAct VoicemailTalk::on_key(char key, Duration recorded) {
    if (at_ == At::Greeting) {
        return beep();
    }
    return at_ == At::Recording && key == '#' ? stop(recorded) : GoOnAct{};
}

ScriptAct VoicemailTalk::on_played() {
    switch (at_) {
        case At::Greeting:
            return beep();
        case At::Beep:
            at_ = At::Recording;
            return RecordAct{std::chrono::seconds{options_.max_s}, std::chrono::seconds{options_.silence_s}};
        case At::Goodbye:
            at_ = At::Over;
            return EndAct{"voicemail"};
        case At::Recording:
        case At::Over:
            break;
    }
    return GoOnAct{};
}

ScriptAct VoicemailTalk::on_silence() {
    return at_ == At::Recording ? stop(std::chrono::seconds{options_.max_s}) : GoOnAct{};
}

// The silence that ended it is no message.
ScriptAct VoicemailTalk::on_quiet(Duration recorded) {
    return at_ == At::Recording ? stop(recorded - std::chrono::seconds{options_.silence_s}) : GoOnAct{};
}

void VoicemailTalk::on_hang_up(Duration recorded) {
    if (at_ == At::Recording) {
        stop(recorded);
    }
    at_ = At::Over;
}

}  // namespace yh::calls
