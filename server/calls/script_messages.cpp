#include "calls/script_messages.h"

#include <fmt/format.h>

#include <algorithm>

namespace yh::calls {

namespace {

constexpr auto fetch_patience = std::chrono::seconds{10};
constexpr auto key_patience = std::chrono::seconds{6};
constexpr int most_silences = 2;

const std::string choices = "say:重听请按1，下一条请按2，结束请按井号键。";
const std::string choices_with_removal = "say:重听请按1，下一条请按2，删除请按3，结束请按井号键。";
const std::string goodbye = "say:再见。";

}  // namespace

ScriptAct MessagesTalk::begin() {
    at_ = At::Fetching;
    return ListenAct{fetch_patience};
}

ScriptAct MessagesTalk::on_messages(std::optional<std::vector<MessageToHear>> messages, MayRemove may_remove) {
    if (at_ != At::Fetching) {
        return GoOnAct{};
    }
    may_remove_ = may_remove;
    if (!messages) {
        return say_goodbye("say:暂时无法听取留言，请稍后再试。");
    }
    messages_ = *std::move(messages);
    std::ranges::stable_partition(messages_, [](const MessageToHear& one) { return !one.listened; });
    const auto fresh = std::ranges::count(messages_, false, &MessageToHear::listened);
    const auto old = static_cast<std::ptrdiff_t>(messages_.size()) - fresh;
    if (messages_.empty()) {
        return say_goodbye("say:没有留言。");
    }
    at_ = At::Intro;
    const auto news = fresh == 0 ? std::string{"没有新留言"} : fmt::format("您有{}条新留言", fresh);
    return PlayAct{{old == 0 ? fmt::format("say:{}。", news) : fmt::format("say:{}，{}条旧留言。", news, old)}};
}

ScriptAct MessagesTalk::play_message() {
    const auto& message = messages_[index_];
    at_ = At::Message;
    silences_ = 0;
    std::vector<std::string> items;
    if (!before_.empty()) {
        items.push_back(std::exchange(before_, {}));
    }
    if (!message.when.empty()) {
        items.push_back(message.when);
    }
    items.push_back(message.sound);
    return PlayAct{std::move(items)};
}

ScriptAct MessagesTalk::offer_choices(std::string first) {
    at_ = At::Choices;
    std::vector<std::string> items;
    if (!first.empty()) {
        items.push_back(std::move(first));
    }
    items.push_back(may_remove_ == MayRemove::Yes ? choices_with_removal : choices);
    return PlayAct{std::move(items)};
}

ScriptAct MessagesTalk::go_on(std::string first) {
    if (++index_ >= messages_.size()) {
        return say_goodbye(first.empty() ? "say:没有更多留言了。" : first);
    }
    before_ = std::move(first);
    return play_message();
}

ScriptAct MessagesTalk::say_goodbye(std::string first) {
    at_ = At::Goodbye;
    return PlayAct{{std::move(first), goodbye}};
}

void MessagesTalk::heard() {
    auto& message = messages_[index_];
    if (!std::exchange(message.listened, true)) {
        wishes_.push_back({MessageWish::Kind::Listened, message.id});
    }
}

// Whoever passes a message over has heard what they wanted of it.
ScriptAct MessagesTalk::on_key(char key) {
    if (at_ == At::Intro) {
        return key == '#' ? say_goodbye("tone:beep") : play_message();
    }
    if (at_ != At::Message && at_ != At::Choices) {
        return GoOnAct{};
    }
    switch (key) {
        case '1':
            return play_message();
        case '2':
            heard();
            return go_on();
        case '3':
            if (may_remove_ == MayRemove::No) {
                return offer_choices("say:您没有删除留言的权限。");
            }
            heard();
            wishes_.push_back({MessageWish::Kind::Remove, messages_[index_].id});
            return go_on("say:留言已删除。");
        case '#':
            if (at_ == At::Choices) {
                heard();
            }
            return say_goodbye("tone:beep");
        default:
            return GoOnAct{};
    }
}

ScriptAct MessagesTalk::on_played() {
    switch (at_) {
        case At::Intro:
            return play_message();
        case At::Message:
            heard();
            return offer_choices();
        case At::Choices:
            return ListenAct{key_patience};
        case At::Goodbye:
            at_ = At::Over;
            return EndAct{"messages_heard"};
        case At::Fetching:
        case At::Over:
            break;
    }
    return GoOnAct{};
}

ScriptAct MessagesTalk::on_silence() {
    if (at_ == At::Fetching) {
        return on_messages(std::nullopt, MayRemove::No);
    }
    if (at_ != At::Choices) {
        return GoOnAct{};
    }
    return ++silences_ < most_silences ? offer_choices() : say_goodbye("tone:beep");
}

}  // namespace yh::calls
