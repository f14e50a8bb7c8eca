#include <gtest/gtest.h>

#include <memory>

#include "acd/acd.h"

// What pages are told of an agent: since when, and how long after-call work lasts.
namespace yh::acd {
namespace {

using namespace std::chrono_literals;
using model::AgentActivity;
using model::AgentState;

constexpr UserId wang{1};
constexpr QueueId after_sales{600};

class AgentViewTest : public testing::Test {
  protected:
    void configure(bool wraps_up) {
        auto directory = std::make_shared<model::Directory>();
        model::User user;
        user.id = wang;
        user.wraps_up = wraps_up;
        user.wrap_up = 30s;
        directory->users.push_back(user);
        model::Queue queue;
        queue.id = after_sales;
        queue.members.push_back({wang, 0, 0});
        directory->queues.push_back(queue);
        directory->index();
        acd.apply(Configured{directory}, now);
        acd.apply(DeviceOnline{wang, true}, now);
        acd.apply(AgentSet{wang, AgentState::Ready, "sign_in"}, now);
    }
    void advance(Duration by) { now += by; }
    void talk_for(Duration time) {
        for (const auto& effect : acd.apply(CallEntered{CallId{9}, after_sales, 0, Duration{0}, {}}, now)) {
            if (const auto* offer = std::get_if<Offer>(&effect)) {
                acd.apply(OfferAccepted{offer->offer}, now);
            }
        }
        ASSERT_EQ(acd.agent(wang)->activity, AgentActivity::Talking);
        advance(time);
        acd.apply(AgentFree{wang, true}, now);
    }

    MonoTime now{1h};
    Acd acd;
};

TEST_F(AgentViewTest, WhoIsFreeAgainIsSoSinceTheEndOfTheCall) {
    configure(false);
    const auto ready_at = now;
    advance(5min);
    EXPECT_EQ(acd.agent(wang)->since, ready_at);
    talk_for(3min);
    EXPECT_EQ(acd.agent(wang)->since, now);
    EXPECT_EQ(acd.agent(wang)->state, AgentState::Ready);
    const auto free_at = now;
    advance(2min);
    EXPECT_EQ(acd.agent(wang)->since, free_at);
    acd.apply(AgentSet{wang, AgentState::Busy, "lunch"}, now);
    EXPECT_EQ(acd.agent(wang)->since, now);
}

TEST_F(AgentViewTest, TheRecordOfStatesStillCountsTheWholeState) {
    configure(false);
    advance(5min);
    talk_for(3min);
    advance(2min);
    const auto effects = acd.apply(AgentSet{wang, AgentState::Rest, {}}, now);
    ASSERT_FALSE(effects.empty());
    EXPECT_EQ(std::get<StateChanged>(effects[0]).lasted, 10min);
}

TEST_F(AgentViewTest, AfterCallWorkKnowsItsEnd) {
    configure(true);
    EXPECT_FALSE(acd.agent(wang)->wrap_up_until);
    talk_for(3min);
    EXPECT_EQ(acd.agent(wang)->state, AgentState::WrapUp);
    EXPECT_EQ(acd.agent(wang)->wrap_up_until, now + 30s);
    EXPECT_EQ(acd.agent(wang)->since, now);
    advance(30s);
    acd.wake(now);
    EXPECT_EQ(acd.agent(wang)->state, AgentState::Ready);
    EXPECT_FALSE(acd.agent(wang)->wrap_up_until);
}

TEST_F(AgentViewTest, AfterCallWorkAskedForByHandHasNoEnd) {
    configure(true);
    acd.apply(AgentSet{wang, AgentState::WrapUp, {}}, now);
    EXPECT_FALSE(acd.agent(wang)->wrap_up_until);
    acd.apply(AgentSet{wang, AgentState::Ready, {}}, now);
    talk_for(1min);
    ASSERT_TRUE(acd.agent(wang)->wrap_up_until);
    acd.apply(AgentSet{wang, AgentState::WrapUp, "notes"}, now);
    EXPECT_FALSE(acd.agent(wang)->wrap_up_until);
}

}  // namespace
}  // namespace yh::acd
