#include "calls/conductor_fake.h"

// What a queue does beside distributing: hours, overflow, priority, and queues that send calls to each other.
namespace yh::calls {
namespace {

class Queues : public ConductorTest {
  protected:
    template <class Change>
    void change(Change what) {
        auto d = std::make_shared<model::Directory>(*directory);
        what(*d);
        d->index();
        directory = d;
        conductor.set_directory(d);
    }
    static model::Queue second_queue(const model::Directory& d) {
        auto queue = d.queues[0];
        queue.id = model::QueueId{22};
        queue.number = "601";
        queue.music = "music:second";
        return queue;
    }
};

TEST_F(Queues, OverflowIsToldAsLeavingAndEntering) {
    change([](model::Directory& d) {
        d.queues.push_back(second_queue(d));
        d.queues[0].members = {};
        d.queues[0].service.overflow_after = 15s;
        d.queues[0].service.overflow_to = "601";
    });
    online(wang);
    const auto set = [&](AgentState state) { return conductor.apply(model::SetAgentState{wang, state, ""}).ok(); };
    ASSERT_TRUE(set(AgentState::Busy));
    customer_calls();
    advance(15s);
    const auto left = events.of<model::QueueLeft>();
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].exit, model::QueueExit::Moved);
    const auto entered = events.of<model::QueueEntered>();
    ASSERT_EQ(entered.size(), 2U);
    EXPECT_EQ(entered[1].queue, model::QueueId{22});
    EXPECT_EQ(entered[1].reason, "overflow");
    EXPECT_EQ(conductor.snapshot()->calls.size(), 1U);
    EXPECT_EQ(conductor.snapshot()->calls[0].queue, model::QueueId{22});
    ASSERT_TRUE(set(AgentState::Ready));
    EXPECT_EQ(signal.said.back(), "invite user 11");
}

TEST_F(Queues, QueuesThatRefuseToEachOtherEndTheCall) {
    change([](model::Directory& d) {
        d.queues.push_back(second_queue(d));
        for (auto& queue : d.queues) {
            queue.join_when_empty = false;
        }
        d.queues[0].on_timeout = *model::parse_destination("queue:601");
        d.queues[1].on_timeout = *model::parse_destination("queue:600");
    });
    customer_calls();
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().size(), 1U);
}

TEST_F(Queues, OutsideOfItsHoursACallGoesElsewhere) {
    change([this](model::Directory& d) {
        model::Schedule never;
        never.code = "never";
        d.schedules.push_back({tenant, never});
        d.queues[0].service.hours = "never";
        d.queues[0].service.when_closed = *model::parse_destination("announce:closed");
    });
    online(wang);
    const auto customer = customer_calls();
    EXPECT_EQ(media.heard_by(customer), "prompt:closed");
    EXPECT_TRUE(events.of<model::QueueEntered>().empty());
    EXPECT_TRUE(signal.invited.empty());
}

TEST_F(Queues, ClosedQueueThatSendsToItselfEndsTheCall) {
    change([this](model::Directory& d) {
        model::Schedule never;
        never.code = "never";
        d.schedules.push_back({tenant, never});
        d.queues[0].service.hours = "never";
        d.queues[0].service.when_closed = *model::parse_destination("queue:600");
    });
    customer_calls();
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().size(), 1U);
}

TEST_F(Queues, OpenQueueTakesTheCall) {
    change([this](model::Directory& d) {
        model::Schedule always;
        always.code = "always";
        always.open.push_back({"1234567", "00:00", "24:00"});
        d.schedules.push_back({tenant, always});
        d.queues[0].service.hours = "always";
    });
    online(wang);
    customer_calls();
    EXPECT_EQ(signal.said.back(), "invite user 11");
}

}  // namespace
}  // namespace yh::calls
