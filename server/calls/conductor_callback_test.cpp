#include <map>
#include <random>

#include "calls/conductor_fake.h"

// Call-back from the queue: the caller hangs up, the place waits on.
namespace yh::calls {
namespace {

using model::AgentActivity;

class Callbacks : public ConductorTest {
  protected:
    Callbacks() {
        auto d = std::make_shared<model::Directory>(*directory);
        d->queues[0].service.callback_key = "2";
        d->queues[0].service.callback_attempts = 2;
        d->queues[0].service.callback_spacing = 5min;
        d->queues[0].max_wait = 60s;
        d->index();
        directory = d;
        conductor.set_directory(d);
    }
    /// Presses 2, then 2 again for another number than the own one, and hangs up.
    CallId asks(const std::string& number = "13900000002") {
        const auto customer = customer_calls();
        const auto call = call_of(customer);
        presses(customer, "22" + number + "#1");
        conductor.on_ended(customer, {});
        settle();
        return call;
    }
    void presses(LegId leg, const std::string& keys) {
        for (const char key : keys) {
            conductor.on_dtmf(leg, key);
        }
    }
    CallId call_of(LegId leg) const { return media.open.at(leg); }
    std::vector<model::LiveWaiting> waiting() { return conductor.live_queue(sales)->waiting; }
    std::string last_number() {
        const auto* to = std::get_if<ToTrunk>(&signal.invited.back().target);
        return to == nullptr ? "an extension" : to->number;
    }
    LegId agent_answers() {
        const auto agent = signal.last_invited();
        conductor.on_answered(agent, "their answer");
        return agent;
    }
};

TEST_F(Callbacks, CallerHangsUpAndKeepsThePlace) {
    const auto earlier = customer_calls();
    advance(10s);
    const auto asked = asks();
    advance(10s);
    customer_calls();
    ASSERT_EQ(waiting().size(), 3U);
    EXPECT_EQ(waiting()[1].call, asked);
    EXPECT_TRUE(waiting()[1].callback);
    EXPECT_EQ(waiting()[1].customer_number, "13900000002");
    EXPECT_FALSE(waiting()[0].callback);
    static_cast<void>(earlier);

    const auto ended = events.of<model::CallEnded>();
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended[0].result, CallResult::NoAnswer);
    EXPECT_EQ(ended[0].ending, (model::Ending{EndingSide::Completed, "callback_asked"}));
    EXPECT_EQ(events.of<model::CallbackAsked>().at(0).number, "13900000002");
    EXPECT_EQ(events.of<model::QueueLeft>().at(0).exit, model::QueueExit::Moved);
}

TEST_F(Callbacks, OwnNumberIsTakenWithOneKey) {
    const auto customer = customer_calls();
    presses(customer, "21");
    EXPECT_EQ(events.of<model::CallbackAsked>().at(0).number, "13800000001");
    conductor.on_program_finished(call_of(customer), customer, media.plans[call_of(customer)].legs.at(0).program->id);
    EXPECT_TRUE(signal.was_closed(customer));
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending.reason, "callback_asked");
    EXPECT_EQ(waiting().size(), 1U);
}

TEST_F(Callbacks, WhoHangsUpBeforeChoosingIsAbandoned) {
    const auto customer = customer_calls();
    presses(customer, "2");
    EXPECT_TRUE(waiting().empty());
    conductor.on_ended(customer, {});
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::Abandoned);
    EXPECT_TRUE(waiting().empty());
}

TEST_F(Callbacks, WhoChoosesNothingWaitsOnAtTheOldPlace) {
    const auto customer = customer_calls();
    advance(1s);
    customer_calls();
    presses(customer, "2");
    EXPECT_EQ(waiting().size(), 1U);
    for (int i = 0; i < 2; ++i) {
        const auto id = call_of(customer);
        conductor.on_program_finished(id, customer, media.plans[id].legs.at(0).program->id);
        advance(8s);
    }
    ASSERT_EQ(waiting().size(), 2U);
    EXPECT_EQ(waiting()[0].call, call_of(customer));
}

TEST_F(Callbacks, NumberThatNobodyCanDialIsRefused) {
    const auto customer = customer_calls();
    presses(customer, "2277777#1");
    EXPECT_TRUE(events.of<model::CallbackAsked>().empty());
    presses(customer, "13900000004#1");
    EXPECT_EQ(events.of<model::CallbackAsked>().at(0).number, "13900000004");
}

