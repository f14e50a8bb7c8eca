#include "calls/conductor_talk_fake.h"

// Who is recorded (R044, U4, R095): the agent's own word before the queue's, and nobody who is never recorded on the
// recording of others. Queue 600 is recorded, with Wang, Li and Lan; Zhao and Mei are in no queue.
namespace yh::calls {
namespace {

using model::RecordCalls;
using model::RecordingState;

class WhoIsRecorded : public TalkTest {
  protected:
    void record(UserId user, RecordCalls calls) {
        choose([&](model::Directory& d) { std::ranges::find(d.users, user, &model::User::id)->record_calls = calls; });
    }
    void queue_is_not_recorded() {
        choose([](model::Directory& d) { d.queues[0].record = false; });
    }
    Result<CallId> pause(UserId by, bool on) { return conductor.apply(model::PauseRecording{call, by, on}); }
    /// What pages are told, which is what media does.
    RecordingState state() const {
        const auto shown = conductor.live_call(call)->recording;
        const auto& plan = media.plans.at(call).recording;
        EXPECT_EQ(shown, !plan ? RecordingState::None : plan->paused ? RecordingState::Paused : RecordingState::On);
        return shown;
    }
    /// Every pause and every resumption that was said, in order.
    std::vector<bool> pauses() const {
        std::vector<bool> said;
        for (const auto& event : events.of<model::RecordingPaused>()) {
            said.push_back(event.paused);
        }
        return said;
    }
    std::size_t begun() const { return events.of<model::RecordingStarted>().size(); }
    void wang_dials_out() {
        online(wang);
        agent = phone_dials(wang, "13812345678");
        customer = signal.last_invited();
        answers(customer);
        call = media.plans.begin()->first;
    }
    void wang_talks_to(UserId colleague, const std::string& extension) {
        online(colleague);
        ASSERT_TRUE(conductor.apply(model::Consult{call, wang, extension}).ok());
        third = rings(colleague);
        answers(third);
    }
    void wang_sends_on_to(UserId colleague, const std::string& extension) {
        online(colleague);
        ASSERT_TRUE(conductor.apply(model::Transfer{call, wang, extension}).ok());
        third = rings(colleague);
        answers(third);
    }

