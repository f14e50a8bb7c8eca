#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/describe.h"
#include "office/records/call_facts.h"
#include "office/records/call_story_fake.h"

// The golden list: hand-made sequences of events for every branch of a call, and the rows they must make.
namespace yh::office::records {
namespace {

using namespace model;

const Ending caller_hangs_up{EndingSide::Caller, "hangup"};
const Ending agent_hangs_up{EndingSide::Agent, "hangup"};
const Ending transferred{EndingSide::Agent, "transferred"};

CallFacts fold(const CallStory& story) {
    CallFacts facts;
    for (const auto& event : story.events) {
        facts.apply(event);
    }
    return facts;
}

/// "agent=22 talk=10000 legs=3 result=answered"
std::string call_line(const CallFacts& facts) {
    return fmt::format("agent={} talk={} legs={} result={}", facts.call.agent_id.value_or(0), facts.call.talk_ms,
                       facts.legs.size(), enum_text(facts.call.result));
}

/// "6000 transfer 601; …"
std::string marks_of(const CallFacts& facts) {
    std::string all;
    for (const auto& mark : facts.marks) {
        all += fmt::format("{}{} {}{}{}", all.empty() ? "" : "; ", mark.at_ms, enum_text(mark.kind),
                           mark.text.empty() ? "" : " ", mark.text);
    }
    return all;
}

/// "21 no_answer 1000-4000; …"
std::string missed_of(const CallFacts& facts) {
    std::string all;
    for (const auto& row : facts.missed) {
        all += fmt::format("{}{} {} {}-{}", all.empty() ? "" : "; ", row.agent_id, enum_text(row.how),
                           row.ringing_at_ms, row.ended_at_ms);
    }
    return all;
}

/// Customer leg 11 talks with agent 22's leg 13 from 3 s on.
CallStory talk_with_22() {
    CallStory story{7};
    story.customer(11, "13800000001").at(1000).offer(13, 22).at(3000).accept(11, 13, 22);
    return story;
}

// U23: a call refused by three agents and answered by the fourth is three missed rings and no lost call.
TEST(CallServices, RefusedByThreeAndAnsweredByTheFourth) {
    CallStory story{7};
    story.customer(11, "13800000001");
    story.at(1000).offer(12, 21).at(4000).offer_ends(12, 21, OfferOutcome::Refused);
    story.offer(13, 22).at(9000).offer_ends(13, 22, OfferOutcome::NoAnswer);
    story.offer(14, 23).at(11000).offer_ends(14, 23, OfferOutcome::Busy);
    story.offer(15, 24).at(12000).accept(11, 15, 24);
    story.at(20000).ends(11, caller_hangs_up).ends(15, caller_hangs_up).over(CallResult::Answered);
    const auto facts = fold(story);
    EXPECT_EQ(call_line(facts), "agent=24 talk=8000 legs=5 result=answered");
    EXPECT_EQ(missed_of(facts), "21 refused 1000-4000; 22 no_answer 4000-9000; 23 busy 9000-11000");
    EXPECT_FALSE(facts.lost);
    EXPECT_EQ(marks_of(facts), "");
    EXPECT_EQ(facts.missed.at(0).number, "13800000001");
    EXPECT_EQ(facts.missed.at(0).queue_id, 5);
}

// Two ring at once, one answers: the other one missed nothing. A telephone that was not reached rang for nobody.
TEST(CallServices, WhoWasTooSlowOrNotReachedMissedNothing) {
    CallStory story{7};
    story.customer(11, "13800000001").at(1000).offer(12, 21).offer(13, 22).offer(14, 23);
    story.at(1500).offer_ends(14, 23, OfferOutcome::Unreachable);
    story.at(3000).offer_ends(12, 21, OfferOutcome::Withdrawn).accept(11, 13, 22);
    story.at(9000).over(CallResult::Answered);
    EXPECT_EQ(missed_of(fold(story)), "");
}

// The caller gives up while it rings: missed by who was rung, and lost for the company.
TEST(CallServices, CallerGivesUpWhileItRings) {
    CallStory story{7};
    story.customer(11, "13800000001").at(1000).offer(12, 21);
    story.at(6000).say(QueueLeft{QueueId{5}, QueueExit::Abandoned, {}});
    story.offer_ends(12, 21, OfferOutcome::Withdrawn).ends(11, caller_hangs_up).over(CallResult::Abandoned);
    const auto facts = fold(story);
    EXPECT_EQ(missed_of(facts), "21 given_up 1000-6000");
    ASSERT_TRUE(facts.lost);
    EXPECT_EQ(facts.lost->number, "13800000001");
    EXPECT_EQ(facts.lost->queue_id, 5);
    EXPECT_EQ(facts.lost->lost_at_ms, 6000);
}

// The ACD silences telephones before it says that the call has left: the order must not matter.
// R091: nobody served it; the record names the queue and no agent.
TEST(CallServices, QueueTimesOutWhileItRings) {
    CallStory story{7};
    story.customer(11, "13800000001").at(1000).offer(12, 21);
    story.at(6000).offer_ends(12, 21, OfferOutcome::Withdrawn);
    story.at(6001).say(QueueLeft{QueueId{5}, QueueExit::TimedOut, {}}).over(CallResult::Abandoned);
    const auto facts = fold(story);
    EXPECT_EQ(missed_of(facts), "21 given_up 1000-6000");
    EXPECT_TRUE(facts.lost);
    EXPECT_EQ(facts.call.queue_id, 5);
    EXPECT_FALSE(facts.call.agent_id);
}

TEST(CallServices, WhoOnlyHeardAnAnnouncementIsNotLost) {
    CallStory story{7};
    story.customer(11, "13800000001", 0).at(4000).over(CallResult::Refused, {EndingSide::Us, "closed"});
    EXPECT_FALSE(fold(story).lost);
}

TEST(CallServices, DirectCallThatNobodyAnswers) {
    CallStory story{7};
    story.customer(11, "13800000001", 0).at(1000).rings(12, 21).at(20000).ends(12, {EndingSide::Us, "no_answer"}, 487);
    story.over(CallResult::NoAnswer, {EndingSide::Agent, "no_answer"});
    const auto facts = fold(story);
    EXPECT_EQ(missed_of(facts), "21 no_answer 1000-20000");
    EXPECT_FALSE(facts.missed.at(0).queue_id);
    EXPECT_TRUE(facts.lost);
}

// A colleague picks it up: who was rung missed nothing, nor did those whom the ACD rang meanwhile.
TEST(CallServices, PickedUpByAColleague) {
    CallStory direct{7};
    direct.customer(11, "13800000001", 0).at(1000).rings(12, 21).at(3000).ends(12, {EndingSide::Us, "picked_up"}, 487);
    direct.rings(13, 22).at(4000).say(LegAnswered{LegId{13}}).talk(11, 13).at(9000).over(CallResult::Answered);
    EXPECT_EQ(missed_of(fold(direct)), "");
    CallStory queued{7};
    queued.customer(11, "13800000001").at(1000).offer(12, 21).at(3000);
    queued.say(QueueLeft{QueueId{5}, QueueExit::Moved, {}}).enter(6).at(5000);
    queued.say(QueueLeft{QueueId{6}, QueueExit::Connected, UserId{22}});
    queued.offer_ends(12, 21, OfferOutcome::Withdrawn).rings(13, 22).at(6000).say(LegAnswered{LegId{13}});
    const auto facts = fold(queued.talk(11, 13).at(9000).over(CallResult::Answered));
    EXPECT_EQ(missed_of(facts), "");
    EXPECT_EQ(facts.call.agent_id, 22);
}

// A colleague rings: the one to call back is the colleague.
TEST(CallServices, InternalCallRefused) {
    CallStory story{7};
    story.say(CallStarted{Direction::Internal, "8022", "8022", {}});
    story.say(LegStarted{LegId{11}, LegRole::Agent, UserId{21}, "8021"});
    story.at(500).rings(12, 22).at(2000).ends(12, {EndingSide::Agent, "refused"}, 603);
    story.over(CallResult::Refused, {EndingSide::Agent, "refused"});
    const auto facts = fold(story);
    EXPECT_EQ(missed_of(facts), "22 refused 500-2000");
    EXPECT_EQ(facts.missed.at(0).number, "8021");
    EXPECT_FALSE(facts.lost);
}

// Three blind transfers in a row: one record, all legs, who talked last.
TEST(CallServices, TransferredBlindThreeTimes) {
    auto story = talk_with_22();
    story.at(6000).say(Transferred{LegId{13}, UserId{22}, "8023", {}}).ends(13, transferred);
    story.rings(14, 23).at(8000).say(LegAnswered{LegId{14}}).talk(11, 14);
    story.at(10000).say(Transferred{LegId{14}, UserId{23}, "601", {}}).ends(14, transferred);
    story.enter(6).at(11000).offer(15, 24, 6).at(12000).accept(11, 15, 24, 6);
    story.at(14000).say(Transferred{LegId{15}, UserId{24}, "8025", {}}).ends(15, transferred);
    story.rings(16, 25).at(15000).say(LegAnswered{LegId{16}}).talk(11, 16);
    story.at(20000).ends(11, caller_hangs_up).ends(16, caller_hangs_up).over(CallResult::Answered);
    const auto facts = fold(story);
    EXPECT_EQ(call_line(facts), "agent=25 talk=17000 legs=5 result=answered");
    EXPECT_EQ(marks_of(facts), "6000 transfer 8023; 10000 transfer 601; 14000 transfer 8025");
    EXPECT_EQ(missed_of(facts), "");
    EXPECT_EQ(facts.call.queue_id, 6);
    EXPECT_EQ(facts.visits.size(), 2U);
}

// The target does not answer, the call comes back: the target missed it, and the record names who has the call.
TEST(CallServices, TransferThatComesBack) {
    auto story = talk_with_22();
    story.at(6000).say(Transferred{LegId{13}, UserId{22}, "8023", {}}).ends(13, transferred);
    story.rings(14, 23).at(26000).ends(14, {EndingSide::Us, "no_answer"}, 487);
    story.rings(15, 22).at(28000).say(LegAnswered{LegId{15}}).talk(11, 15);
    story.at(30000).ends(11, caller_hangs_up).over(CallResult::Answered);
    const auto facts = fold(story);
    EXPECT_EQ(call_line(facts), "agent=22 talk=27000 legs=4 result=answered");
    EXPECT_EQ(missed_of(facts), "23 no_answer 6000-26000");
}

TEST(CallServices, ConsultationCancelled) {
    auto story = talk_with_22();
    story.at(6000).rings(14, 23).say(ConsultStarted{LegId{13}, LegId{14}}).at(8000).say(LegAnswered{LegId{14}});
    story.at(9000).ends(14, {EndingSide::Agent, "consult_cancelled"});
    story.say(ConsultEnded{LegId{13}, LegId{14}, ConsultOutcome::Cancelled}).talk(11, 13);
    story.at(12000).ends(11, caller_hangs_up).over(CallResult::Answered);
    const auto facts = fold(story);
    EXPECT_EQ(call_line(facts), "agent=22 talk=9000 legs=3 result=answered");
    EXPECT_EQ(marks_of(facts), "6000 consult 8023; 9000 consult_ended cancelled");
    EXPECT_EQ(missed_of(facts), "") << "who is asked for a colleague missed no call";
}

// Even if the two who consult are said to hear each other, that is no talk with the customer.
TEST(CallServices, TalkOfAConsultationNamesNobody) {
    auto story = talk_with_22();
    story.at(6000).rings(14, 23).say(ConsultStarted{LegId{13}, LegId{14}}).say(LegAnswered{LegId{14}}).talk(13, 14);
    story.at(12000).ends(11, caller_hangs_up).over(CallResult::Answered);
    EXPECT_EQ(fold(story).call.agent_id, 22);
}

TEST(CallServices, ConsultationCompleted) {
    auto story = talk_with_22();
    story.at(6000).rings(14, 23).say(ConsultStarted{LegId{13}, LegId{14}}).at(8000).say(LegAnswered{LegId{14}});
    story.at(9000).say(Transferred{LegId{13}, UserId{22}, "8023", LegId{14}});
    story.say(ConsultEnded{LegId{13}, LegId{14}, ConsultOutcome::Completed}).ends(13, transferred).talk(11, 14);
    story.at(12000).ends(11, caller_hangs_up).ends(14, caller_hangs_up).over(CallResult::Answered);
    const auto facts = fold(story);
    EXPECT_EQ(call_line(facts), "agent=23 talk=9000 legs=3 result=answered");
    EXPECT_EQ(marks_of(facts), "6000 consult 8023; 9000 transfer 8023; 9000 consult_ended completed");
}

// Three-way: the agent stays the agent while he is in it; when he leaves, it is the one who stays.
TEST(CallServices, ConsultationJoinedAndTheAgentLeaves) {
    auto story = talk_with_22();
    story.at(6000).rings(14, 23).say(ConsultStarted{LegId{13}, LegId{14}}).at(8000).say(LegAnswered{LegId{14}});
    story.at(9000).say(ConsultEnded{LegId{13}, LegId{14}, ConsultOutcome::Joined}).say(PartyJoined{LegId{14}});
    EXPECT_EQ(fold(story).call.agent_id, 22);
    story.at(11000).ends(13, agent_hangs_up).say(PartyLeft{LegId{13}}).talk(11, 14);
    story.at(12000).ends(11, caller_hangs_up).ends(14, caller_hangs_up).over(CallResult::Answered);
    const auto facts = fold(story);
    EXPECT_EQ(call_line(facts), "agent=23 talk=9000 legs=3 result=answered");
    EXPECT_EQ(marks_of(facts), "6000 consult 8023; 9000 consult_ended joined; 9000 joined 8023; 11000 left 8022");
}

TEST(CallServices, ConferenceThatAllLeaveAtOnceKeepsItsAgent) {
    auto story = talk_with_22();
    story.at(6000).rings(14, 23).say(ConsultStarted{LegId{13}, LegId{14}}).say(LegAnswered{LegId{14}});
    story.at(9000).say(ConsultEnded{LegId{13}, LegId{14}, ConsultOutcome::Joined}).say(PartyJoined{LegId{14}});
    story.at(12000).ends(13, agent_hangs_up).at(12001).ends(11, agent_hangs_up).ends(14, agent_hangs_up);
    story.at(12002).over(CallResult::Answered, agent_hangs_up);
    EXPECT_EQ(fold(story).call.agent_id, 22);
}

// The customer goes, the two colleagues talk on: the record still names who served the customer.
TEST(CallServices, CustomerLeavesTheConference) {
    auto story = talk_with_22();
    story.at(6000).rings(14, 23).say(ConsultStarted{LegId{13}, LegId{14}}).say(LegAnswered{LegId{14}});
    story.at(9000).ends(11, caller_hangs_up).say(ConsultEnded{LegId{13}, LegId{14}, ConsultOutcome::Joined});
    story.say(PartyLeft{LegId{11}}).talk(13, 14);
    story.at(12000).ends(13, agent_hangs_up).say(PartyLeft{LegId{13}}).ends(14, agent_hangs_up);
    story.over(CallResult::Answered, agent_hangs_up);
    EXPECT_EQ(fold(story).call.agent_id, 22);
}

TEST(CallServices, LeaderListensWhispersAndTakesOver) {
    auto story = talk_with_22();
    story.at(5000).say(LegStarted{LegId{14}, LegRole::Other, UserId{90}, "8090"}).say(LegAnswered{LegId{14}});
    story.say(Supervised{LegId{14}, UserId{90}, UserId{22}, SupervisionMode::Listen});
    story.at(6000).say(Supervised{LegId{14}, UserId{90}, UserId{22}, SupervisionMode::Barge});
    EXPECT_EQ(fold(story).call.agent_id, 22) << "a leader who barges in does not become the agent";
    story.at(7000).say(Supervised{LegId{14}, UserId{90}, UserId{22}, SupervisionMode::Takeover});
    story.ends(13, {EndingSide::Us, "taken_over"}).say(SupervisionEnded{LegId{14}, UserId{90}});
    story.say(PartyJoined{LegId{14}}).talk(11, 14);
    story.at(12000).ends(11, caller_hangs_up).ends(14, caller_hangs_up).over(CallResult::Answered);
    const auto facts = fold(story);
    EXPECT_EQ(call_line(facts), "agent=90 talk=9000 legs=3 result=answered");
    EXPECT_EQ(marks_of(facts),
              "5000 supervision listen; 6000 supervision barge; 7000 supervision takeover; 7000 supervision_ended; "
              "7000 joined 8090");
    EXPECT_EQ(missed_of(facts), "");
}

// The agent leaves a talk of three with a leader: the leader has it from then on.
TEST(CallServices, AgentLeavesABargedCall) {
    auto story = talk_with_22();
    story.at(5000).say(LegStarted{LegId{14}, LegRole::Other, UserId{90}, "8090"}).say(LegAnswered{LegId{14}});
    story.say(Supervised{LegId{14}, UserId{90}, UserId{22}, SupervisionMode::Barge});
    story.at(7000).ends(13, agent_hangs_up).say(PartyLeft{LegId{13}}).say(SupervisionEnded{LegId{14}, UserId{90}});
    story.say(PartyJoined{LegId{14}}).talk(11, 14).at(9000).over(CallResult::Answered);
    EXPECT_EQ(fold(story).call.agent_id, 90);
}

TEST(CallServices, HoldPausesAndKeysLeaveMarks) {
    CallStory story{7};
    story.customer(11, "13800000001", 0).at(500).say(FlowStep{"main", "welcome", {}});
    story.at(900).say(FlowStep{"main", "sales", "12"}).enter(5).at(1000).offer(13, 22).at(3000).accept(11, 13, 22);
    story.at(4000).say(LegHeld{LegId{13}, true}).at(6000).say(LegHeld{LegId{13}, false});
    story.at(7000).say(RecordingPaused{RecordingId{3}, true}).at(8000).say(RecordingPaused{RecordingId{3}, false});
    story.at(9000).say(LegHeld{LegId{13}, true}).at(10000).say(Transferred{LegId{13}, UserId{22}, "601", {}});
    story.ends(13, transferred).at(15000).over(CallResult::Answered);
    const auto facts = fold(story);
    EXPECT_EQ(marks_of(facts),
              "500 flow welcome; 900 flow sales 12; 4000 hold; 6000 retrieve; 7000 recording_paused; 8000 "
              "recording_resumed; 9000 hold; 10000 transfer 601");
    EXPECT_EQ(facts.call.hold_ms, 3000) << "a hold ends with the leg that holds";
}

TEST(CallServices, BrowserLostAndBack) {
    auto story = talk_with_22();
    story.at(5000).say(ResumeStarted{LegId{13}, UserId{22}, 25000}).ends(13, {EndingSide::Agent, "connection_lost"});
    story.at(7000).rings(14, 22).say(LegAnswered{LegId{14}}).say(Resumed{LegId{13}, LegId{14}}).talk(11, 14);
    story.at(9000).over(CallResult::Answered);
    const auto facts = fold(story);
    EXPECT_EQ(marks_of(facts), "5000 connection_lost; 7000 resumed");
    EXPECT_EQ(missed_of(facts), "");
}

// In a three-way the two others talk on meanwhile; who is back has the place of who was lost.
TEST(CallServices, BrowserLostInAThreeWayIsStillItsAgent) {
    auto story = talk_with_22();
    story.at(6000).rings(14, 23).say(ConsultStarted{LegId{13}, LegId{14}}).say(LegAnswered{LegId{14}});
    story.at(7000).say(ConsultEnded{LegId{13}, LegId{14}, ConsultOutcome::Joined}).say(PartyJoined{LegId{14}});
    story.at(8000).say(ResumeStarted{LegId{13}, UserId{22}, 28000}).ends(13, {EndingSide::Agent, "connection_lost"});
    story.at(9000).rings(15, 22).say(LegAnswered{LegId{15}}).say(Resumed{LegId{13}, LegId{15}});
    story.at(10000).ends(14, agent_hangs_up).say(PartyLeft{LegId{14}}).talk(11, 15);
    const auto facts = fold(story.at(12000).over(CallResult::Answered));
    EXPECT_EQ(facts.call.agent_id, 22);
    EXPECT_EQ(missed_of(facts), "");
    EXPECT_EQ(marks_of(facts),
              "6000 consult 8023; 7000 consult_ended joined; 7000 joined 8023; 8000 connection_lost; 9000 resumed; "
              "10000 left 8023");
}

// B01: lost while a colleague is asked, and back: the consultation goes on, and its talk still names nobody.
TEST(CallServices, BrowserLostInAConsultation) {
    auto story = talk_with_22();
    story.at(6000).rings(14, 23).say(ConsultStarted{LegId{13}, LegId{14}}).say(LegAnswered{LegId{14}});
    story.at(8000).say(ResumeStarted{LegId{14}, UserId{23}, 28000}).ends(14, {EndingSide::Agent, "connection_lost"});
    story.at(9000).rings(15, 23).say(LegAnswered{LegId{15}}).say(Resumed{LegId{14}, LegId{15}}).talk(13, 15);
    story.at(10000).say(Transferred{LegId{13}, UserId{22}, "8023", LegId{15}});
    story.say(ConsultEnded{LegId{13}, LegId{15}, ConsultOutcome::Completed}).ends(13, agent_hangs_up).talk(11, 15);
    const auto facts = fold(story.at(12000).over(CallResult::Answered));
    EXPECT_EQ(facts.call.agent_id, 23);
    EXPECT_EQ(missed_of(facts), "");
}

TEST(CallServices, VoicemailAfterTheQueueGaveUp) {
    CallStory story{7};
    story.customer(11, "13800000001").at(30000).say(QueueLeft{QueueId{5}, QueueExit::TimedOut, {}});
    story.at(33000).say(RecordingStarted{RecordingId{4}, "demo/4-message.wav", LegId{11}, {}});
    story.at(45000).say(VoicemailLeft{RecordingId{4}, QueueId{5}, {}, "13800000001"}).ends(11, caller_hangs_up);
    story.say(RecordingEnded{RecordingId{4}, 12000, 192058, ""}).over(CallResult::Voicemail);
    const auto facts = fold(story);
    ASSERT_EQ(facts.voicemails.size(), 1U);
    EXPECT_EQ(facts.voicemails[0].id, 4);
    EXPECT_EQ(facts.voicemails[0].queue_id, 5);
    EXPECT_TRUE(facts.recordings.at(0).voicemail) << "a message is no recording of the talk";
    EXPECT_EQ(facts.recordings.at(0).duration_ms, 12000);
    EXPECT_EQ(marks_of(facts), "45000 voicemail");
    EXPECT_TRUE(facts.lost) << "nobody answered, message or not";
}

TEST(CallServices, MessageTooShortLeavesNothing) {
    CallStory story{7};
    story.customer(11, "13800000001").say(RecordingStarted{RecordingId{4}, "demo/4-message.wav", LegId{11}, {}});
    story.at(800).say(RecordingEnded{RecordingId{4}, 700, 11000, "discarded"}).over(CallResult::Abandoned);
    const auto facts = fold(story);
    EXPECT_TRUE(facts.recordings.empty());
    EXPECT_TRUE(facts.voicemails.empty());
}

// R112, R113: bound to call and agent, rated or not.
TEST(CallServices, SurveyRatedAndNot) {
    auto story = talk_with_22();
    story.at(9000).say(SurveyAsked{UserId{22}, QueueId{5}}).ends(13, agent_hangs_up);
    auto silent = story;
    story.at(12000).say(SurveyAnswered{UserId{22}, QueueId{5}, "3", "不满意", "1", "态度不满意"});
    story.over(CallResult::Answered);
    const auto rated = fold(story);
    ASSERT_TRUE(rated.survey);
    EXPECT_EQ(rated.survey->agent_id, 22);
    EXPECT_EQ(rated.survey->level, "不满意");
    EXPECT_EQ(rated.survey->answered_at_ms, 12000);
    EXPECT_EQ(marks_of(rated), "9000 survey; 12000 survey_answered 不满意 / 态度不满意");
    ASSERT_TRUE(rated.call.answered_at_ms);
    EXPECT_EQ(rated.call.talk_ms, 9000 - *rated.call.answered_at_ms) << "rating is no talk";
    silent.at(15000).say(SurveyAnswered{UserId{22}, QueueId{5}, {}, {}, {}, {}}).over(CallResult::Answered);
    const auto asked = fold(silent);
    ASSERT_TRUE(asked.survey);
    EXPECT_EQ(asked.survey->level, "");
    EXPECT_FALSE(asked.survey->answered_at_ms);
    EXPECT_EQ(asked.call.agent_id, 22) << "the survey does not change who talked";
}

// The caller who keeps his place is not lost; his row waits for later calls.
TEST(CallServices, CallbackAsked) {
    CallStory story{7};
    story.customer(11, "13800000001").at(5000).say(CallbackAsked{QueueId{5}, "13800000009"});
    story.say(QueueLeft{QueueId{5}, QueueExit::Moved, {}}).ends(11, caller_hangs_up);
    story.over(CallResult::NoAnswer, {EndingSide::Completed, "callback_asked"});
    const auto facts = fold(story);
    ASSERT_TRUE(facts.callback);
    EXPECT_EQ(facts.callback->number, "13800000009");
    EXPECT_EQ(facts.callback->called_number, "4008001234");
    EXPECT_FALSE(facts.callback->ended_at_ms);
    EXPECT_FALSE(facts.lost);
}

TEST(CallServices, CallbackThatReachesTheCustomer) {
    CallStory story{8};
    story.say(CallStarted{Direction::AutoOutbound, "13800000009", "13800000009", "carrier"});
    story.say(QueueEntered{QueueId{5}, 1, "callback"}).offer(12, 21).at(3000).say(LegAnswered{LegId{12}});
    story.say(OfferEnded{OfferId{12}, UserId{21}, OfferOutcome::Accepted});
    story.say(QueueLeft{QueueId{5}, QueueExit::Connected, UserId{21}});
    story.say(LegStarted{LegId{13}, LegRole::Customer, {}, "13800000009"}).at(6000).say(LegAnswered{LegId{13}});
    story.say(CallbackTried{CallId{7}, QueueId{5}, UserId{21}, 1, "answered"});
    story.say(CallbackEnded{CallId{7}, QueueId{5}, "answered"}).talk(12, 13).at(9000).over(CallResult::Answered);
    const auto facts = fold(story);
    EXPECT_EQ(call_line(facts), "agent=21 talk=3000 legs=2 result=answered");
    EXPECT_EQ(marks_of(facts), "6000 callback_tried answered; 6000 callback_ended answered");
    EXPECT_FALSE(facts.callback) << "the row belongs to the call that asked";
}

// 漏话应答: no seat took it, a mobile did.
// R026, R111.
TEST(CallServices, ForwardedToAMobile) {
    CallStory story{7};
    story.customer(11, "13800000001").at(1000).offer(12, 21).at(20000).offer_ends(12, 21, OfferOutcome::NoAnswer);
    story.say(QueueLeft{QueueId{5}, QueueExit::TimedOut, {}});
    story.say(LegStarted{LegId{13}, LegRole::Agent, UserId{21}, "13900000021"}).say(LegRinging{LegId{13}});
    story.at(25000).say(LegAnswered{LegId{13}}).say(ForwardedAnswered{LegId{13}, UserId{21}, QueueId{5}}).talk(11, 13);
    story.at(40000).ends(13, agent_hangs_up).over(CallResult::Answered);
    const auto facts = fold(story);
    ASSERT_EQ(facts.forwarded.size(), 1U);
    EXPECT_EQ(facts.forwarded[0].mobile, "13900000021");
    EXPECT_EQ(facts.forwarded[0].number, "13800000001");
    EXPECT_EQ(facts.forwarded[0].talk_ms, 15000);
    EXPECT_EQ(facts.call.agent_id, 21);
    EXPECT_EQ(missed_of(facts), "21 no_answer 1000-20000");
    EXPECT_EQ(marks_of(facts), "25000 forwarded 13900000021");
    EXPECT_FALSE(facts.lost);
}

// A room is an internal call: answered when the second is in it, its agent is who came first.
TEST(CallServices, ConferenceRoom) {
    CallStory story{7};
    story.say(CallStarted{Direction::Internal, "9001", "9001", {}, model::RoomId{41}});
    story.rings(12, 21).rings(13, 22).rings(14, 23);
    story.at(2000).say(LegAnswered{LegId{12}}).say(PartyJoined{LegId{12}});
    story.at(4000).say(LegAnswered{LegId{13}}).say(PartyJoined{LegId{13}}).talk(12, 13);
    story.at(30000).ends(14, {EndingSide::Us, "no_answer"}, 487);
    story.at(40000).ends(12, agent_hangs_up).say(PartyLeft{LegId{12}}).at(41000).ends(13, agent_hangs_up);
    story.over(CallResult::Answered, agent_hangs_up);
    const auto facts = fold(story);
    EXPECT_EQ(facts.call.answered_at_ms, 4000);
    EXPECT_EQ(facts.call.direction, Direction::Internal);
    EXPECT_EQ(missed_of(facts), "") << "an invitation that nobody took is no missed call";
    EXPECT_EQ(marks_of(facts), "2000 joined 8021; 4000 joined 8022; 40000 left 8021");
    EXPECT_FALSE(facts.lost);
}

// The process may die after any event of any of this: the record is whole, and nothing stays open.
TEST(CallServices, DeathAfterAnyEventLeavesAWholeRecord) {
    auto story = talk_with_22();
    story.at(4000).say(LegStarted{LegId{15}, LegRole::Other, UserId{90}, "8090"});
    story.say(Supervised{LegId{15}, UserId{90}, UserId{22}, SupervisionMode::Listen});
    story.at(6000).rings(14, 23).say(ConsultStarted{LegId{13}, LegId{14}}).say(LegAnswered{LegId{14}});
    story.at(9000).say(ConsultEnded{LegId{13}, LegId{14}, ConsultOutcome::Joined}).say(PartyJoined{LegId{14}});
    story.at(9200).say(ResumeStarted{LegId{14}, UserId{23}, 28000}).ends(14, {EndingSide::Agent, "connection_lost"});
    story.at(9300).rings(16, 23).say(LegAnswered{LegId{16}}).say(Resumed{LegId{14}, LegId{16}});
    story.at(9500).say(SurveyAsked{UserId{22}, QueueId{5}}).ends(13, agent_hangs_up);
    story.at(9900).say(RecordingStarted{RecordingId{4}, "demo/4-message.wav", LegId{11}, {}});
    for (std::size_t died_after = 1; died_after <= story.events.size(); ++died_after) {
        CallFacts facts;
        for (std::size_t i = 0; i < died_after; ++i) {
            facts.apply(story.events[i]);
        }
        for (const auto& recording : facts.recordings) {
            facts.apply({10000, TenantId{1}, CallId{7}, RecordingEnded{RecordingId{recording.id}, 3000, 48058, ""}});
        }
        for (const auto& event : facts.lost_at(10000)) {
            facts.apply(event);
        }
        ASSERT_TRUE(facts.ended) << died_after;
        EXPECT_EQ(facts.call.ending_reason, "process_lost");
        EXPECT_EQ(facts.voicemails.size(), facts.recordings.size()) << "what was said is kept as a message";
        for (const auto& leg : facts.legs) {
            EXPECT_NE(leg.ended_at_ms, 0) << died_after;
        }
        const auto count = [&](MarkKind kind) { return std::ranges::count(facts.marks, kind, &MarkRow::kind); };
        EXPECT_EQ(count(MarkKind::Consult), count(MarkKind::ConsultEnded)) << died_after;
        EXPECT_EQ(count(MarkKind::Supervision), count(MarkKind::SupervisionEnded)) << died_after;
    }
}

// Whose missed calls are handled by dialling: the first leg of a call that goes out or inside.
TEST(CallServices, DialledBy) {
    CallStory story{7};
    story.say(CallStarted{Direction::ManualOutbound, "13800000001", "13800000001", {}});
    story.rings(11, 21).say(LegStarted{LegId{12}, LegRole::Customer, {}, "13800000001"});
    CallFacts facts;
    std::vector<std::string> dialled;
    for (const auto& event : story.events) {
        facts.apply(event);
        if (const auto found = facts.dialled_by(event)) {
            dialled.push_back(fmt::format("{} {}", found->by.value, found->number));
        }
    }
    EXPECT_EQ(dialled, std::vector<std::string>{"21 13800000001"});
}

}  // namespace
}  // namespace yh::office::records
