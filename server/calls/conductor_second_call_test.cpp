#include "calls/conductor_talk_fake.h"

// A desk phone has more than one line: call waiting (呼叫等待), a second call of its own, and auto answer (自动应答).
// All three are options, off by default; pages have one line and their own auto answer.
namespace yh::calls {
namespace {

class SecondCall : public TalkTest {
  protected:
    void with(bool model::TenantOptions::*option) {
        choose([option](model::Directory& d) { d.tenants[0].options.*option = true; });
    }
    /// Zhao calls Wang's extension, who talks with a customer.
    void zhao_knocks() {
        customer_talks_to_wang();
        online(zhao);
        knocker = phone_dials(zhao, "8001");
        second = rings(wang);
    }
    bool answers_by_itself(LegId leg) const {
        const auto at = std::ranges::find(signal.invited, leg, &OutgoingLeg::leg);
        return std::ranges::any_of(at->headers, [](const auto& header) { return header.first == "Call-Info"; });
    }
    LegId knocker, second;
};

TEST_F(SecondCall, IsBusyByDefault) {
    zhao_knocks();
    EXPECT_EQ(second, agent) << "nothing rings";
    EXPECT_TRUE(signal.was_closed(knocker));
    EXPECT_EQ(signal.said.back(), "close 486");
}

TEST_F(SecondCall, R048_KnocksAndIsTakenAfterTheFirst) {
    with(&model::TenantOptions::call_waiting);
    zhao_knocks();
    ASSERT_NE(second, agent);
    EXPECT_EQ(activity(wang), AgentActivity::Talking);
    EXPECT_EQ(conductor.live_agent(wang)->call, call) << "that is what he is in";
    hangs_up(customer);
    EXPECT_EQ(activity(wang), AgentActivity::Offered) << "his telephone rings";
    answers(second);
    EXPECT_EQ(activity(wang), AgentActivity::Talking);
    EXPECT_TRUE(both_hear(knocker, second));
    hangs_up(knocker);
    expect_all_released();
}

TEST_F(SecondCall, IsTakenWhileTheFirstIsHeld) {
    with(&model::TenantOptions::call_waiting);
    zhao_knocks();
    conductor.on_offer(agent, "a=sendonly");
    answers(second);
    EXPECT_TRUE(hears_music(customer));
    EXPECT_TRUE(both_hear(knocker, second));
    EXPECT_NE(conductor.live_agent(wang)->call, call) << "the phone has turned to it";
    hangs_up(knocker);
    EXPECT_EQ(activity(wang), AgentActivity::Holding);
    EXPECT_EQ(conductor.live_agent(wang)->call, call);
    conductor.on_offer(agent, "a=sendrecv");
    EXPECT_TRUE(both_hear(customer, agent));
    const auto other = customer_calls();
    EXPECT_EQ(rings(wang), second) << "no queue offers him anything";
    hangs_up(other);
    hangs_up(customer);
    expect_all_released();
}

TEST_F(SecondCall, ThatIsNotTakenChangesNothing) {
    with(&model::TenantOptions::call_waiting);
    zhao_knocks();
    conductor.on_failed(second, 486, "Busy Here");
    EXPECT_TRUE(signal.was_closed(knocker));
    EXPECT_EQ(activity(wang), AgentActivity::Talking);
    EXPECT_EQ(conductor.live_agent(wang)->call, call);
    EXPECT_TRUE(both_hear(customer, agent));
    hangs_up(customer);
    expect_all_released();
}

TEST_F(SecondCall, NeverKnocksAtAPageNorAtWhoOnlyRings) {
    with(&model::TenantOptions::call_waiting);
    online(lan);
    customer = customer_calls();
    agent = rings(lan);
    online(zhao);
    EXPECT_TRUE(signal.was_closed(phone_dials(zhao, "8004")));
    answers(agent);
    EXPECT_TRUE(signal.was_closed(phone_dials(zhao, "8004")));
    online(wang);
    customer_calls();
    EXPECT_TRUE(signal.was_closed(phone_dials(zhao, "8001"))) << "what rings is enough";
}

TEST_F(SecondCall, OfTheOwnPhoneLeavesTheFirstTalking) {
    customer_talks_to_wang();
    conductor.on_offer(agent, "a=sendonly");
    online(zhao);
    const auto own = phone_dials(wang, "8003");
    answers(rings(zhao));
    EXPECT_EQ(activity(wang), AgentActivity::Talking);
    hangs_up(own);
    EXPECT_EQ(activity(wang), AgentActivity::Holding) << "still in the first";
    EXPECT_EQ(conductor.live_agent(wang)->call, call);
    hangs_up(agent);
    EXPECT_FALSE(conductor.live_agent(wang)->call);
    expect_all_released();
}

// ---------------------------------------------------------------- auto answer

TEST_F(SecondCall, R063_PhonesAnswerByHandByDefault) {
    customer_talks_to_wang();
    EXPECT_FALSE(answers_by_itself(agent));
}

TEST_F(SecondCall, R063_QueueOffersAndOwnWishesAreAnsweredByThePhone) {
    with(&model::TenantOptions::auto_answer);
    customer_talks_to_wang();
    EXPECT_TRUE(answers_by_itself(agent));
    hangs_up(agent);
    online(zhao);
    ASSERT_TRUE(conductor.apply(model::Dial{zhao, "8001"}).ok());
    EXPECT_TRUE(answers_by_itself(rings(zhao))) << "Zhao asked for it";
    answers(rings(zhao));
    EXPECT_FALSE(answers_by_itself(rings(wang))) << "no phone opens itself to a colleague";
}

TEST_F(SecondCall, R063_PagesHaveTheirOwnWay) {
    with(&model::TenantOptions::auto_answer);
    online(lan);
    customer_calls();
    EXPECT_FALSE(answers_by_itself(rings(lan)));
}

}  // namespace
}  // namespace yh::calls
