#include "calls/conductor.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "calls/conductor_fake.h"

namespace yh::calls {
namespace {

TEST_F(ConductorTest, CustomerHearsGreetingThenMusicThenTheAgent) {
    const auto customer = customer_calls();
    EXPECT_EQ(signal.answered, std::vector{customer});
    EXPECT_EQ(media.heard_by(customer), "prompt:welcome");
    const auto call = events.all.back().call;
    conductor.on_program_finished(call, customer, media.plans[call].legs[0].program->id);
    EXPECT_EQ(media.heard_by(customer), "music:default");

    online(wang);
    ASSERT_EQ(signal.invited.size(), 1U);
    const auto agent = signal.last_invited();
    EXPECT_EQ(signal.invited[0].caller_number, "13800000001");
    conductor.on_progress(agent, 180, {});
    conductor.on_answered(agent, "their answer");
    EXPECT_EQ(media.heard_by(customer), "leg " + agent.text());
    EXPECT_EQ(media.heard_by(agent), "leg " + customer.text());
    ASSERT_TRUE(media.plans[call].recording);
    EXPECT_EQ(media.plans[call].recording->left, std::vector{customer});
    EXPECT_EQ(media.plans[call].recording->right, std::vector{agent});

    conductor.on_ended(customer, {EndingSide::Caller, "hangup"});
    EXPECT_TRUE(signal.was_closed(agent));
    settle();
    const auto ended = events.of<model::CallEnded>();
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended[0].result, CallResult::Answered);
    EXPECT_EQ(ended[0].ending, (model::Ending{EndingSide::Caller, "hangup"}));
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(ConductorTest, AbandonedCallWithdrawsTheRingingOffer) {
    online(wang);
    const auto customer = customer_calls();
    const auto agent = signal.last_invited();
    conductor.on_ended(customer, {});
    EXPECT_TRUE(signal.was_closed(agent));
    ASSERT_EQ(events.of<model::OfferEnded>().size(), 1U);
    EXPECT_EQ(events.of<model::QueueLeft>().at(0).exit, model::QueueExit::Abandoned);
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::Abandoned);
}

TEST_F(ConductorTest, RefusedAndUnansweredOffersGoToTheNextAgentAndTheCallerKeepsHearingMusic) {
    online(wang);
    online(li);
    const auto customer = customer_calls();
    const auto first = signal.last_invited();
    conductor.on_failed(first, 603, "Decline");
    const auto second = signal.last_invited();
    ASSERT_NE(first, second);
    EXPECT_NE(signal.invited[0].target.index(), 1U);
    EXPECT_NE(std::get<ToExtension>(signal.invited[0].target).user,
              std::get<ToExtension>(signal.invited[1].target).user);
    EXPECT_EQ(media.heard_by(customer), "prompt:welcome");
    advance(21s);
    EXPECT_TRUE(signal.was_closed(second));
    const auto ended = events.of<model::OfferEnded>();
    ASSERT_GE(ended.size(), 2U);
    EXPECT_EQ(ended[0].outcome, model::OfferOutcome::Refused);
    EXPECT_EQ(ended[1].outcome, model::OfferOutcome::NoAnswer);
    EXPECT_FALSE(signal.was_closed(customer));
}

TEST_F(ConductorTest, DeviceThatCannotBeReachedIsNotWaitedFor) {
    signal.unreachable = {wang, li};
    online(wang);
    online(li);
    const auto customer = customer_calls();
    EXPECT_TRUE(signal.invited.empty());
    EXPECT_GE(events.of<model::OfferEnded>().size(), 1U);
    EXPECT_FALSE(signal.was_closed(customer));
}

TEST_F(ConductorTest, LongestWaitEndsTheCallWithItsReason) {
    const auto customer = customer_calls();
    advance(601s);
    EXPECT_EQ(events.of<model::QueueLeft>().at(0).exit, model::QueueExit::TimedOut);
    EXPECT_TRUE(signal.was_closed(customer));
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending, (model::Ending{EndingSide::Us, "queue_timeout"}));
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::NoAnswer);
}

TEST_F(ConductorTest, UnknownNumberIsRefusedAndStillRecorded) {
    const auto customer = customer_calls("95588");
    EXPECT_TRUE(signal.was_closed(customer));
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending.reason, "no_route");
}

TEST_F(ConductorTest, NoPortLeftRefusesTheCallWith503) {
    media.full = true;
    customer_calls();
    EXPECT_EQ(signal.said.back(), "close 503");
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
}

