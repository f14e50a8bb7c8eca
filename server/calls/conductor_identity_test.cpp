#include "calls/conductor_talk_fake.h"

// What telephones show of who calls, to people who may not see customers' numbers whole (R264, U17).
namespace yh::calls {
namespace {

using model::HideNumbers;

class Identity : public TalkTest {
  protected:
    void hides(HideNumbers how) {
        choose([&](model::Directory& d) {
            d.tenants[0].options.hide_numbers = how;
            for (auto& user : d.users) {
                user.sees_numbers = user.id != wang;
            }
        });
    }
    std::string shown_to(UserId user) const {
        const auto at = std::ranges::find(signal.invited, rings(user), &OutgoingLeg::leg);
        return at == signal.invited.end() ? "nobody" : at->caller_number;
    }
};

TEST_F(Identity, R264TelephoneOfWhoMayNotSeeNumbersShowsThemMasked) {
    for (const auto& [how, number] :
         {std::pair{HideNumbers::Off, "13800000001"}, std::pair{HideNumbers::Partial, "138****0001"},
          std::pair{HideNumbers::All, "*****"}}) {
        hides(how);
        customer_talks_to_wang();
        EXPECT_EQ(shown_to(wang), number);
        hangs_up(customer);
        settle();
        media.plans.clear();
    }
}

TEST_F(Identity, R264WhoMaySeeThemDoes) {
    hides(HideNumbers::All);
    online(zhao);
    customer_calls("4008001235");
    EXPECT_EQ(shown_to(zhao), "13800000001");
}

TEST_F(Identity, R264CustomerWhoIsSentOnStaysMasked) {
    hides(HideNumbers::Partial);
    online(zhao);
    const auto caller = customer_calls("4008001235");
    answers(rings(zhao));
    online(wang);
    ASSERT_TRUE(conductor.apply(model::Transfer{media.open.at(caller), zhao, "8001"}).ok());
    EXPECT_EQ(shown_to(wang), "138****0001");
}

TEST_F(Identity, R264ColleaguesAreNoCustomers) {
    hides(HideNumbers::All);
    online(wang);
    online(zhao);
    phone_dials(zhao, "8001");
    EXPECT_EQ(shown_to(wang), "8003");
}

// A carrier takes no stars.
TEST_F(Identity, R264MobileShowsTheNumberThatWasCalled) {
    hides(HideNumbers::Partial);
    choose([&](model::Directory& d) {
        d.users[0].mobile = "13900000001";
        d.outbound[0].caller_id = "";
    });
    ASSERT_TRUE(conductor.apply(model::SetMobile{wang, true}).ok());
    customer_calls();
    EXPECT_EQ(signal.invited.back().caller_number, "4008001234");
}

/// Notes that somebody is asked after; the test answers.
class Asked final : public CustomerPort {
  public:
    void find_customer(CallId call, TenantId, std::string) override { last = call; }
    CallId last;
};

// R151: a public pool hides the numbers of who lies in it, also from telephones. Zhao looks after it.
class PoolIdentity : public Identity {
  protected:
    static constexpr std::int64_t pool = 5;

    PoolIdentity() {
        conductor.set_customers(&asked);
        auto pools = std::make_shared<model::HidingPools>();
        pools->add(directory->tenants[0].id, pool, {zhao});
        conductor.set_hiding_pools(pools);
    }
    void straight_to_wang() {
        choose([](model::Directory& d) { d.inbound[0].destination = *model::parse_destination("extension:8001"); });
    }
    void lies_in(std::int64_t where) {
        conductor.on_customer(asked.last, KnownCustomer{model::CustomerId{77}, "陈女士", {}, "一般", where});
    }

    Asked asked;
};

TEST_F(PoolIdentity, R151TelephoneHidesWhoLiesInThePool) {
    online(wang);
    customer_calls();
    EXPECT_EQ(shown_to(wang), "nobody") << "it stands at the door until it is known who calls";
    lies_in(pool);
    EXPECT_EQ(shown_to(wang), "138****0001");
}

TEST_F(PoolIdentity, R151TelephoneShowsWhoLiesInNoneOrElsewhere) {
    for (const std::int64_t where : {0, 6}) {
        online(wang);
        const auto caller = customer_calls();
        lies_in(where);
        EXPECT_EQ(shown_to(wang), "13800000001");
        hangs_up(caller);
        settle();
        signal.invited.clear();
    }
    customer_calls();
    conductor.on_customer(asked.last, std::nullopt);
    EXPECT_EQ(shown_to(wang), "13800000001") << "nobody that the company knows";
}

TEST_F(PoolIdentity, R151ASlowDatabaseHidesRatherThanShows) {
    online(wang);
    customer_calls();
    advance(500ms);
    EXPECT_EQ(shown_to(wang), "138****0001");
}

TEST_F(PoolIdentity, R151StraightToATelephoneItWaitsAsLong) {
    straight_to_wang();
    online(wang);
    customer_calls();
    EXPECT_EQ(shown_to(wang), "nobody");
    lies_in(0);
    EXPECT_EQ(shown_to(wang), "13800000001");
}

TEST_F(PoolIdentity, R151WhoHangsUpBeforeATelephoneRangHasRungNobody) {
    straight_to_wang();
    online(wang);
    hangs_up(customer_calls());
    lies_in(0);
    advance(1s);
    EXPECT_EQ(shown_to(wang), "nobody");
    EXPECT_TRUE(events.of<model::QueueEntered>().empty());
}

TEST_F(PoolIdentity, R151WhoAdministersThePoolWaitsForNobodyAndSees) {
    online(zhao);
    customer_calls("4008001235");
    EXPECT_EQ(shown_to(zhao), "13800000001");
}

TEST_F(PoolIdentity, R151WhatPagesWereShownHiddenTheyAreToldWhole) {
    online(wang);
    const auto caller = customer_calls();
    EXPECT_TRUE(conductor.live_call(media.open.at(caller))->asks_customer);
    conductor.on_customer(asked.last, std::nullopt);
    EXPECT_FALSE(conductor.live_call(media.open.at(caller))->asks_customer);
    EXPECT_EQ(events.of<model::CustomerKnown>().size(), 1U) << "so that pages draw it again";
}

}  // namespace
}  // namespace yh::calls
