#include "calls/script_callback.h"

namespace yh::calls {

namespace {

constexpr auto patience = std::chrono::seconds{8};
constexpr int most_silences = 2;
constexpr std::size_t shortest_number = 3;
constexpr std::size_t longest_number = 20;

}  // namespace

ScriptAct CallbackTalk::begin() {
    return number_.empty() ? ask_number() : confirm();
}

ScriptAct CallbackTalk::confirm() {
    at_ = At::Confirm;
    return PlayAct{{"say:我们将回拨", "digits:" + number_, "say:，确认请按1，回拨其他号码请按2。"}};
}

ScriptAct CallbackTalk::ask_number() {
    at_ = At::Typing;
    number_.clear();
    return PlayAct{{"say:请输入回拨号码，按井号键结束。"}};
}

ScriptAct CallbackTalk::thank() {
    at_ = At::Thanks;
    return PlayAct{{"say:您的排队位置已保留，轮到您时我们会回拨给您，请挂机，再见。"}};
}

ScriptAct CallbackTalk::go_back() {
    at_ = At::Over;
    return GoAct{"queue:" + queue_};
}

ScriptAct CallbackTalk::refuse() {
    at_ = At::Typing;
    number_.clear();
    return PlayAct{{"say:这个号码无法回拨，请重新输入，按井号键结束。"}};
}

ScriptAct CallbackTalk::on_key(char key) {
    silences_ = 0;
    if (at_ == At::Confirm) {
        return key == '1' ? thank() : key == '2' ? ask_number() : GoOnAct{};
    }
    if (at_ != At::Typing) {
        return GoOnAct{};
    }
    if (key == '*') {
        return ask_number();
    }
    if (key == '#') {
        return number_.size() < shortest_number ? ask_number() : confirm();
    }
    if (number_.size() < longest_number) {
        number_ += key;
    }
    return ListenAct{patience};
}

ScriptAct CallbackTalk::on_played() {
    if (at_ == At::Thanks) {
        at_ = At::Over;
        return EndAct{"callback_asked"};
    }
    return ListenAct{patience};
}

// Who stops typing has typed it all.
ScriptAct CallbackTalk::on_silence() {
    if (at_ == At::Typing && number_.size() >= shortest_number) {
        return confirm();
    }
    if (++silences_ >= most_silences) {
        return go_back();
    }
    return at_ == At::Typing ? ask_number() : confirm();
}

}  // namespace yh::calls
