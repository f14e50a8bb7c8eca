#include <gtest/gtest.h>

#include "calls/script_survey.h"
#include "calls/script_voicemail.h"

namespace yh::calls {
namespace {

using namespace std::chrono_literals;

model::SurveyOptions options() {
    model::SurveyOptions options;
    options.question = "prompt:question";
    options.reason_question = "prompt:reason";
    options.thanks = "prompt:thanks";
    return options;
}

const ScriptAct question = PlayAct{{"prompt:question"}};
const ScriptAct reason_question = PlayAct{{"prompt:reason"}};
const ScriptAct thanks = PlayAct{{"prompt:thanks"}};
const ScriptAct over = EndAct{"survey_over"};

TEST(SurveyTalkTest, LevelIsTakenWhileTheQuestionStillPlays) {
    SurveyTalk survey{options()};
    EXPECT_EQ(survey.begin(), question);
    EXPECT_EQ(survey.on_key('1'), thanks);
    EXPECT_EQ(survey.level().name, "非常满意");
    EXPECT_EQ(survey.on_key('3'), ScriptAct{GoOnAct{}}) << "said is said";
    EXPECT_EQ(survey.on_played(), over);
    EXPECT_EQ(survey.level().key, "1");
}

TEST(SurveyTalkTest, DissatisfiedCustomersAreAskedWhy) {
    SurveyTalk survey{options()};
    survey.begin();
    EXPECT_EQ(survey.on_played(), ScriptAct{ListenAct{8s}});
    EXPECT_EQ(survey.on_key('3'), reason_question);
    EXPECT_EQ(survey.on_key('2'), thanks);
    EXPECT_EQ(survey.level().name, "不满意");
    EXPECT_EQ(survey.reason().name, "服务不满意");
}

TEST(SurveyTalkTest, WrongKeyAndSilenceAskAgainAndThenGiveUp) {
    SurveyTalk survey{options()};
    survey.begin();
    EXPECT_EQ(survey.on_key('9'), question);
    survey.on_played();
    EXPECT_EQ(survey.on_silence(), over);
    EXPECT_TRUE(survey.level().key.empty());
}

TEST(SurveyTalkTest, LevelWithoutReasonStillCounts) {
    SurveyTalk survey{options()};
    survey.begin();
    survey.on_key('3');
    survey.on_played();
    EXPECT_EQ(survey.on_silence(), reason_question);
    survey.on_played();
    EXPECT_EQ(survey.on_silence(), thanks);
    EXPECT_EQ(survey.level().key, "3");
    EXPECT_TRUE(survey.reason().key.empty());
}

TEST(SurveyTalkTest, CompanyWithItsOwnLevelsAndNoThanks) {
    auto own = options();
    own.level = {{"7", "一般", false}};
    own.thanks.clear();
    SurveyTalk survey{own};
    survey.begin();
    EXPECT_EQ(survey.on_key('1'), question) << "no level of this company";
    EXPECT_EQ(survey.on_key('7'), over);
    EXPECT_EQ(survey.level().name, "一般");
}

model::VoicemailOptions box() {
    model::VoicemailOptions options;
    options.greeting = "prompt:leave";
    return options;
}

const ScriptAct beep = PlayAct{{"tone:beep"}};

TEST(VoicemailTalkTest, GreetingBeepRecordingHash) {
    VoicemailTalk talk{box()};
    EXPECT_EQ(talk.begin(), ScriptAct{PlayAct{{"prompt:leave"}}});
    EXPECT_EQ(talk.on_played(), beep);
    EXPECT_EQ(talk.on_key('#', 0s), ScriptAct{GoOnAct{}}) << "the beep is heard to its end";
    EXPECT_EQ(talk.on_played(), ScriptAct(RecordAct{120s, 5s}));
    EXPECT_TRUE(talk.recording());
    EXPECT_EQ(talk.on_key('1', 1s), ScriptAct{GoOnAct{}});
    EXPECT_TRUE(std::holds_alternative<PlayAct>(talk.on_key('#', 3s)));
    EXPECT_TRUE(talk.kept());
    EXPECT_EQ(talk.on_played(), ScriptAct{EndAct{"voicemail"}});
}

TEST(VoicemailTalkTest, KeySkipsTheGreeting) {
    VoicemailTalk talk{box()};
    talk.begin();
    EXPECT_EQ(talk.on_key('5', 0s), beep);
}

TEST(VoicemailTalkTest, SilenceAndLongestTimeEndIt) {
    for (const bool quiet : {true, false}) {
        VoicemailTalk talk{box()};
        talk.begin();
        talk.on_played();
        talk.on_played();
        EXPECT_TRUE(std::holds_alternative<PlayAct>(quiet ? talk.on_quiet(9s) : talk.on_silence()));
        EXPECT_TRUE(talk.kept());
    }
}

TEST(VoicemailTalkTest, NothingButSilenceIsThrownAway) {
    VoicemailTalk talk{box()};
    talk.begin();
    talk.on_played();
    talk.on_played();
    EXPECT_EQ(talk.on_quiet(6s), ScriptAct{EndAct{"voicemail_too_short"}}) << "five of the six seconds were silence";
    EXPECT_FALSE(talk.kept());
}

TEST(VoicemailTalkTest, HangingUpKeepsWhatIsLongEnough) {
    for (const auto& [length, kept] : {std::pair{1s, false}, std::pair{2s, true}}) {
        VoicemailTalk talk{box()};
        talk.begin();
        talk.on_played();
        talk.on_played();
        talk.on_hang_up(length);
        EXPECT_EQ(talk.kept(), kept);
    }
    VoicemailTalk early{box()};
    early.begin();
    early.on_hang_up(0s);
    EXPECT_FALSE(early.kept());
}

}  // namespace
}  // namespace yh::calls