// R040, R093: a direct call out belongs to no queue.
TEST_F(ConductorTest, AgentDialsOutAndIsRefusedWhileResting) {
    online(wang);
    const auto agent = phone_dials(wang, "13812345678");
    ASSERT_EQ(signal.invited.size(), 1U);
    EXPECT_EQ(std::get<ToTrunk>(signal.invited[0].target).number, "13812345678");
    EXPECT_EQ(signal.invited[0].caller_number, "4008001234");
    const auto customer = signal.last_invited();
    conductor.on_progress(customer, 183, "early sdp");
    EXPECT_EQ(signal.said.back(), "progress 183 sdp");
    EXPECT_EQ(media.heard_by(agent), "leg " + customer.text());
    conductor.on_answered(customer, "their answer");
    EXPECT_EQ(signal.answered, std::vector{agent});
    conductor.on_ended(agent, {});
    settle();
    const auto ended = events.of<model::CallEnded>();
    EXPECT_EQ(ended.at(0).ending, (model::Ending{EndingSide::Agent, "hangup"}));
    EXPECT_EQ(events.of<model::CallStarted>().at(0).direction, model::Direction::ManualOutbound);
    EXPECT_TRUE(events.of<model::QueueEntered>().empty());

    ASSERT_TRUE(conductor.apply(model::SetAgentState{wang, AgentState::Rest, "lunch"}).ok());
    phone_dials(wang, "13812345678");
    EXPECT_EQ(signal.said.back(), "close 403");
}

// Whom we called does not ring yet: pages say 呼叫中 before, and 对方振铃 only when the far end says so.
TEST_F(ConductorTest, R042_APartyIsCalledBeforeItRings) {
    online(wang);
    const auto agent = phone_dials(wang, "13812345678");
    const auto customer = signal.last_invited();
    const auto live = [&](LegId id) {
        const auto calls = conductor.snapshot()->calls;
        return *std::ranges::find(calls.at(0).legs, id, &model::LiveLeg::leg);
    };
    EXPECT_TRUE(live(customer).called);
    EXPECT_FALSE(live(customer).ringing) << "nothing was heard of it yet";
    EXPECT_FALSE(live(agent).called) << "it called us";
    conductor.on_progress(customer, 180, {});
    EXPECT_TRUE(live(customer).called);
    EXPECT_TRUE(live(customer).ringing);
    conductor.on_answered(customer, "their answer");
    EXPECT_FALSE(live(customer).called);
    EXPECT_FALSE(live(customer).ringing);
}

TEST_F(ConductorTest, BusyOutsideNumberIsToldToThePhone) {
    online(wang);
    phone_dials(wang, "13812345678");
    conductor.on_failed(signal.last_invited(), 486, "Busy Here");
    EXPECT_EQ(signal.said.back(), "close 486");
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::Busy);
}

TEST_F(ConductorTest, InternalCallRingsTheColleagueAndIsNotRecorded) {
    online(wang);
    online(li);
    phone_dials(wang, "8002");
    const auto callee = signal.last_invited();
    EXPECT_EQ(signal.invited.back().caller_number, "8001");
    conductor.on_answered(callee, "their answer");
    EXPECT_TRUE(events.of<model::RecordingStarted>().empty());
    // Capacity 1: while Li talks to a colleague, a customer is offered to nobody.
    const auto offers = signal.invited.size();
    customer_calls();
    EXPECT_EQ(signal.invited.size(), offers);
    conductor.on_ended(callee, {});
    EXPECT_GT(signal.invited.size(), offers);
}

// R051.
TEST_F(ConductorTest, HeldPartyHearsMusicAndComesBack) {
    online(wang);
    const auto customer = customer_calls();
    const auto agent = signal.last_invited();
    conductor.on_answered(agent, "their answer");
    conductor.on_offer(agent, "a=sendonly");
    EXPECT_EQ(signal.said.back(), "answer_offer");
    EXPECT_EQ(media.heard_by(customer), "music:default");
    EXPECT_EQ(media.heard_by(agent), "nothing");
    conductor.on_offer(agent, "a=sendrecv");
    EXPECT_EQ(media.heard_by(customer), "leg " + agent.text());
    EXPECT_EQ(media.heard_by(agent), "leg " + customer.text());

    const auto call = events.all.front().call ? events.all.front().call : media.plans.begin()->first;
    EXPECT_FALSE(conductor.apply(model::Hold{call, li}).ok()) << "only a party may hold";
    ASSERT_TRUE(conductor.apply(model::Hold{call, wang}).ok());
    EXPECT_EQ(media.heard_by(customer), "music:default");
    ASSERT_TRUE(conductor.apply(model::Retrieve{call, wang}).ok());
    EXPECT_EQ(media.heard_by(customer), "leg " + agent.text());
}

TEST_F(ConductorTest, MutedAgentIsNotHeardAndPausedRecordingIsDeclared) {
    online(wang);
    const auto customer = customer_calls();
    const auto agent = signal.last_invited();
    conductor.on_answered(agent, "their answer");
    const auto call = media.plans.begin()->first;
    ASSERT_TRUE(conductor.apply(model::Mute{call, wang, true}).ok());
    EXPECT_EQ(media.heard_by(customer), "nothing");
    EXPECT_EQ(media.heard_by(agent), "leg " + customer.text());
    ASSERT_TRUE(conductor.apply(model::Hold{call, wang}).ok());
    ASSERT_TRUE(conductor.apply(model::Retrieve{call, wang}).ok());
    EXPECT_EQ(media.heard_by(customer), "nothing") << "mute outlives hold";
    ASSERT_TRUE(conductor.apply(model::Mute{call, wang, false}).ok());
    EXPECT_EQ(media.heard_by(customer), "leg " + agent.text());
    ASSERT_TRUE(conductor.apply(model::PauseRecording{call, wang, true}).ok());
    EXPECT_TRUE(media.plans[call].recording->paused);
    ASSERT_TRUE(conductor.apply(model::PauseRecording{call, wang, false}).ok());
    EXPECT_FALSE(media.plans[call].recording->paused);
    EXPECT_EQ(conductor.apply(model::Mute{call, li, true}).error().code, "call.not_yours");
}

