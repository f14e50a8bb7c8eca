#include "base/metrics.h"
#include "calls/conductor_fake.h"

// The watchdog (B24): what cannot break by itself is broken here, and found, healed and said.
namespace yh::calls {

/// Reaches into the conductor to take away what holds it together.
struct PlantedFault {
    Conductor& conductor;

    Call& call(CallId id) const { return *conductor.book_.find(id); }
    Leg& leg(LegId id) const { return *conductor.book_.find(id).leg; }
    /// Decided, and carried out, as if it had come from the calls.
    void tell_acd(acd::Input input) const { conductor.decide(std::move(input)); }
    /// Only the ACD hears of it.
    void whisper_to_acd(const acd::Input& input) const {
        static_cast<void>(conductor.acd_.apply(input, conductor.world_.clock.now()));
    }
    void stop_acd_alarm() const { conductor.world_.timers.cancel(conductor.acd_wake_); }
    void stop_limit(CallId id) const { conductor.world_.timers.cancel(call(id).limit); }
    void promise(Callback place) const { conductor.callbacks_.insert_or_assign(place.asked_by, std::move(place)); }
    std::optional<int> position(CallId id) const { return conductor.acd_.position(id); }
};

namespace {

using model::AgentActivity;
using model::Fault;

class Healings final : public WatchSink {
  public:
    void on_healed(const std::vector<model::Healed>& healed) override {
        all.insert(all.end(), healed.begin(), healed.end());
    }
    std::vector<model::Healed> all;
};

class WatchTest : public ConductorTest {
  protected:
    WatchTest() { conductor.begin_watch(10s, &healings); }

    /// Two looks and what follows from them; what media still has to report is reported.
    void two_looks() {
        advance(21s);
        settle();
    }
    /// What was healed since it was asked last.
    std::vector<Fault> healed() {
        std::vector<Fault> faults;
        for (const auto& one : std::exchange(healings.all, {})) {
            faults.push_back(one.fault);
        }
        return faults;
    }
    CallId call_of(LegId leg) const { return media.open.at(leg); }
    AgentActivity activity(UserId user) { return conductor.live_agent(user)->activity; }
    LegId talk(UserId agent) {
        online(agent);
        const auto customer = customer_calls();
        conductor.on_answered(signal.last_invited(), "their answer");
        return customer;
    }

