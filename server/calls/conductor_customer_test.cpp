#include <map>

#include "calls/conductor_fake.h"

// R088: the customer's own agent rings first. Who that is comes out of the database, which may be slow, and no caller
// waits for it.
namespace yh::calls {
namespace {

/// Notes what is asked; the test answers, or does not.
class FakeCustomers final : public CustomerPort {
  public:
    void find_customer(CallId call, TenantId, std::string number) override { asked.emplace_back(call, number); }
    std::vector<std::pair<CallId, std::string>> asked;
};

class Customers : public ConductorTest {
  protected:
    Customers() {
        conductor.set_customers(&customers);
        configure([](model::TenantOptions& options) { options.assigned_agent_first = true; });
        online(wang);
        online(li);
    }
    template <class Change>
    void configure(Change change) {
        auto d = std::make_shared<model::Directory>(*directory);
        change(d->tenants[0].options);
        d->index();
        directory = d;
        conductor.set_directory(d);
    }
    void known(UserId owner, const std::string& level = "一般") {
        conductor.on_customer(customers.asked.back().first,
                              KnownCustomer{model::CustomerId{77}, "陈女士", owner, level});
    }
    std::vector<std::string> rung() const {
        std::vector<std::string> users;
        for (const auto& leg : signal.invited) {
            users.push_back(std::get<ToExtension>(leg.target).user.text());
        }
        return users;
    }