    LegId third;
};

// ---------------------------------------------------------------- two talk

TEST_F(WhoIsRecorded, R044_AlwaysIsRecordedWhateverTheQueue) {
    record(wang, RecordCalls::Always);
    queue_is_not_recorded();
    customer_talks_to_wang();
    EXPECT_EQ(state(), RecordingState::On);
    EXPECT_EQ(media.plans[call].recording->left, std::vector{customer});
    EXPECT_EQ(media.plans[call].recording->right, std::vector{agent});
    hangs_up(customer);
    expect_all_released();
}

TEST_F(WhoIsRecorded, R044_NeverLeavesNoRecordingWhateverTheQueue) {
    record(wang, RecordCalls::Never);
    customer_talks_to_wang();
    EXPECT_EQ(state(), RecordingState::None);
    EXPECT_EQ(pause(wang, false).error().code, "call.not_recorded");
    hangs_up(customer);
    expect_all_released();
    EXPECT_EQ(begun(), 0U);
    EXPECT_TRUE(pauses().empty());
}

TEST_F(WhoIsRecorded, WithoutAWordOfTheirOwnTheQueueSpeaks) {
    queue_is_not_recorded();
    customer_talks_to_wang();
    EXPECT_EQ(state(), RecordingState::None);
}

TEST_F(WhoIsRecorded, OutboundCallsFollowTheSameWord) {
    wang_dials_out();
    EXPECT_EQ(state(), RecordingState::On) << "a member of a recorded queue";
    hangs_up(customer);
    settle();
    for (const auto word : {RecordCalls::Never, RecordCalls::Always}) {
        media.plans.clear();
        record(wang, word);
        queue_is_not_recorded();
        wang_dials_out();
        EXPECT_EQ(state(), word == RecordCalls::Always ? RecordingState::On : RecordingState::None);
        hangs_up(customer);
        settle();
    }
    expect_all_released();
}

TEST_F(WhoIsRecorded, DirectCallsOfWhoIsInNoQueueFollowTheirWord) {
    record(zhao, RecordCalls::Always);
    online(zhao);
    customer = customer_calls("4008001235");
    answers(rings(zhao));
    call = media.plans.begin()->first;
    EXPECT_EQ(state(), RecordingState::On);
}

TEST_F(WhoIsRecorded, InternalCallsStayUnrecorded) {
    record(wang, RecordCalls::Always);
    record(li, RecordCalls::Always);
    online(wang);
    online(li);
    phone_dials(wang, "8002");
    answers(rings(li));
    call = media.plans.begin()->first;
    EXPECT_EQ(state(), RecordingState::None);
}

// ---------------------------------------------------------------- sent on

TEST_F(WhoIsRecorded, TransferFromNeverToARecordedColleagueBeginsTheRecordingThere) {
    record(wang, RecordCalls::Never);
    customer_talks_to_wang();
    online(li);
    ASSERT_TRUE(conductor.apply(model::Transfer{call, wang, "8002"}).ok());
    EXPECT_EQ(state(), RecordingState::None) << "nobody to talk with yet";
    answers(rings(li));
    EXPECT_EQ(state(), RecordingState::On);
    EXPECT_EQ(media.plans[call].recording->left, std::vector{customer});
    EXPECT_EQ(media.plans[call].recording->right, std::vector{rings(li)});
    hangs_up(customer);
    expect_all_released();
}

TEST_F(WhoIsRecorded, TransferToAlwaysBeginsTheRecordingOfAnUnrecordedQueue) {
    record(zhao, RecordCalls::Always);
    queue_is_not_recorded();
    customer_talks_to_wang();
    wang_sends_on_to(zhao, "8003");
    EXPECT_EQ(state(), RecordingState::On);
}

TEST_F(WhoIsRecorded, TransferToNeverPausesAndOnFromThemGoesOn) {
    record(zhao, RecordCalls::Never);
    customer_talks_to_wang();
    online(zhao);
    online(li);
    ASSERT_TRUE(conductor.apply(model::Transfer{call, wang, "8003"}).ok());
    EXPECT_EQ(state(), RecordingState::On) << "a telephone that rings says nothing";
    answers(rings(zhao));
    EXPECT_EQ(state(), RecordingState::Paused);
    ASSERT_TRUE(conductor.apply(model::Transfer{call, zhao, "8002"}).ok());
    EXPECT_EQ(state(), RecordingState::On);
    answers(rings(li));
    EXPECT_EQ(state(), RecordingState::On);
    EXPECT_EQ(pauses(), (std::vector{true, false}));
    EXPECT_EQ(begun(), 1U) << "one recording, with a gap";
    hangs_up(customer);
    expect_all_released();
}

// What the agent before paused, the next one did not ask for; said once, and not where nothing changes.
TEST_F(WhoIsRecorded, PausedByHandAndSentOnGoesOnUnlessTheNextIsNeverRecorded) {
    record(zhao, RecordCalls::Never);
    customer_talks_to_wang();
    ASSERT_TRUE(pause(wang, true).ok());
    wang_talks_to(zhao, "8003");
    ASSERT_TRUE(conductor.apply(model::CompleteConsult{call, wang}).ok());
    EXPECT_EQ(state(), RecordingState::Paused);
    EXPECT_EQ(pauses(), std::vector{true});
    online(li);
    ASSERT_TRUE(conductor.apply(model::Transfer{call, zhao, "8002"}).ok());
    answers(rings(li));
    EXPECT_EQ(state(), RecordingState::On);
    EXPECT_EQ(pauses(), (std::vector{true, false}));
}

TEST_F(WhoIsRecorded, JoinedByADeskPhonesOwnTransferIsTheSame) {
    record(zhao, RecordCalls::Never);
    customer_talks_to_wang();
    online(zhao);
    const auto asks = phone_dials(wang, "8003");
    answers(rings(zhao));
    ASSERT_TRUE(conductor.refer(agent, "8003", asks).ok());
    EXPECT_EQ(state(), RecordingState::Paused);
    EXPECT_EQ(conductor.live_call(call)->parties.size(), 2U);
}

// ---------------------------------------------------------------- asked, and three

TEST_F(WhoIsRecorded, ConsultationWithNeverIsNotRecorded) {
    record(zhao, RecordCalls::Never);
    customer_talks_to_wang();
    online(zhao);
    ASSERT_TRUE(conductor.apply(model::Consult{call, wang, "8003"}).ok());
    EXPECT_EQ(state(), RecordingState::On);
    answers(rings(zhao));
    EXPECT_EQ(state(), RecordingState::Paused);
    ASSERT_TRUE(conductor.apply(model::CancelConsult{call, wang}).ok());
    EXPECT_EQ(state(), RecordingState::On);
    EXPECT_EQ(pauses(), (std::vector{true, false}));
}

TEST_F(WhoIsRecorded, SoundBeforeTheAnswerOfNeverIsNotRecordedEither) {
    record(zhao, RecordCalls::Never);
    customer_talks_to_wang();
    online(zhao);
    ASSERT_TRUE(conductor.apply(model::Consult{call, wang, "8003"}).ok());
    conductor.on_progress(rings(zhao), 183, "early sdp");
    EXPECT_EQ(state(), RecordingState::Paused);
    conductor.on_failed(rings(zhao), 486, "Busy Here");
    EXPECT_EQ(state(), RecordingState::On);
}

TEST_F(WhoIsRecorded, WhoIsOnlyAskedBeginsNoRecordingOfOthers) {
    record(li, RecordCalls::Always);
    queue_is_not_recorded();
    customer_talks_to_wang();
    ASSERT_TRUE(conductor.apply(model::SetAgentState{li, AgentState::Busy, ""}).ok());
    wang_talks_to(li, "8002");
    EXPECT_EQ(state(), RecordingState::None) << "they do not talk with the customer";
    ASSERT_TRUE(conductor.apply(model::JoinConsult{call, wang}).ok());
    EXPECT_EQ(state(), RecordingState::On);
    EXPECT_EQ(recorded_right(), in_order({agent, third}));
    hangs_up(third);
    EXPECT_EQ(state(), RecordingState::On) << "it was begun";
}

TEST_F(WhoIsRecorded, ThreeWayIsPausedAsLongAsNeverIsInIt) {
    record(zhao, RecordCalls::Never);
    customer_talks_to_wang();
    wang_talks_to(zhao, "8003");
    ASSERT_TRUE(conductor.apply(model::JoinConsult{call, wang}).ok());
    EXPECT_EQ(state(), RecordingState::Paused);
    EXPECT_EQ(pause(wang, false).error().code, "call.never_recorded");
    EXPECT_EQ(pause(zhao, false).error().code, "call.never_recorded");
    EXPECT_EQ(state(), RecordingState::Paused);
    hangs_up(third);
    EXPECT_EQ(state(), RecordingState::On);
    EXPECT_EQ(pauses(), (std::vector{true, false})) << "the consultation paused it already";
    hangs_up(customer);
    expect_all_released();
}

TEST_F(WhoIsRecorded, WhatWasPausedByHandStaysSoWhenNeverIsGone) {
    record(zhao, RecordCalls::Never);
    customer_talks_to_wang();
    wang_talks_to(zhao, "8003");
    ASSERT_TRUE(conductor.apply(model::JoinConsult{call, wang}).ok());
    ASSERT_TRUE(pause(wang, true).ok());
    hangs_up(third);
    EXPECT_EQ(state(), RecordingState::Paused);
    EXPECT_EQ(pauses(), std::vector{true});
    ASSERT_TRUE(pause(wang, false).ok());
    EXPECT_EQ(state(), RecordingState::On);
    EXPECT_EQ(pauses(), (std::vector{true, false}));
}

TEST_F(WhoIsRecorded, RecordingOfAThreeWayBeginsWhenNeverLeavesIt) {
    record(wang, RecordCalls::Never);
    customer_talks_to_wang();
    wang_talks_to(zhao, "8003");
    ASSERT_TRUE(conductor.apply(model::JoinConsult{call, wang}).ok());
    EXPECT_EQ(state(), RecordingState::None);
    hangs_up(agent);
    EXPECT_EQ(state(), RecordingState::On);
    const auto started = events.of<model::RecordingStarted>().at(0);
    EXPECT_EQ(started.left, customer);
    EXPECT_EQ(started.right, third);
}

TEST_F(WhoIsRecorded, ColleaguesWhoAreLeftAloneBeginNoRecording) {
    record(wang, RecordCalls::Never);
    customer_talks_to_wang();
    wang_talks_to(zhao, "8003");
    hangs_up(customer);
    ASSERT_TRUE(both_hear(agent, third));
    online(li);
    ASSERT_TRUE(conductor.apply(model::Transfer{call, wang, "8002"}).ok());
    answers(rings(li));
    ASSERT_TRUE(both_hear(third, rings(li)));
    EXPECT_EQ(state(), RecordingState::None) << "no customer is there any more";
}

TEST_F(WhoIsRecorded, RoomsStayUnrecorded) {
    choose([&](model::Directory& d) { d.rooms.push_back({model::RoomId{41}, tenant, "1", "晨会", {wang, zhao}}); });
    record(wang, RecordCalls::Always);
    online(wang);
    online(zhao);
    call = *conductor.apply(model::StartRoom{model::RoomId{41}, mei});
    answers(rings(wang));
    answers(rings(zhao));
    ASSERT_TRUE(both_hear(rings(wang), rings(zhao)));
    EXPECT_EQ(state(), RecordingState::None);
}

// ---------------------------------------------------------------- supervised

TEST_F(WhoIsRecorded, SupervisorCountsOnlyWhenTheyTakeOver) {
    record(mei, RecordCalls::Never);
    customer_talks_to_wang();
    online(mei);
    for (const auto mode : {model::SupervisionMode::Listen, model::SupervisionMode::Whisper,
                            model::SupervisionMode::Barge, model::SupervisionMode::Takeover}) {
        ASSERT_TRUE(conductor.apply(model::Supervise{call, mei, mode}).ok());
        if (mode == model::SupervisionMode::Listen) {
            answers(rings(mei));
        }
        EXPECT_EQ(state(), mode == model::SupervisionMode::Takeover ? RecordingState::Paused : RecordingState::On);
    }
    EXPECT_TRUE(both_hear(customer, rings(mei)));
    hangs_up(rings(mei));
    expect_all_released();
}

// ---------------------------------------------------------------- lost and back

TEST_F(WhoIsRecorded, NeverWhosePageIsLostIsStillOneOfTheTalk) {
    record(mei, RecordCalls::Never);
    customer_talks_to_wang();
    wang_sends_on_to(mei, "8005");
    ASSERT_EQ(state(), RecordingState::Paused);
    conductor.on_device(tenant, mei, false);
    conductor.on_ended(third, {EndingSide::Agent, "flow_lost"});
    ASSERT_EQ(phase(), "resuming");
    EXPECT_EQ(state(), RecordingState::Paused);
    online(mei);
    answers(rings(mei));
    ASSERT_TRUE(both_hear(customer, rings(mei)));
    EXPECT_EQ(state(), RecordingState::Paused);
    EXPECT_EQ(pause(mei, false).error().code, "call.never_recorded");
    EXPECT_EQ(pauses(), std::vector{true});
    hangs_up(customer);
    expect_all_released();
}

TEST_F(WhoIsRecorded, CustomerWhoGoesBackToTheQueueIsRecordedWithTheNextAgent) {
    record(lan, RecordCalls::Never);
    online(lan);
    customer = customer_calls();
    answers(rings(lan));
    call = media.plans.begin()->first;
    ASSERT_EQ(state(), RecordingState::None);
    conductor.on_device(tenant, lan, false);
    conductor.on_ended(rings(lan), {EndingSide::Agent, "flow_lost"});
    advance(21s);
    ASSERT_EQ(phase(), "waiting");
    online(wang);
    answers(rings(wang));
    EXPECT_EQ(state(), RecordingState::On);
    hangs_up(customer);
    expect_all_released();
}

// A page that is gone for good paused the recording: who waits again is told of no pause that is over.
TEST_F(WhoIsRecorded, PauseEndsWithTheAgentWhoIsGone) {
    online(lan);
    customer = customer_calls();
    answers(rings(lan));
    call = media.plans.begin()->first;
    ASSERT_TRUE(pause(lan, true).ok());
    conductor.on_device(tenant, lan, false);
    conductor.on_ended(rings(lan), {EndingSide::Agent, "flow_lost"});
    EXPECT_EQ(state(), RecordingState::Paused);
    advance(21s);
    ASSERT_EQ(phase(), "waiting");
    EXPECT_EQ(state(), RecordingState::On);
    EXPECT_EQ(pauses(), (std::vector{true, false}));
}

}  // namespace
}  // namespace yh::calls