TEST_F(Callbacks, QueueMaySendThereWhoWaitedTooLong) {
    auto d = std::make_shared<model::Directory>(*directory);
    d->queues[0].on_timeout = *model::parse_destination("callback");
    d->index();
    conductor.set_directory(d);
    const auto customer = customer_calls();
    advance(60s);
    presses(customer, "1");
    conductor.on_ended(customer, {});
    settle();
    EXPECT_EQ(waiting().size(), 1U);
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending.reason, "callback_asked");
}

TEST_F(Callbacks, AgentIsRungFirstThenTheCustomer) {
    const auto asked = asks();
    advance(1h);  // far longer than anybody waits on the line
    online(wang);
    ASSERT_EQ(signal.said.back(), "invite user 11");
    const auto calls = conductor.snapshot()->calls;
    ASSERT_EQ(calls.size(), 1U);
    EXPECT_TRUE(calls[0].callback);
    EXPECT_EQ(calls[0].customer_number, "13900000002");
    EXPECT_EQ(calls[0].direction, model::Direction::AutoOutbound);
    const auto agent = agent_answers();
    EXPECT_EQ(last_number(), "13900000002");
    EXPECT_EQ(signal.invited.back().caller_number, "4008001234");
    EXPECT_EQ(media.heard_by(agent), "tone:ringback");
    EXPECT_EQ(conductor.live_agent(wang)->activity, AgentActivity::Dialling);
    const auto customer = signal.last_invited();
    conductor.on_answered(customer, "their answer");
    EXPECT_EQ(media.heard_by(agent), "leg " + customer.text());
    EXPECT_EQ(media.heard_by(customer), "leg " + agent.text());

    const auto tried = events.of<model::CallbackTried>();
    ASSERT_EQ(tried.size(), 1U);
    EXPECT_EQ(tried[0].asked_by, asked);
    EXPECT_EQ(tried[0].agent, wang);
    EXPECT_EQ(tried[0].result, "answered");
    EXPECT_EQ(events.of<model::CallbackEnded>().at(0).result, "answered");
    conductor.on_ended(customer, {});
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(1).result, CallResult::Answered);
    EXPECT_EQ(conductor.live_agent(wang)->activity, AgentActivity::Idle);
    EXPECT_EQ(events.of<model::RecordingStarted>().size(), 1U);
    EXPECT_TRUE(waiting().empty());
}

TEST_F(Callbacks, CustomerWhoIsBusyIsTriedAgainAfterTheSpacingAndThenGivenUp) {
    const auto asked = asks();
    online(wang);
    agent_answers();
    conductor.on_failed(signal.last_invited(), 486, "Busy Here");
    advance(60s);  // the busy tone to the agent
    settle();
    EXPECT_EQ(events.of<model::CallbackTried>().at(0).result, "busy");
    EXPECT_TRUE(waiting().empty());
    EXPECT_EQ(conductor.live_agent(wang)->activity, AgentActivity::Idle);
    EXPECT_EQ(conductor.live_agent(wang)->state, AgentState::Ready);
    customer_calls();  // came later, and is offered meanwhile
    advance(5min);
    conductor.on_failed(signal.last_invited(), 603, "Decline");
    advance(1s);
    // The kept place goes first: it has waited longer.
    EXPECT_EQ(waiting().at(0).call, asked);
    advance(10s);
    agent_answers();
    if (last_number() != "13900000002") {
        GTEST_FAIL() << "the place was not served first";
    }
    advance(60s);
    advance(60s);
    settle();
    const auto tried = events.of<model::CallbackTried>();
    ASSERT_EQ(tried.size(), 2U);
    EXPECT_EQ(tried[1].attempt, 2);
    EXPECT_EQ(tried[1].result, "no_answer");
    EXPECT_EQ(events.of<model::CallbackEnded>().at(0).result, "gave_up");
    EXPECT_EQ(events.of<model::CallbackEnded>().at(0).asked_by, asked);
}

