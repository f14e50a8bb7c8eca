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

}  // namespace
}  // namespace yh::calls