    FakeCustomers customers;
};

using Rung = std::vector<std::string>;

TEST_F(Customers, R088_TheAssignedAgentRingsFirst) {
    const auto caller = customer_calls();
    ASSERT_EQ(customers.asked.size(), 1U);
    EXPECT_EQ(customers.asked[0].second, "13800000001");
    EXPECT_EQ(media.heard_by(caller), "prompt:welcome") << "the caller hears the queue at once";
    EXPECT_EQ(rung(), Rung{});
    known(li);
    EXPECT_EQ(rung(), Rung{li.text()});
    advance(20s);
    EXPECT_EQ(rung(), (Rung{li.text(), wang.text()})) << "no answer: the strategy decides";
}

TEST_F(Customers, R088_WhoIsBusyOrAwayIsPassedOver) {
    ASSERT_TRUE(conductor.apply(model::SetAgentState{li, AgentState::Rest, ""}).ok());
    customer_calls();
    known(li);
    EXPECT_EQ(rung(), Rung{wang.text()});
}

TEST_F(Customers, R088_ASlowDatabaseCostsACallerHalfASecond) {
    customer_calls();
    advance(499ms);
    EXPECT_EQ(rung(), Rung{});
    advance(1ms);
    EXPECT_EQ(rung(), Rung{wang.text()});
    known(li);
    EXPECT_EQ(rung(), Rung{wang.text()}) << "what rings rings on";
    advance(20s);
    EXPECT_EQ(rung(), (Rung{wang.text(), li.text()}));
}

TEST_F(Customers, R088_WhatComesLateCountsAsLongAsTheCallWaits) {
    for (const auto user : {wang, li}) {
        ASSERT_TRUE(conductor.apply(model::SetAgentState{user, AgentState::Busy, ""}).ok());
    }
    customer_calls();
    advance(5s);
    known(li);
    for (const auto user : {wang, li}) {
        ASSERT_TRUE(conductor.apply(model::SetAgentState{user, AgentState::Rest, ""}).ok());
    }
    ASSERT_TRUE(conductor.apply(model::SetAgentState{li, AgentState::Ready, ""}).ok());
    EXPECT_EQ(rung(), Rung{li.text()});
}

TEST_F(Customers, R088_NothingWaitsWhereItIsSwitchedOff) {
    configure([](model::TenantOptions& options) { options.assigned_agent_first = false; });
    customer_calls();
    EXPECT_EQ(rung(), Rung{wang.text()});
    known(li);
    advance(20s);
    EXPECT_EQ(rung(), (Rung{wang.text(), li.text()}));
}

TEST_F(Customers, UnknownCallersGoByTheStrategy) {
    customer_calls();
    conductor.on_customer(customers.asked.back().first, std::nullopt);
    EXPECT_EQ(rung(), Rung{wang.text()});
    EXPECT_TRUE(events.of<model::CustomerKnown>().empty());
}

TEST_F(Customers, WhoHangsUpAtTheDoorHasBeenInTheQueue) {
    const auto caller = customer_calls();
    conductor.on_ended(caller, {EndingSide::Caller, "hangup"});
    ASSERT_EQ(events.of<model::QueueEntered>().size(), 1U);
    ASSERT_EQ(events.of<model::QueueLeft>().size(), 1U);
    EXPECT_EQ(events.of<model::QueueLeft>()[0].exit, model::QueueExit::Abandoned);
    advance(1s);
    EXPECT_EQ(rung(), Rung{}) << "and nobody is rung for a caller who is gone";
    known(li);
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(Customers, R066_TheCallCarriesWhoItIs) {
    customer_calls();
    known(li);
    ASSERT_EQ(events.of<model::CustomerKnown>().size(), 1U);
    const auto live = conductor.live_call(customers.asked[0].first);
    ASSERT_TRUE(live && live->customer);
    EXPECT_EQ(live->customer->name, "陈女士");
    EXPECT_EQ(live->customer->id, model::CustomerId{77});

    const std::vector<std::string> numbers{"13800000001"};
    conductor.ask_again(tenant, model::CustomerId{5}, numbers);
    ASSERT_EQ(customers.asked.size(), 2U);
    known(li);
    EXPECT_EQ(events.of<model::CustomerKnown>().size(), 1U) << "nothing is new";
    conductor.ask_again(tenant, model::CustomerId{77}, {});
    ASSERT_EQ(customers.asked.size(), 3U) << "its number was taken away, perhaps";
    conductor.on_customer(customers.asked.back().first, std::nullopt);
    EXPECT_FALSE(conductor.live_call(customers.asked[0].first)->customer);
    conductor.ask_again(TenantId{99}, model::CustomerId{77}, numbers);
    conductor.ask_again(tenant, model::CustomerId{5}, {"13800000002"});
    EXPECT_EQ(customers.asked.size(), 3U) << "nothing of these is about the call";
}

// B07.
TEST_F(Customers, AHighLevelGoesBeforeThoseWhoWaitLonger) {
    for (const auto user : {wang, li}) {
        ASSERT_TRUE(conductor.apply(model::SetAgentState{user, AgentState::Rest, ""}).ok());
    }
    customer_calls();
    known({});
    advance(30s);
    customer_calls();
    const auto vip = customers.asked.back().first;
    known({}, "VIP");
    const auto waiting = conductor.live_queue(sales)->waiting;
    ASSERT_EQ(waiting.size(), 2U);
    EXPECT_EQ(waiting[0].call, vip);
}

TEST_F(Customers, R069_OutsideNumbersThatAreDialledAreAskedToo) {
    ASSERT_TRUE(conductor.apply(model::Dial{wang, "13900000009"}).ok());
    ASSERT_EQ(customers.asked.size(), 1U);
    EXPECT_EQ(customers.asked[0].second, "13900000009");
    phone_dials(zhao, "8002");
    EXPECT_EQ(customers.asked.size(), 1U) << "colleagues are no customers";
}

TEST_F(Customers, R088_WhoSendsTheirCustomerToAQueueIsNotRungByIt) {
    customer_calls();
    known(li);
    conductor.on_answered(signal.last_invited(), "their answer");
    const auto call = customers.asked[0].first;
    ASSERT_TRUE(conductor.apply(model::Transfer{call, li, "600"}).ok());
    EXPECT_EQ(rung(), (Rung{li.text(), wang.text()}));
}

}  // namespace
}  // namespace yh::calls