TEST_F(Callbacks, AgentsWhoDoNotAnswerAreNoAttempt) {
    const auto asked = asks();
    online(wang);
    advance(20s);  // Wang does not answer, nobody else is there
    settle();
    EXPECT_EQ(waiting().at(0).call, asked);
    EXPECT_TRUE(events.of<model::CallbackTried>().empty());
    EXPECT_EQ(events.of<model::OfferEnded>().at(0).outcome, model::OfferOutcome::NoAnswer);
    online(li);
    const auto before = signal.invited.size();
    EXPECT_GT(before, 1U);
    agent_answers();
    EXPECT_EQ(last_number(), "13900000002");
}

TEST_F(Callbacks, AgentWhoHangsUpWhileTheCustomerRingsIsAFailedAttempt) {
    asks();
    online(wang);
    const auto agent = agent_answers();
    const auto customer = signal.last_invited();
    conductor.on_ended(agent, {});
    EXPECT_TRUE(signal.was_closed(customer));
    EXPECT_EQ(events.of<model::CallbackTried>().at(0).result, "failed");
    EXPECT_TRUE(events.of<model::CallbackEnded>().empty());
    EXPECT_EQ(conductor.live_agent(wang)->activity, AgentActivity::Idle);
}

TEST_F(Callbacks, CancelledPlaceIsGoneAndWhatRingsIsSilent) {
    const auto asked = asks();
    online(wang);
    const auto agent = signal.last_invited();
    ASSERT_TRUE(conductor.apply(model::CancelCallback{asked, li}).ok());
    EXPECT_TRUE(signal.was_closed(agent));
    EXPECT_TRUE(waiting().empty());
    EXPECT_EQ(events.of<model::CallbackEnded>().at(0).result, "cancelled");
    EXPECT_EQ(conductor.apply(model::CancelCallback{asked, li}).error().code, std::string{"callback.unknown"});
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
    EXPECT_EQ(conductor.live_agent(wang)->activity, AgentActivity::Idle);
}

TEST_F(Callbacks, LeaderWhoReleasesTheRingingLeavesThePlace) {
    const auto asked = asks();
    online(wang);
    online(li);
    const auto call = conductor.snapshot()->calls.at(0).id;
    ASSERT_TRUE(conductor.apply(model::Release{call, li}).ok());
    settle();
    EXPECT_EQ(waiting().at(0).call, asked);
    EXPECT_EQ(std::get<ToExtension>(signal.invited.back().target).user, li);  // offered it now, in a call of its own
    EXPECT_EQ(conductor.live_agent(wang)->activity, AgentActivity::Idle);
    EXPECT_EQ(conductor.live_agent(li)->activity, AgentActivity::Offered);
}

// B02.
TEST_F(Callbacks, RestoredPlaceWaitsWithTheTimeItHad) {
    customer_calls();
    advance(30s);
    conductor.restore_callback({CallId{77}, tenant, sales, "13900000003", clock.wall() - 10min, 1});
    EXPECT_EQ(waiting().at(0).call, CallId{77});
    online(wang);
    agent_answers();
    EXPECT_EQ(last_number(), "13900000003");
    conductor.on_failed(signal.last_invited(), 480, "gone");
    advance(60s);
    settle();
    EXPECT_EQ(events.of<model::CallbackTried>().at(0).attempt, 2);
    EXPECT_EQ(events.of<model::CallbackEnded>().at(0).result, "gave_up");
}

// Whose calls go before others is known by who asked, whichever number is to be called, and after a restart too.
TEST_F(Callbacks, B02_RestoredPlaceOfAVipGoesBeforeOthers) {
    auto d = std::make_shared<model::Directory>(*directory);
    d->tenants[0].options.vip = {{"13700000007", 20, "老客户"}};
    d->index();
    conductor.set_directory(d);
    conductor.restore_callback({CallId{77}, tenant, sales, "13900000003", clock.wall() - 10min});
    conductor.restore_callback({CallId{78}, tenant, sales, "13900000004", clock.wall() - 1min, 0, "13700000007"});
    EXPECT_EQ(waiting().at(0).call, CallId{78});
    online(wang);
    agent_answers();
    EXPECT_EQ(last_number(), "13900000004");
}

// ---------------------------------------------------------------- lost calls

class LostCallbacks : public Callbacks {
  protected:
    LostCallbacks() {
        auto d = std::make_shared<model::Directory>(*directory);
        d->queues[0].service.callback_lost = true;
        d->index();
        directory = d;
        conductor.set_directory(d);
    }
};

