#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "calls/conductor_fake.h"

// A browser is lost in mid-call, comes back or does not; another one takes over; a page answers from afar.
namespace yh::calls {
namespace {

const model::Ending flow_lost{EndingSide::Agent, "flow_lost"};

class Browsers : public ConductorTest {
  protected:
    std::string purpose_of_last() const {
        for (const auto& [name, value] : signal.invited.back().headers) {
            if (name == "X-Yinghe-Purpose") {
                return value;
            }
        }
        return {};
    }
    void away(UserId user) { conductor.on_device(tenant, user, false); }
    AgentState state_of(UserId user) const { return conductor.live_agent(user)->state; }

    /// A customer of queue 600 talks to Lan's browser.
    void customer_talks_to_lan() {
        online(lan);
        customer = customer_calls();
        agent = signal.last_invited();
        conductor.on_answered(agent, "their answer");
        call = media.plans.begin()->first;
    }
    /// The page goes: its bindings first, then its leg, as the endpoint tells it.
    void page_goes() {
        away(lan);
        conductor.on_ended(agent, flow_lost);
    }
    std::string phase() const { return conductor.live_call(call)->phase; }

    LegId customer, agent;
    CallId call;
};

TEST_F(Browsers, AreRungWithWebRtcAndToldWhatFor) {
    customer_talks_to_lan();
    EXPECT_EQ(media.profiles[agent].security, MediaSecurity::WebRtc);
    EXPECT_EQ(media.profiles[agent].like, customer);
    EXPECT_EQ(purpose_of_last(), "ring");
    conductor.on_ended(customer, {});
    settle();
    ASSERT_TRUE(conductor.apply(model::Dial{lan, "13812345678"}).ok());
    EXPECT_EQ(purpose_of_last(), "dial");
    EXPECT_EQ(media.profiles[signal.last_invited()].security, MediaSecurity::WebRtc);
    conductor.on_answered(signal.last_invited(), "their answer");
    EXPECT_EQ(purpose_of_last(), "") << "carriers are told nothing of it";
    EXPECT_EQ(media.profiles[signal.last_invited()].security, MediaSecurity::None);
}

TEST_F(Browsers, SpeakOpusWhereTheirCompanyWantsIt) {
    online(lan);
    customer_calls();
    EXPECT_FALSE(media.profiles[signal.last_invited()].prefer_opus);
    auto wanted = std::make_shared<model::Directory>(*directory);
    wanted->tenants[0].prefer_opus = true;
    conductor.set_directory(wanted);
    advance(21s);  // no answer; rung again with the same call
    advance(10s);
    EXPECT_TRUE(media.profiles[signal.last_invited()].prefer_opus);
}

// B01.
TEST_F(Browsers, CustomerHearsMusicUntilThePageIsBackAndTheyTalkOn) {
    customer_talks_to_lan();
    page_goes();
    EXPECT_EQ(phase(), "resuming");
    EXPECT_EQ(media.heard_by(customer), "music:default");
    EXPECT_FALSE(signal.was_closed(customer));
    EXPECT_EQ(signal.invited.size(), 1U) << "nobody is there to be rung";
    EXPECT_EQ(conductor.live_agent(lan)->state, AgentState::Ready);
    EXPECT_FALSE(conductor.live_agent(lan)->device_online);
    EXPECT_EQ(conductor.live_agent(lan)->call, call);
    advance(5s);
    online(lan);
    ASSERT_EQ(signal.invited.size(), 2U);
    EXPECT_EQ(purpose_of_last(), "resume");
    const auto fresh = signal.last_invited();
    EXPECT_EQ(media.profiles[fresh].like, customer);
    EXPECT_EQ(media.heard_by(customer), "music:default");
    conductor.on_answered(fresh, "their answer");
    EXPECT_EQ(phase(), "talking");
    EXPECT_EQ(media.heard_by(customer), "leg " + fresh.text());
    EXPECT_EQ(media.heard_by(fresh), "leg " + customer.text());
    ASSERT_TRUE(media.plans[call].recording);
    EXPECT_EQ(media.plans[call].recording->right, std::vector{fresh});
    EXPECT_EQ(events.of<model::RecordingStarted>().size(), 1U) << "the same recording goes on";
    advance(60s);
    EXPECT_EQ(phase(), "talking") << "the grace period ended with the return";
    conductor.on_ended(fresh, {});
    settle();
    ASSERT_EQ(events.of<model::CallEnded>().size(), 1U);
    EXPECT_EQ(events.of<model::CallEnded>()[0].ending, (model::Ending{EndingSide::Agent, "hangup"}));
    EXPECT_EQ(events.of<model::Bridged>().size(), 2U);
    EXPECT_EQ(conductor.live_agent(lan)->activity, model::AgentActivity::Idle);
    EXPECT_FALSE(conductor.live_agent(lan)->call);
}

TEST_F(Browsers, WhoIsGoneTooLongSendsTheCallerToTheHeadOfTheQueue) {
    customer_talks_to_lan();
    const auto other = customer_calls();  // waits already, and longer than the first will from now on
    page_goes();
    advance(19s);
    EXPECT_EQ(phase(), "resuming");
    advance(2s);
    EXPECT_EQ(phase(), "waiting");
    EXPECT_EQ(state_of(lan), AgentState::Offline);
    EXPECT_EQ(conductor.live_agent(lan)->reason, "connection_lost");
    EXPECT_EQ(conductor.live_queue(sales)->waiting.front().call, call);
    EXPECT_EQ(events.of<model::QueueEntered>().back().reason, "connection_lost");
    EXPECT_EQ(events.of<model::ResumeEnded>().at(0).reason, "connection_lost");
    EXPECT_FALSE(signal.was_closed(other));
    online(wang);
    const auto next = signal.last_invited();
    EXPECT_EQ(purpose_of_last(), "ring");
    conductor.on_answered(next, "their answer");
    EXPECT_EQ(media.heard_by(customer), "leg " + next.text());
    EXPECT_EQ(media.plans[call].recording->right, std::vector{next});
    conductor.on_ended(customer, {});
    conductor.on_ended(other, {});
    settle();
    ASSERT_EQ(events.of<model::CallEnded>().size(), 2U);
    EXPECT_EQ(events.of<model::QueueEntered>().size(), events.of<model::QueueLeft>().size());
    EXPECT_EQ(events.of<model::LegStarted>().size(), events.of<model::LegEnded>().size());
}

TEST_F(Browsers, CallerWhoGivesUpAtTheHeadOfTheQueueHasStillBeenAnswered) {
    customer_talks_to_lan();
    page_goes();
    advance(21s);
    conductor.on_ended(customer, {});
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::Answered);
    EXPECT_EQ(events.of<model::QueueLeft>().back().exit, model::QueueExit::Abandoned);
}

TEST_F(Browsers, ColleagueInAnInternalCallIsResumedAndEndsItWhenGoneForGood) {
    online(lan);
    online(mei);
    call = *conductor.apply(model::Dial{mei, "8004"});
    const auto caller = signal.last_invited();
    conductor.on_answered(caller, "their answer");
    agent = signal.last_invited();
    conductor.on_answered(agent, "their answer");
    page_goes();
    EXPECT_EQ(media.heard_by(caller), "music:default");
    online(lan);
    agent = signal.last_invited();
    conductor.on_answered(agent, "their answer");
    EXPECT_EQ(media.heard_by(caller), "leg " + agent.text());
    page_goes();
    conductor.on_ended(caller, flow_lost);
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U) << "when both are gone nobody waits for anybody";
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending, (model::Ending{EndingSide::Agent, "connection_lost"}));
}

