#include "calls/script_messages.h"

#include <gtest/gtest.h>

namespace yh::calls {
namespace {

using namespace std::chrono_literals;
using model::RecordingId;
using Kind = MessageWish::Kind;

std::vector<MessageToHear> three() {
    return {{RecordingId{1}, "recording:old", "", true},
            {RecordingId{2}, "recording:first", "say:first", false},
            {RecordingId{3}, "recording:second", "", false}};
}

MessagesTalk at_first(MessagesTalk::MayRemove may) {
    MessagesTalk talk;
    talk.begin();
    talk.on_messages(three(), may);
    talk.on_played();
    return talk;
}

const ScriptAct first = PlayAct{{"say:first", "recording:first"}};
const ScriptAct second = PlayAct{{"recording:second"}};

TEST(MessagesTalkTest, R106NewMessagesAreCountedAndComeFirst) {
    MessagesTalk talk;
    EXPECT_EQ(talk.begin(), ScriptAct{ListenAct{10s}});
    EXPECT_TRUE(talk.fetching());
    EXPECT_EQ(talk.on_messages(three(), MessagesTalk::MayRemove::Yes),
              (ScriptAct{PlayAct{{"say:您有2条新留言，1条旧留言。"}}}));
    EXPECT_EQ(talk.on_played(), first);
    EXPECT_TRUE(talk.take_wishes().empty()) << "nobody has listened to it yet";
    talk.on_played();
    EXPECT_EQ(talk.take_wishes(), (std::vector{MessageWish{Kind::Listened, RecordingId{2}}}));
    EXPECT_EQ(talk.on_key('2'), second);
    EXPECT_EQ(talk.on_key('2'), (ScriptAct{PlayAct{{"recording:old"}}}));
    EXPECT_EQ(talk.take_wishes(), (std::vector{MessageWish{Kind::Listened, RecordingId{3}}}));
    EXPECT_EQ(talk.on_key('2'), (ScriptAct{PlayAct{{"say:没有更多留言了。", "say:再见。"}}}));
    EXPECT_TRUE(talk.take_wishes().empty()) << "it was listened to before";
    EXPECT_EQ(talk.on_played(), ScriptAct{EndAct{"messages_heard"}});
}

TEST(MessagesTalkTest, R106OneHearsItAgain) {
    auto talk = at_first(MessagesTalk::MayRemove::No);
    EXPECT_EQ(talk.on_key('1'), first);
    talk.on_played();
    EXPECT_EQ(talk.on_played(), ScriptAct{ListenAct{6s}});
    EXPECT_EQ(talk.on_key('1'), first);
}

TEST(MessagesTalkTest, R107ThreeDeletesForWhoMay) {
    auto talk = at_first(MessagesTalk::MayRemove::Yes);
    EXPECT_EQ(talk.on_key('3'), (ScriptAct{PlayAct{{"say:留言已删除。", "recording:second"}}}));
    EXPECT_EQ(talk.take_wishes(),
              (std::vector{MessageWish{Kind::Listened, RecordingId{2}}, MessageWish{Kind::Remove, RecordingId{2}}}));

    auto agent = at_first(MessagesTalk::MayRemove::No);
    const auto refused = agent.on_key('3');
    EXPECT_EQ(std::get<PlayAct>(refused).items.front(), "say:您没有删除留言的权限。");
    EXPECT_TRUE(agent.take_wishes().empty());
    EXPECT_EQ(agent.on_key('2'), second);
}

TEST(MessagesTalkTest, R106HashEndsAndSilenceToo) {
    auto talk = at_first(MessagesTalk::MayRemove::No);
    EXPECT_EQ(talk.on_key('#'), (ScriptAct{PlayAct{{"tone:beep", "say:再见。"}}}));
    EXPECT_EQ(talk.on_key('1'), ScriptAct{GoOnAct{}}) << "said is said";
    EXPECT_TRUE(talk.take_wishes().empty()) << "nobody has heard the message out";

    auto silent = at_first(MessagesTalk::MayRemove::No);
    silent.on_played();
    silent.on_played();
    EXPECT_TRUE(std::holds_alternative<PlayAct>(silent.on_silence())) << "asked once more";
    silent.on_played();
    EXPECT_EQ(silent.on_silence(), (ScriptAct{PlayAct{{"tone:beep", "say:再见。"}}}));
}

TEST(MessagesTalkTest, R106NothingToHearAndNothingFetched) {
    MessagesTalk none;
    none.begin();
    EXPECT_EQ(none.on_messages(std::vector<MessageToHear>{}, MessagesTalk::MayRemove::No),
              (ScriptAct{PlayAct{{"say:没有留言。", "say:再见。"}}}));

    MessagesTalk broken;
    broken.begin();
    EXPECT_EQ(std::get<PlayAct>(broken.on_silence()).items.front(), "say:暂时无法听取留言，请稍后再试。");
    EXPECT_EQ(broken.on_messages(three(), MessagesTalk::MayRemove::No), ScriptAct{GoOnAct{}}) << "too late";
}

}  // namespace
}  // namespace yh::calls