TEST_F(LostCallbacks, B02_WhoGaveUpIsCalledBackAndHasStillAbandoned) {
    const auto customer = customer_calls();
    const auto call = call_of(customer);
    advance(30s);
    conductor.on_ended(customer, {});
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::Abandoned);
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending, (model::Ending{EndingSide::Caller, "hangup"}));
    EXPECT_EQ(events.of<model::CallbackAsked>().at(0).number, "13800000001");
    ASSERT_EQ(waiting().size(), 1U);
    EXPECT_EQ(waiting()[0].call, call);
    EXPECT_TRUE(waiting()[0].callback);
    online(wang);
    agent_answers();
    EXPECT_EQ(last_number(), "13800000001");
    conductor.on_answered(signal.last_invited(), "their answer");
    EXPECT_EQ(events.of<model::CallbackEnded>().at(0).result, "answered");
}

TEST_F(LostCallbacks, B02_SoIsWhoWaitedTooLong) {
    customer_calls();
    advance(61s);
    advance(61s);  // whatever the end of patience plays
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
    ASSERT_EQ(waiting().size(), 1U);
    EXPECT_TRUE(waiting()[0].callback);
}

TEST_F(LostCallbacks, WhoTriesAgainIsCalledOnceAndNotAtAllWhenServed) {
    for (int i = 0; i < 3; ++i) {
        conductor.on_ended(customer_calls(), {});
        settle();
    }
    EXPECT_EQ(waiting().size(), 1U);
    online(zhao);
    customer_calls("4008001235");
    EXPECT_EQ(waiting().size(), 1U) << "ringing is not served yet";
    conductor.on_answered(signal.last_invited(), "their answer");
    EXPECT_TRUE(waiting().empty());
    EXPECT_EQ(events.of<model::CallbackEnded>().at(0).result, "cancelled");
}

TEST_F(LostCallbacks, NobodyIsCalledWhoWasServedOrSentAwayOrCannotBeCalled) {
    online(wang);
    const auto served = customer_calls();
    agent_answers();
    conductor.on_ended(served, {});
    settle();
    conductor.on_device(tenant, wang, false);
    customer_calls();
    conductor.end_all({EndingSide::Us, "shutdown"});
    settle();
    const LegId hidden{++legs};
    conductor.on_invited({hidden, tenant, FromTrunk{trunk}, "anonymous", "", "4008001234", "their offer", "sip-call"});
    conductor.on_ended(hidden, {});
    settle();
    EXPECT_TRUE(waiting().empty());
    EXPECT_TRUE(events.of<model::CallbackAsked>().empty());
}

TEST_F(Callbacks, PlaceOfAVanishedQueueIsGivenUp) {
    asks();
    auto d = std::make_shared<model::Directory>(*directory);
    d->queues.clear();
    d->index();
    conductor.set_directory(d);
    EXPECT_EQ(events.of<model::CallbackEnded>().at(0).result, "gave_up");
}

TEST_F(Callbacks, ClosingServerLeavesThePlacesToTheNext) {
    asks();
    conductor.drain();
    online(wang);
    EXPECT_TRUE(signal.invited.empty());
    EXPECT_TRUE(events.of<model::CallbackEnded>().empty());
    conductor.restore_callback({CallId{78}, tenant, sales, "13900000003", clock.wall()});
    EXPECT_TRUE(signal.invited.empty());
}

TEST_F(Callbacks, NobodyIsCalledBackOutsideOfTheHours) {
    const auto asked = asks();
    const auto with_hours = [&](const std::string& from) {
        auto d = std::make_shared<model::Directory>(*directory);
        model::Schedule hours;
        hours.code = "hours";
        if (!from.empty()) {
            hours.open.push_back({"1234567", from, "24:00"});
        }
        d->schedules = {{tenant, hours}};
        d->queues[0].service.hours = "hours";
        d->index();
        conductor.set_directory(d);
    };
    with_hours("");
    online(wang);
    EXPECT_TRUE(signal.invited.empty());
    EXPECT_EQ(conductor.live_agent(wang)->activity, AgentActivity::Idle);
    advance(30min);
    EXPECT_TRUE(signal.invited.empty());
    with_hours("00:00");
    advance(1min);
    agent_answers();
    EXPECT_EQ(last_number(), "13900000002");
    static_cast<void>(asked);
}