TEST_F(Browsers, OwnOutboundCallIsResumedOnTheFirstLegToo) {
    online(lan);
    call = *conductor.apply(model::Dial{lan, "13812345678"});
    agent = signal.last_invited();
    conductor.on_answered(agent, "their answer");
    customer = signal.last_invited();
    conductor.on_answered(customer, "their answer");
    page_goes();
    EXPECT_EQ(media.heard_by(customer), "music:default");
    online(lan);
    const auto fresh = signal.last_invited();
    EXPECT_EQ(media.profiles[fresh].like, customer);
    conductor.on_answered(fresh, "their answer");
    EXPECT_EQ(media.heard_by(customer), "leg " + fresh.text());
    EXPECT_EQ(media.heard_by(fresh), "leg " + customer.text());
    agent = fresh;
    page_goes();
    advance(21s);
    settle();
    EXPECT_TRUE(signal.was_closed(customer));
    ASSERT_EQ(events.of<model::CallEnded>().size(), 1U);
    EXPECT_EQ(events.of<model::CallEnded>()[0].ending, (model::Ending{EndingSide::Agent, "connection_lost"}));
    EXPECT_EQ(state_of(lan), AgentState::Offline);
}

TEST_F(Browsers, TakeOverResumesAtOnceOnTheNewerPage) {
    customer_talks_to_lan();
    conductor.on_ended(agent, flow_lost);  // the user's newer page is registered already
    ASSERT_EQ(signal.invited.size(), 2U);
    EXPECT_EQ(purpose_of_last(), "resume");
    conductor.on_answered(signal.last_invited(), "their answer");
    EXPECT_EQ(phase(), "talking");
}