// A key pressed while the customer hangs up is late (409); it is no attempt at somebody else's call (403).
TEST_F(ConductorTest, CommandsForACallThatClosesAreLate) {
    online(wang);
    const auto customer = customer_calls();
    conductor.on_answered(signal.last_invited(), "their answer");
    const auto call = media.plans.begin()->first;
    conductor.on_ended(customer, {});
    EXPECT_EQ(conductor.calls_up(), 1U) << "measurements and recording are not there yet";
    for (const model::Command& late : {model::Command{model::SendDtmf{call, wang, "1"}},
                                       {model::Mute{call, wang, true}},
                                       {model::Hangup{call, wang}},
                                       {model::Answer{call, wang}}}) {
        const auto answer = conductor.apply(late);
        EXPECT_EQ(answer.error().kind, ErrorKind::Conflict);
        EXPECT_EQ(answer.error().code, "call.wrong_phase");
    }
    EXPECT_EQ(conductor.apply(model::SendDtmf{call, li, "1"}).error().kind, ErrorKind::Forbidden);
}

// R028.
TEST_F(ConductorTest, ClickToDialRingsTheOwnDeviceFirst) {
    online(wang);
    const auto id = conductor.apply(model::Dial{wang, "13812345678"});
    ASSERT_TRUE(id.ok());
    const auto agent = signal.last_invited();
    conductor.on_answered(agent, "their answer");
    EXPECT_EQ(media.heard_by(agent), "tone:ringback");
    const auto customer = signal.last_invited();
    ASSERT_NE(agent, customer);
    conductor.on_answered(customer, "their answer");
    EXPECT_EQ(media.heard_by(agent), "leg " + customer.text());
    EXPECT_EQ(conductor.apply(model::Dial{wang, "13812345678"}).error().code, "agent.in_call");
    EXPECT_EQ(conductor.apply(model::Dial{zhao, "99"}).error().code, "agent.offline");
    ASSERT_TRUE(conductor.apply(model::Hangup{*id, wang}).ok());
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(ConductorTest, SilentLegEndsTheCall) {
    online(wang);
    const auto customer = customer_calls();
    conductor.on_answered(signal.last_invited(), "their answer");
    conductor.on_media_silent(customer);
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending, (model::Ending{EndingSide::Carrier, "rtp_timeout"}));
}

TEST_F(ConductorTest, RecordIsSaidEvenWhenMediaNeverReportsBack) {
    const auto customer = customer_calls();
    conductor.on_ended(customer, {});
    EXPECT_TRUE(events.of<model::CallEnded>().empty());
    advance(4s);
    EXPECT_EQ(events.of<model::CallEnded>().size(), 1U);
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(ConductorTest, DrainRefusesNewCallsAndEndAllEndsTheRest) {
    online(wang);
    const auto customer = customer_calls();
    conductor.on_answered(signal.last_invited(), "their answer");
    conductor.drain();
    customer_calls();
    EXPECT_EQ(signal.said.back(), "close 503");
    conductor.end_all({EndingSide::Us, "shutdown"});
    EXPECT_TRUE(signal.was_closed(customer));
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
    EXPECT_EQ(events.of<model::CallEnded>().size(), 2U);
}

TEST_F(ConductorTest, EveryLegThatStartedEndsAndEveryOfferThatWasMadeEnds) {
    online(wang);
    online(li);
    for (int i = 0; i < 40; ++i) {
        const auto customer = customer_calls(i % 5 == 4 ? "4008001235" : "4008001234");
        if (i % 3 == 0) {
            conductor.on_failed(signal.last_invited(), i % 2 == 0 ? 486 : 603, "");
        }
        if (i % 3 == 1) {
            conductor.on_answered(signal.last_invited(), "their answer");
            advance(5s);
        }
        conductor.on_ended(customer, {});
        settle();
        advance(10s);
    }
    EXPECT_EQ(events.of<model::LegStarted>().size(), events.of<model::LegEnded>().size());
    EXPECT_EQ(events.of<model::OfferMade>().size(), events.of<model::OfferEnded>().size());
    EXPECT_EQ(events.of<model::CallStarted>().size(), events.of<model::CallEnded>().size());
    EXPECT_EQ(events.of<model::QueueEntered>().size(), events.of<model::QueueLeft>().size());
    EXPECT_EQ(conductor.calls_up(), 0U);
}

}  // namespace
}  // namespace yh::calls