TEST_F(Callbacks, AgentWhoIsLostInTheMomentOfAnsweringLeavesThePlace) {
    const auto asked = asks();
    online(wang);
    const auto agent = signal.last_invited();
    conductor.on_ended(agent, {});
    settle();
    EXPECT_EQ(waiting().at(0).call, asked);
    EXPECT_TRUE(events.of<model::CallbackTried>().empty());
    EXPECT_EQ(conductor.calls_up(), 0U);
}

// Whatever happens in between: every place ends exactly once, and nobody is left ringing or taken.
TEST_F(Callbacks, RandomLivesEndEveryPlaceOnce) {
    std::mt19937 random{20261121};
    const auto below = [&](std::size_t n) { return random() % n; };
    const std::vector<UserId> agents{wang, li};
    std::vector<LegId> customers;
    const auto recent = [&] {
        return customers[customers.size() - 1 - below(std::min<std::size_t>(3, customers.size()))];
    };
    const auto ringing = [&] {
        std::vector<LegId> found;
        const auto live = conductor.snapshot();
        for (const auto& call : live->calls) {
            for (const auto& leg : call.legs) {
                if (leg.called) {
                    found.push_back(leg.leg);
                }
            }
        }
        return found;
    };
    for (int step = 0; step < 2500; ++step) {
        const auto rings = ringing();
        switch (below(10)) {
            case 0:
                customers.push_back(customer_calls());
                break;
            case 1:
            case 2:
                if (!customers.empty()) {
                    presses(recent(), below(3) == 0 ? "2" : "21");
                }
                break;
            case 3:
                if (!customers.empty()) {
                    conductor.on_ended(recent(), {});
                }
                break;
            case 4:
                conductor.on_device(tenant, agents[below(2)], below(3) != 0);
                break;
            case 5:
            case 6:
                if (!rings.empty()) {
                    conductor.on_answered(rings[below(rings.size())], "their answer");
                }
                break;
            case 7:
                if (!rings.empty()) {
                    conductor.on_failed(rings[below(rings.size())], below(2) == 0 ? 486 : 603, "no");
                }
                break;
            case 8:
                for (const auto& one : waiting()) {
                    if (one.callback && below(64) == 0) {
                        EXPECT_TRUE(conductor.apply(model::CancelCallback{one.call, wang}).ok());
                        break;
                    }
                }
                break;
            default:
                advance(std::chrono::seconds{below(90)});
                settle();
        }
    }
    const auto up = conductor.snapshot();
    for (const auto& call : up->calls) {
        static_cast<void>(conductor.apply(model::Release{call.id, wang}));
    }
    settle();
    // From now on agents answer and customers do not, until every place is given up.
    for (int i = 0; i < 300 && events.of<model::CallbackEnded>().size() < events.of<model::CallbackAsked>().size();
         ++i) {
        for (const auto agent : agents) {
            online(agent);
        }
        for (const auto leg : ringing()) {
            const auto& last = *std::ranges::find(signal.invited, leg, &OutgoingLeg::leg);
            std::holds_alternative<ToTrunk>(last.target) ? conductor.on_failed(leg, 480, "gone")
                                                         : conductor.on_answered(leg, "their answer");
        }
        advance(61s);
        settle();
    }
    advance(1min);
    settle();
    std::map<CallId, int> ends;
    for (const auto& ended : events.of<model::CallbackEnded>()) {
        ++ends[ended.asked_by];
    }
    EXPECT_GT(ends.size(), 10U);
    EXPECT_GT(events.of<model::CallbackTried>().size(), 10U);
    EXPECT_EQ(ends.size(), events.of<model::CallbackAsked>().size());
    for (const auto& [place, times] : ends) {
        EXPECT_EQ(times, 1) << place.text();
    }
    EXPECT_EQ(events.of<model::LegStarted>().size(), events.of<model::LegEnded>().size());
    EXPECT_EQ(events.of<model::CallStarted>().size(), events.of<model::CallEnded>().size());
    EXPECT_EQ(events.of<model::OfferMade>().size(), events.of<model::OfferEnded>().size());
    EXPECT_EQ(conductor.calls_up(), 0U);
    for (const auto agent : agents) {
        EXPECT_EQ(conductor.live_agent(agent)->activity, AgentActivity::Idle);
    }
}

}  // namespace
}  // namespace yh::calls