TEST_F(Browsers, SecondLossWhileRingingBackIsTriedAgain) {
    customer_talks_to_lan();
    page_goes();
    online(lan);
    const auto second = signal.last_invited();
    away(lan);
    conductor.on_failed(second, 503, "flow broke");
    advance(2s);
    EXPECT_EQ(signal.invited.size(), 2U);
    online(lan);
    ASSERT_EQ(signal.invited.size(), 3U);
    conductor.on_answered(signal.last_invited(), "their answer");
    EXPECT_EQ(phase(), "talking");
    agent = signal.last_invited();
    page_goes();
    EXPECT_EQ(phase(), "resuming") << "and once more";
}

TEST_F(Browsers, PageThatFailsAtFirstIsRungAgainWithinTheGracePeriod) {
    customer_talks_to_lan();
    conductor.on_ended(agent, flow_lost);
    conductor.on_failed(signal.last_invited(), 480, "loading");
    EXPECT_EQ(signal.invited.size(), 2U);
    advance(1s);
    EXPECT_EQ(signal.invited.size(), 3U);
    advance(20s);
    EXPECT_TRUE(signal.was_closed(signal.invited[2].leg)) << "nobody rings longer than the grace period";
}

TEST_F(Browsers, CustomerWhoHangsUpMeanwhileEndsTheCallAndFreesTheAgent) {
    customer_talks_to_lan();
    page_goes();
    conductor.on_ended(customer, {});
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending, (model::Ending{EndingSide::Caller, "hangup"}));
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::Answered);
    EXPECT_EQ(conductor.live_agent(lan)->activity, model::AgentActivity::Idle);
    EXPECT_EQ(conductor.calls_up(), 0U);
    online(lan);
    EXPECT_EQ(signal.invited.size(), 1U);
}

TEST_F(Browsers, AgentHangsUpByCommandMeanwhile) {
    customer_talks_to_lan();
    page_goes();
    online(lan);
    EXPECT_EQ(conductor.apply(model::Hangup{call, li}).error().code, "call.not_yours");
    ASSERT_TRUE(conductor.apply(model::Hangup{call, lan}).ok());
    EXPECT_TRUE(signal.was_closed(signal.last_invited()));
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending, (model::Ending{EndingSide::Agent, "hangup"}));
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(Browsers, AgentHangsUpByCommandWhileAway) {
    customer_talks_to_lan();
    page_goes();
    ASSERT_TRUE(conductor.apply(model::Hangup{call, lan}).ok());
    EXPECT_TRUE(signal.was_closed(customer));
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(Browsers, HoldAndMuteOutliveTheResume) {
    customer_talks_to_lan();
    ASSERT_TRUE(conductor.apply(model::Mute{call, lan, true}).ok());
    ASSERT_TRUE(conductor.apply(model::Hold{call, lan}).ok());
    page_goes();
    online(lan);
    const auto fresh = signal.last_invited();
    conductor.on_answered(fresh, "their answer");
    EXPECT_EQ(phase(), "held");
    EXPECT_EQ(media.heard_by(customer), "music:default");
    EXPECT_EQ(conductor.live_agent(lan)->activity, model::AgentActivity::Holding);
    EXPECT_GT(conductor.live_call(call)->held_since_ms, 0);
    ASSERT_TRUE(conductor.apply(model::Retrieve{call, lan}).ok());
    EXPECT_EQ(media.heard_by(fresh), "leg " + customer.text());
    EXPECT_EQ(media.heard_by(customer), "nothing") << "still muted";
}

TEST_F(Browsers, ServerThatClosesEndsCallsThatWait) {
    customer_talks_to_lan();
    page_goes();
    conductor.end_all({EndingSide::Us, "shutdown"});
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending.reason, "shutdown");
    EXPECT_EQ(events.of<model::LegStarted>().size(), events.of<model::LegEnded>().size());
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(Browsers, SilentPageIsFetchedAgainButNotForEver) {
    customer_talks_to_lan();
    for (int i = 0; i < 2; ++i) {
        conductor.on_media_silent(signal.last_invited());
        EXPECT_EQ(phase(), "resuming");
        EXPECT_EQ(purpose_of_last(), "resume");
        conductor.on_answered(signal.last_invited(), "their answer");
    }
    conductor.on_media_silent(signal.last_invited());
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending, (model::Ending{EndingSide::Agent, "rtp_timeout"}));
}