    Healings healings;
    PlantedFault plant{conductor};
};

TEST_F(WatchTest, HealthyCallsAreLeftAlone) {
    const auto customer = talk(wang);
    const auto waits = customer_calls();
    advance(60s);
    conductor.on_ended(customer, {EndingSide::Caller, "hangup"});
    advance(60s);
    conductor.on_ended(waits, {});
    settle();
    advance(60s);
    EXPECT_EQ(healed(), std::vector<Fault>{});
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(WatchTest, WhatIsWrongForOneLookOnlyIsLeftAlone) {
    online(wang);
    plant.tell_acd(acd::AgentBusyWithCall{wang, AgentActivity::Talking});
    advance(11s);
    plant.tell_acd(acd::AgentFree{wang, false});
    advance(11s);
    plant.tell_acd(acd::AgentBusyWithCall{wang, AgentActivity::Talking});
    advance(9s);
    EXPECT_EQ(healed(), std::vector<Fault>{});
}

TEST_F(WatchTest, AgentWhoTalksInNoCallIsFreeAgain) {
    auto& counter = metrics::counter("yinghe_stuck_healed_total", "", {{"fault", "agent_without_call"}});
    const auto before = counter.value();
    online(wang);
    plant.tell_acd(acd::AgentBusyWithCall{wang, AgentActivity::Talking});
    const auto customer = customer_calls();
    two_looks();
    ASSERT_EQ(healings.all.size(), 1U);
    EXPECT_EQ(healings.all[0].fault, Fault::AgentWithoutCall);
    EXPECT_EQ(healings.all[0].user, wang);
    EXPECT_EQ(healings.all[0].tenant, tenant);
    EXPECT_EQ(counter.value(), before + 1);
    ASSERT_EQ(signal.invited.size(), 1U) << "the caller who waited is offered at once";
    conductor.on_answered(signal.last_invited(), "their answer");
    EXPECT_EQ(media.heard_by(customer), "leg " + signal.last_invited().text());
}

TEST_F(WatchTest, OfferThatRingsNowhereGoesToTheNextAgent) {
    online(wang);
    const auto customer = customer_calls();
    const auto lost = signal.last_invited();
    plant.leg(lost).ended = true;
    plant.stop_acd_alarm();  // the ring time would end it, too
    online(li);
    plant.stop_acd_alarm();
    two_looks();
    EXPECT_EQ(healed(), std::vector{Fault::OfferWithoutRing});
    ASSERT_EQ(signal.invited.size(), 2U);
    conductor.on_answered(signal.last_invited(), "their answer");
    EXPECT_EQ(activity(li), AgentActivity::Talking);
    EXPECT_EQ(activity(wang), AgentActivity::Idle);
    static_cast<void>(customer);
}

TEST_F(WatchTest, AgentInACallIsNotOfferedAnother) {
    talk(wang);
    plant.tell_acd(acd::AgentFree{wang, false});
    ASSERT_EQ(activity(wang), AgentActivity::Idle);
    two_looks();
    EXPECT_EQ(healed(), std::vector{Fault::BusyTakenForFree});
    EXPECT_EQ(activity(wang), AgentActivity::Talking);
    const auto rung = signal.invited.size();
    customer_calls();
    EXPECT_EQ(signal.invited.size(), rung);
}

TEST_F(WatchTest, AfterCallWorkEndsAlthoughItsTimerIsLost) {
    auto d = std::make_shared<model::Directory>(*directory);
    d->users[0].wraps_up = true;
    d->users[0].wrap_up = 30s;
    d->index();
    conductor.set_directory(d);
    const auto customer = talk(wang);
    conductor.on_ended(customer, {EndingSide::Caller, "hangup"});
    settle();
    ASSERT_EQ(conductor.live_agent(wang)->state, AgentState::WrapUp);
    plant.stop_acd_alarm();
    advance(34s);
    ASSERT_EQ(conductor.live_agent(wang)->state, AgentState::WrapUp);
    two_looks();
    EXPECT_EQ(healed(), std::vector{Fault::WrapUpOverdue});
    EXPECT_EQ(conductor.live_agent(wang)->state, AgentState::Ready);
}

TEST_F(WatchTest, CallDistributionIsWokenAgain) {
    online(wang);
    customer_calls();
    const auto ringing = signal.last_invited();
    plant.stop_acd_alarm();
    advance(40s);
    if (healed().empty()) {
        EXPECT_FALSE(signal.was_closed(ringing));
        two_looks();
    }
    EXPECT_TRUE(signal.was_closed(ringing)) << "it rang longer than its ring time";
}

TEST_F(WatchTest, CallThatNobodyIsInEnds) {
    const auto customer = customer_calls();
    plant.leg(customer).ended = true;
    const auto call = call_of(customer);
    two_looks();
    EXPECT_EQ(healed(), std::vector{Fault::CallWithoutParty});
    advance(4s);  // nobody measures the party that is gone
    ASSERT_EQ(events.of<model::CallEnded>().size(), 1U);
    EXPECT_EQ(events.of<model::CallEnded>()[0].ending, (model::Ending{EndingSide::Us, "stuck"}));
    EXPECT_EQ(plant.position(call), std::nullopt);
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(WatchTest, CallerWhoWaitsInNoQueueIsPutBack) {
    const auto customer = customer_calls();
    plant.whisper_to_acd(acd::CallLeft{call_of(customer)});
    ASSERT_EQ(plant.position(call_of(customer)), std::nullopt);
    two_looks();
    EXPECT_EQ(healed(), std::vector{Fault::WaitingNowhere});
    EXPECT_EQ(plant.position(call_of(customer)), 1);
    online(wang);
    EXPECT_EQ(signal.invited.size(), 1U);
}

TEST_F(WatchTest, QueueForgetsACallThatIsOver) {
    plant.tell_acd(acd::CallEntered{CallId{999}, sales, 0, {}, {}});
    ASSERT_EQ(plant.position(CallId{999}), 1);
    two_looks();
    EXPECT_EQ(healed(), std::vector{Fault::WaitingUnknown});
    EXPECT_EQ(plant.position(CallId{999}), std::nullopt);
}

TEST_F(WatchTest, PromisedCallBackWaitsAgain) {
    plant.promise({CallId{900}, tenant, sales, "13900000002", clock.wall()});
    two_looks();
    EXPECT_EQ(healed(), std::vector{Fault::CallbackForgotten});
    EXPECT_EQ(plant.position(CallId{900}), 1);
}

TEST_F(WatchTest, PartyWhoseSignallingIsGoneLeaves) {
    const auto customer = talk(wang);
    signal.lost.push_back(customer);
    two_looks();
    EXPECT_EQ(healed(), std::vector{Fault::SignalLost});
    ASSERT_EQ(events.of<model::CallEnded>().size(), 1U);
    EXPECT_EQ(events.of<model::CallEnded>()[0].ending.reason, "signal_lost");
    EXPECT_EQ(activity(wang), AgentActivity::Idle);
}

TEST_F(WatchTest, RingWhoseSignallingIsGoneGoesToTheNextAgent) {
    online(wang);
    customer_calls();
    signal.lost.push_back(signal.last_invited());
    online(li);
    advance(19s);
    if (signal.invited.size() == 1U) {
        advance(2s);
    }
    EXPECT_EQ(signal.invited.size(), 2U);
}

TEST_F(WatchTest, PartyWhoseSoundIsGoneLeaves) {
    talk(wang);
    media.lost.push_back(signal.last_invited());
    two_looks();
    EXPECT_EQ(healed(), std::vector{Fault::MediaLost});
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending, (model::Ending{EndingSide::Agent, "media_lost"}));
}

TEST_F(WatchTest, BrowserWhoseSoundIsGoneIsFetchedAgain) {
    const auto customer = talk(lan);
    media.lost.push_back(signal.last_invited());
    const auto before = signal.invited.size();
    two_looks();
    EXPECT_EQ(healed(), std::vector{Fault::MediaLost});
    ASSERT_EQ(signal.invited.size(), before + 1);
    conductor.on_answered(signal.last_invited(), "their answer");
    EXPECT_EQ(media.heard_by(customer), "leg " + signal.last_invited().text());
}

TEST_F(WatchTest, EndedCallIsRecordedOnce) {
    const auto customer = talk(wang);
    const auto call = call_of(customer);
    conductor.on_ended(customer, {EndingSide::Caller, "hangup"});
    plant.stop_limit(call);
    media.closed.clear();  // nobody will report any measurement
    advance(7s);
    ASSERT_TRUE(events.of<model::CallEnded>().empty());
    two_looks();
    EXPECT_EQ(healed(), std::vector{Fault::ClosingForever});
    EXPECT_EQ(events.of<model::CallEnded>().size(), 1U);
    advance(60s);
    EXPECT_EQ(events.of<model::CallEnded>().size(), 1U);
    EXPECT_EQ(conductor.calls_up(), 0U);
}

}  // namespace
}  // namespace yh::calls
