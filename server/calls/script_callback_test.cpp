#include "calls/script_callback.h"

#include <gtest/gtest.h>

namespace yh::calls {
namespace {

std::string heard(const ScriptAct& act) {
    const auto* play = std::get_if<PlayAct>(&act);
    std::string all;
    for (const auto& item : play == nullptr ? std::vector<std::string>{} : play->items) {
        all += item + " ";
    }
    return all;
}

bool listens(const ScriptAct& act) {
    return std::holds_alternative<ListenAct>(act);
}

TEST(CallbackTalk, OwnNumberIsReadOutAndTakenWithOne) {
    CallbackTalk talk{"13800000001", "600"};
    EXPECT_NE(heard(talk.begin()).find("digits:13800000001"), std::string::npos);
    EXPECT_TRUE(listens(talk.on_played()));
    EXPECT_EQ(talk.on_key('9'), ScriptAct{GoOnAct{}});
    EXPECT_FALSE(talk.chosen());
    EXPECT_NE(heard(talk.on_key('1')).find("say:"), std::string::npos);
    EXPECT_TRUE(talk.chosen());
    EXPECT_EQ(talk.number(), "13800000001");
    EXPECT_EQ(talk.on_played(), ScriptAct{EndAct{"callback_asked"}});
}

TEST(CallbackTalk, AnotherNumberIsTypedAndReadOut) {
    CallbackTalk talk{"13800000001", "600"};
    talk.begin();
    talk.on_key('2');
    for (const char key : {'0', '1', '0', '8'}) {
        EXPECT_TRUE(listens(talk.on_key(key)));
    }
    EXPECT_NE(heard(talk.on_key('#')).find("digits:0108"), std::string::npos);
    talk.on_key('1');
    EXPECT_TRUE(talk.chosen());
    EXPECT_EQ(talk.number(), "0108");
    EXPECT_NE(heard(talk.refuse()).find("say:"), std::string::npos);
    EXPECT_FALSE(talk.chosen());
    EXPECT_TRUE(talk.number().empty());
}

TEST(CallbackTalk, CallerWithoutNumberTypesOneAndAStarBeginsAnew) {
    CallbackTalk talk{"", "600"};
    EXPECT_EQ(heard(talk.begin()).find("digits:"), std::string::npos);
    talk.on_key('7');
    talk.on_key('*');
    talk.on_key('#');  // nothing was typed
    EXPECT_TRUE(talk.number().empty());
    for (const char key : {'1', '3', '8'}) {
        talk.on_key(key);
    }
    EXPECT_NE(heard(talk.on_silence()).find("digits:138"), std::string::npos);
}

TEST(CallbackTalk, WhoChoosesNothingGoesBackToTheQueue) {
    CallbackTalk talk{"13800000001", "600"};
    talk.begin();
    EXPECT_NE(heard(talk.on_silence()).find("digits:"), std::string::npos);
    EXPECT_EQ(talk.on_silence(), ScriptAct{GoAct{"queue:600"}});
}

}  // namespace
}  // namespace yh::calls