TEST_F(Browsers, NetworkThatFailsNowAndThenIsForgiven) {
    customer_talks_to_lan();
    for (int i = 0; i < 5; ++i) {
        conductor.on_media_silent(signal.last_invited());
        EXPECT_EQ(phase(), "resuming");
        conductor.on_answered(signal.last_invited(), "their answer");
        EXPECT_EQ(phase(), "talking");
        advance(3min);
    }
}

TEST_F(Browsers, DeskPhoneThatIsLostEndsTheCallAsBefore) {
    online(wang);
    customer = customer_calls();
    conductor.on_answered(signal.last_invited(), "their answer");
    conductor.on_ended(signal.last_invited(), flow_lost);
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending, flow_lost);
}

TEST_F(Browsers, RegistrationSignsInAndALongAbsenceSignsOut) {
    EXPECT_EQ(state_of(lan), AgentState::Offline);
    online(lan);
    EXPECT_EQ(state_of(lan), AgentState::Ready);
    EXPECT_GT(conductor.live_agent(lan)->signed_in_at_ms, 0);
    away(lan);
    advance(30s);
    online(lan);
    advance(100s);
    EXPECT_EQ(state_of(lan), AgentState::Ready) << "a reload changes nothing";
    away(lan);
    EXPECT_FALSE(conductor.live_agent(lan)->device_online);
    customer_calls();
    EXPECT_TRUE(signal.invited.empty()) << "who is away is offered nothing";
    advance(59s);
    EXPECT_EQ(state_of(lan), AgentState::Ready);
    advance(2s);
    EXPECT_EQ(state_of(lan), AgentState::Offline);
    EXPECT_EQ(conductor.live_agent(lan)->reason, "connection_lost");
    EXPECT_EQ(conductor.live_agent(lan)->signed_in_at_ms, 0);
    online(lan);
    EXPECT_EQ(state_of(lan), AgentState::Ready);
}

TEST_F(Browsers, WhoWentOfflineByChoiceStaysSoAfterAReload) {
    online(lan);
    ASSERT_TRUE(conductor.apply(model::SetAgentState{lan, AgentState::Offline, "下班"}).ok());
    away(lan);
    online(lan);
    EXPECT_EQ(state_of(lan), AgentState::Offline);
}

TEST_F(Browsers, RingingPageIsAskedToAnswer) {
    online(lan);
    customer_calls();
    call = media.plans.begin()->first;
    EXPECT_EQ(phase(), "ringing");
    EXPECT_GT(conductor.live_call(call)->offer_ends_at_ms, conductor.live_call(call)->ringing_at_ms);
    EXPECT_EQ(conductor.apply(model::Answer{call, wang}).error().code, "call.not_yours");
    EXPECT_EQ(conductor.apply(model::Answer{CallId{1}, lan}).error().code, "call.unknown");
    ASSERT_TRUE(conductor.apply(model::Answer{call, lan}).ok());
    ASSERT_EQ(events.of<model::AnswerAsked>().size(), 1U);
    EXPECT_EQ(events.of<model::AnswerAsked>()[0].leg, signal.last_invited());
    conductor.on_answered(signal.last_invited(), "their answer");
    EXPECT_EQ(conductor.apply(model::Answer{call, lan}).error().code, "call.wrong_phase");
}

TEST_F(Browsers, DeskPhonesAreAnsweredByHand) {
    online(wang);
    customer_calls();
    call = media.plans.begin()->first;
    EXPECT_EQ(conductor.apply(model::Answer{call, wang}).error().code, "device.answers_by_hand");
    EXPECT_EQ(conductor.apply(model::Answer{call, wang}).error().kind, ErrorKind::Conflict);
}

TEST_F(Browsers, PictureOfACallTellsEverythingAPageShows) {
    customer_talks_to_lan();
    auto live = *conductor.live_call(call);
    EXPECT_EQ(live.recording, model::RecordingState::On);
    EXPECT_GE(live.queued_at_ms, live.started_at_ms);
    EXPECT_GE(live.answered_at_ms, live.queued_at_ms);
    ASSERT_TRUE(conductor.apply(model::PauseRecording{call, lan, true}).ok());
    EXPECT_EQ(conductor.live_call(call)->recording, model::RecordingState::Paused);
    EXPECT_EQ(events.of<model::RecordingPaused>().size(), 1U);
    page_goes();
    live = *conductor.live_call(call);
    ASSERT_EQ(live.legs.size(), 2U);
    EXPECT_TRUE(live.legs[1].away);
    EXPECT_EQ(live.legs[1].user, lan) << "it is still Lan's call";
    EXPECT_EQ(live.resume_until_ms, to_ms(clock.wall()) + 20'000);
    online(lan);
    EXPECT_EQ(conductor.live_call(call)->legs.size(), 2U);
}

}  // namespace
}  // namespace yh::calls
