#include "calls/conductor_fake.h"

// Mobiles in place of seats, and as the last resort of a queue.
namespace yh::calls {
namespace {

using model::AgentActivity;

class Mobiles : public ConductorTest {
  protected:
    Mobiles() { configure(false); }
    void configure(bool forward) {
        auto d = std::make_shared<model::Directory>(*directory);
        for (auto& user : d->users) {
            user.mobile = user.id == wang ? "13911111111" : user.id == lan ? "13944444444" : "";
            user.wraps_up = true;
        }
        d->queues[0].service.forward_to_mobiles = forward;
        d->queues[0].max_wait = 30s;
        d->queues[0].on_timeout = *model::parse_destination("announce:closed");
        d->index();
        directory = d;
        conductor.set_directory(d);
    }
    std::string code_of(const model::Command& command) {
        const auto done = conductor.apply(command);
        return done.ok() ? "" : std::string{done.error().code};
    }
    std::string last_rung() {
        const auto* to = std::get_if<ToTrunk>(&signal.invited.back().target);
        return to == nullptr ? "an extension" : to->number;
    }
    bool mobile(UserId user) { return conductor.live_agent(user)->mobile; }
};

// R024.
TEST_F(Mobiles, AgentWithoutASeatIsRungByMobile) {
    ASSERT_EQ(code_of(model::SetMobile{lan, true}), "");
    EXPECT_TRUE(mobile(lan));
    EXPECT_TRUE(conductor.live_agent(lan)->device_online);
    EXPECT_EQ(conductor.live_agent(lan)->state, AgentState::Ready);
    const auto customer = customer_calls();
    EXPECT_EQ(last_rung(), "13944444444");
    EXPECT_EQ(signal.invited.back().caller_number, "4008001234");
    const auto leg = signal.last_invited();
    EXPECT_EQ(media.profiles[leg].security, MediaSecurity::None);  // no browser, although her seat is one
    conductor.on_answered(leg, "their answer");
    EXPECT_EQ(media.heard_by(customer), "leg " + leg.text());
    // A mobile that is lost is no browser to wait for.
    conductor.on_ended(leg, {EndingSide::Unknown, "flow_lost"});
    EXPECT_EQ(events.of<model::ResumeStarted>().size(), 0U);
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::Answered);
}

// R025.
TEST_F(Mobiles, NextBrowserSignsTheMobileOut) {
    online(lan);
    ASSERT_EQ(code_of(model::SetMobile{lan, true}), "");
    conductor.on_device(tenant, lan, false);
    advance(5min);
    EXPECT_TRUE(conductor.live_agent(lan)->device_online);
    EXPECT_EQ(conductor.live_agent(lan)->state, AgentState::Ready);  // not away: the mobile is there
    conductor.apply(model::SetAgentState{lan, AgentState::Offline, "sign_out"}).ok();
    EXPECT_EQ(conductor.live_agent(lan)->state, AgentState::Ready);
    online(lan);
    EXPECT_FALSE(mobile(lan));
    customer_calls();
    EXPECT_EQ(last_rung(), "an extension");
}

TEST_F(Mobiles, DeskPhoneIsRungAgainOnceItsUserIsReadyThere) {
    online(wang);
    ASSERT_EQ(code_of(model::SetMobile{wang, true}), "");
    online(wang);  // a desk phone registers all the time
    EXPECT_TRUE(mobile(wang));
    customer_calls();
    EXPECT_EQ(last_rung(), "13911111111");
    conductor.on_failed(signal.last_invited(), 486, "Busy Here");
    EXPECT_EQ(code_of(model::SetAgentState{wang, AgentState::Ready, ""}), "");
    EXPECT_FALSE(mobile(wang));
    advance(10s);
    EXPECT_EQ(last_rung(), "an extension");
}

TEST_F(Mobiles, SignedOutByHandWithoutASeatIsOffline) {
    ASSERT_EQ(code_of(model::SetMobile{lan, true}), "");
    ASSERT_EQ(code_of(model::SetMobile{lan, false}), "");
    EXPECT_FALSE(conductor.live_agent(lan)->device_online);
    EXPECT_EQ(conductor.live_agent(lan)->state, AgentState::Offline);
    customer_calls();
    EXPECT_TRUE(signal.invited.empty());
    online(lan);
    EXPECT_EQ(conductor.live_agent(lan)->state, AgentState::Ready);
}

// R024: what the process before has left.
TEST_F(Mobiles, WhoWasSignedInStillIsAndKeepsTheState) {
    conductor.restore_mobile(wang, AgentState::Ready);
    conductor.restore_mobile(lan, AgentState::Busy);
    EXPECT_TRUE(mobile(wang) && mobile(lan));
    EXPECT_EQ(conductor.live_agent(wang)->state, AgentState::Ready);
    EXPECT_EQ(conductor.live_agent(lan)->state, AgentState::Busy);
    EXPECT_EQ(events.of<model::MobileChanged>().size(), 2U);
    ASSERT_EQ(code_of(model::SetMobile{wang, false}), "");
    EXPECT_FALSE(events.of<model::MobileChanged>().back().on);
    conductor.restore_mobile(UserId{4711}, AgentState::Ready);  // has left the company meanwhile
    EXPECT_EQ(conductor.live_agent(UserId{4711}), std::nullopt);
}

TEST_F(Mobiles, WhoHasNoNumberIsToldSo) {
    EXPECT_EQ(code_of(model::SetMobile{li, true}), "mobile.no_number");
    EXPECT_EQ(code_of(model::SetMobile{UserId{999}, true}), "agent.unknown");
    EXPECT_EQ(code_of(model::SetMobile{li, false}), "");
}

// R026, R111.
TEST_F(Mobiles, CallThatNobodyTookRingsTheMembersMobilesInTurn) {
    configure(true);
    const auto customer = customer_calls();
    advance(30s);
    EXPECT_EQ(last_rung(), "13911111111");
    EXPECT_EQ(events.of<model::QueueLeft>().at(0).exit, model::QueueExit::TimedOut);
    // Whatever the mobile network plays, the caller hears on what the queue plays.
    conductor.on_progress(signal.last_invited(), 183, "their early media");
    EXPECT_EQ(media.heard_by(customer), "prompt:welcome");
    advance(20s);
    EXPECT_EQ(last_rung(), "13944444444");
    const auto leg = signal.last_invited();
    conductor.on_answered(leg, "their answer");
    EXPECT_EQ(media.heard_by(customer), "leg " + leg.text());
    const auto answered = events.of<model::ForwardedAnswered>();
    ASSERT_EQ(answered.size(), 1U);
    EXPECT_EQ(answered[0].user, lan);
    EXPECT_EQ(answered[0].queue, sales);
    EXPECT_EQ(conductor.live_agent(lan)->activity, AgentActivity::Talking);
    conductor.on_ended(customer, {});
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::Answered);
    EXPECT_EQ(conductor.live_agent(lan)->activity, AgentActivity::Idle);
}

TEST_F(Mobiles, AfterTheLastMobileTheQueueSaysWhatFollows) {
    configure(true);
    const auto customer = customer_calls();
    advance(30s);
    conductor.on_failed(signal.last_invited(), 486, "Busy Here");
    EXPECT_EQ(last_rung(), "13944444444");
    conductor.on_failed(signal.last_invited(), 480, "off");
    EXPECT_EQ(media.heard_by(customer), "prompt:closed");
    EXPECT_TRUE(events.of<model::ForwardedAnswered>().empty());
    EXPECT_EQ(signal.invited.size(), 2U);
}

TEST_F(Mobiles, CallerWhoHangsUpMeanwhileSilencesTheMobile) {
    configure(true);
    const auto customer = customer_calls();
    advance(30s);
    conductor.on_ended(customer, {});
    EXPECT_TRUE(signal.was_closed(signal.last_invited()));
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::Abandoned);
}

TEST_F(Mobiles, MemberWhoTalksIsNotRungByMobile) {
    configure(true);
    online(wang);
    customer_calls();
    conductor.on_answered(signal.last_invited(), "their answer");
    customer_calls();
    advance(30s);
    EXPECT_EQ(last_rung(), "13944444444");
}

}  // namespace
}  // namespace yh::calls
