#include "calls/conductor_talk_fake.h"

// Blind transfer (盲转): R057, R059, U6. From inbound, outbound and internal calls; to an extension, a queue, outside.
namespace yh::calls {
namespace {

class Transfer : public TalkTest {
  protected:
    Result<CallId> transfer(UserId by, const std::string& to) { return conductor.apply(model::Transfer{call, by, to}); }
};

TEST_F(Transfer, R059_DropsTheAgentAtOnceAndRingsTheExtension) {
    customer_talks_to_wang();
    online(zhao);
    ASSERT_TRUE(transfer(wang, "8003").ok());
    EXPECT_TRUE(signal.was_closed(agent));
    EXPECT_EQ(activity(wang), AgentActivity::Idle);
    EXPECT_EQ(activity(zhao), AgentActivity::Offered);
    EXPECT_EQ(media.heard_by(customer), "tone:ringback");
    EXPECT_EQ(signal.invited.back().caller_number, "13800000001") << "the colleague sees the customer's number";
    const auto colleague = rings(zhao);
    answers(colleague);
    EXPECT_TRUE(both_hear(customer, colleague));
    EXPECT_EQ(phase(), "talking");
    const auto moved = events.of<model::Transferred>();
    ASSERT_EQ(moved.size(), 1U);
    EXPECT_EQ(moved[0].from, agent);
    EXPECT_EQ(moved[0].by, wang);
    EXPECT_EQ(moved[0].to, "8003");
    EXPECT_FALSE(moved[0].consulted);
    hangs_up(colleague);
    expect_all_released();
}

TEST_F(Transfer, OneRecordingGoesOnThroughThreeTransfers) {
    customer_talks_to_wang();
    online(li);
    online(zhao);
    const auto path = media.plans[call].recording->path;
    ASSERT_TRUE(transfer(wang, "8002").ok());
    EXPECT_EQ(media.plans[call].recording->left, std::vector{customer}) << "it goes on while the next one rings";
    answers(rings(li));
    ASSERT_TRUE(transfer(li, "8003").ok());
    answers(rings(zhao));
    ASSERT_TRUE(transfer(zhao, "13812345678").ok());
    const auto outside = signal.last_invited();
    answers(outside);
    EXPECT_TRUE(both_hear(customer, outside));
    EXPECT_EQ(media.plans[call].recording->path, path);
    EXPECT_EQ(media.plans[call].recording->left, std::vector{customer});
    EXPECT_EQ(media.plans[call].recording->right, std::vector{outside});
    EXPECT_EQ(events.of<model::RecordingStarted>().size(), 1U);
    EXPECT_EQ(events.of<model::Transferred>().size(), 3U);
    EXPECT_EQ(events.of<model::CallStarted>().size(), 1U);
    hangs_up(customer);
    expect_all_released();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::Answered);
}

TEST_F(Transfer, ToAQueueWaitsThereWithMusicAndIsOffered) {
    choose([&](model::Directory& d) {
        auto second = d.queues[0];
        second.id = model::QueueId{22};
        second.number = "601";
        second.greeting.clear();
        second.members = {{zhao, 0, 0}};
        d.queues.push_back(second);
    });
    customer_talks_to_wang();
    ASSERT_TRUE(transfer(wang, "601").ok());
    EXPECT_EQ(phase(), "waiting");
    EXPECT_TRUE(hears_music(customer));
    EXPECT_EQ(events.of<model::QueueEntered>().back().queue, model::QueueId{22});
    online(zhao);
    answers(rings(zhao));
    EXPECT_TRUE(both_hear(customer, rings(zhao)));
    hangs_up(customer);
    expect_all_released();
}

// The agent's leg was an offer of the first queue once; that it hangs up is no failed offer of the second.
TEST_F(Transfer, AnAgentWhoIsSentToAQueueEndsTheCallByHangingUp) {
    choose([&](model::Directory& d) {
        auto second = d.queues[0];
        second.id = model::QueueId{22};
        second.number = "601";
        second.members = {{zhao, 0, 0}};
        d.queues.push_back(second);
    });
    online(wang);
    online(li);
    phone_dials(wang, "600");
    const auto asked = rings(li);
    answers(asked);
    call = media.plans.begin()->first;
    ASSERT_TRUE(transfer(wang, "601").ok());
    EXPECT_EQ(phase(), "waiting");
    hangs_up(asked);
    EXPECT_TRUE(over());
    online(zhao);
    EXPECT_FALSE(rings(zhao)) << "nobody is there to talk with";
    expect_all_released();
}

TEST_F(Transfer, OfAnOutboundCallKeepsTheCustomerOnTheLine) {
    online(wang);
    online(zhao);
    agent = phone_dials(wang, "13812345678");
    customer = signal.last_invited();
    answers(customer);
    call = media.plans.begin()->first;
    ASSERT_TRUE(transfer(wang, "8003").ok());
    EXPECT_FALSE(signal.was_closed(customer));
    EXPECT_EQ(signal.invited.back().caller_number, "13812345678");
    answers(rings(zhao));
    EXPECT_TRUE(both_hear(customer, rings(zhao)));
    hangs_up(rings(zhao));
    expect_all_released();
}

TEST_F(Transfer, OfAnInternalCallKeepsTheColleague) {
    online(wang);
    online(li);
    online(zhao);
    const auto asks = phone_dials(wang, "8002");
    const auto asked = rings(li);
    answers(asked);
    call = media.plans.begin()->first;
    ASSERT_TRUE(transfer(li, "8003").ok());
    EXPECT_TRUE(signal.was_closed(asked));
    EXPECT_EQ(activity(wang), AgentActivity::Dialling);
    answers(rings(zhao));
    EXPECT_TRUE(both_hear(asks, rings(zhao)));
    EXPECT_EQ(activity(wang), AgentActivity::Talking);
    hangs_up(asks);
    expect_all_released();
}

TEST_F(Transfer, ThatNobodyTakesComesBackToTheAgent) {
    customer_talks_to_wang();
    online(zhao);
    for (const bool busy : {true, false}) {
        ASSERT_TRUE(transfer(wang, "8003").ok());
        if (busy) {
            conductor.on_failed(rings(zhao), 486, "Busy Here");
        } else {
            advance(31s);  // rings, and nobody answers
        }
        EXPECT_EQ(activity(zhao), AgentActivity::Idle);
        const auto again = rings(wang);
        ASSERT_NE(again, agent);
        EXPECT_EQ(media.heard_by(customer), "tone:ringback");
        answers(again);
        EXPECT_TRUE(both_hear(customer, again));
        agent = again;
    }
    hangs_up(customer);
    expect_all_released();
}

TEST_F(Transfer, ThatNobodyTakesEndsWithBusyWhenTheAgentIsGoneToo) {
    customer_talks_to_wang();
    online(zhao);
    ASSERT_TRUE(transfer(wang, "8003").ok());
    conductor.on_device(tenant, wang, false);
    conductor.on_failed(rings(zhao), 486, "Busy Here");
    EXPECT_EQ(media.heard_by(customer), "tone:busy tone:busy tone:busy tone:busy");
    advance(61s);
    expect_all_released();
}

TEST_F(Transfer, ComesBackOnlyOnce) {
    customer_talks_to_wang();
    online(zhao);
    ASSERT_TRUE(transfer(wang, "8003").ok());
    conductor.on_failed(rings(zhao), 603, "Decline");
    conductor.on_failed(rings(wang), 603, "Decline");
    EXPECT_EQ(phase(), "announcing");
    advance(61s);
    expect_all_released();
}

TEST_F(Transfer, CallerWhoHangsUpMeanwhileEndsEverything) {
    customer_talks_to_wang();
    online(zhao);
    ASSERT_TRUE(transfer(wang, "8003").ok());
    hangs_up(customer);
    EXPECT_TRUE(signal.was_closed(rings(zhao)));
    expect_all_released();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::Answered) << "it had talked";
}

TEST_F(Transfer, IsRefusedWhereItCannotWork) {
    customer_talks_to_wang();
    EXPECT_EQ(transfer(wang, "8003").error().code, "target.offline");
    EXPECT_EQ(transfer(wang, "8003").error().kind, ErrorKind::Conflict);
    online(li);
    online(zhao);
    phone_dials(li, "8003");
    EXPECT_EQ(transfer(wang, "8003").error().code, "target.busy");
    EXPECT_EQ(transfer(wang, "8001").error().code, "target.self");
    EXPECT_EQ(transfer(wang, "99").error().code, "number.no_route");
    EXPECT_EQ(transfer(mei, "8003").error().code, "call.not_yours");
    EXPECT_TRUE(both_hear(customer, agent)) << "nothing changed";
    EXPECT_EQ(events.of<model::Transferred>().size(), 0U);
    hangs_up(customer);
    EXPECT_EQ(transfer(wang, "8003").error().code, "call.wrong_phase") << "too late, but it was his";
}

TEST_F(Transfer, HoldEndsWithTheAgentWhoHeld) {
    customer_talks_to_wang();
    online(zhao);
    ASSERT_TRUE(conductor.apply(model::Hold{call, wang}).ok());
    ASSERT_TRUE(transfer(wang, "8003").ok());
    EXPECT_FALSE(events.of<model::LegHeld>().back().held);
    answers(rings(zhao));
    EXPECT_TRUE(both_hear(customer, rings(zhao)));
}

TEST_F(Transfer, OfferedAgentWhoDeclinesFromAfarDoesNotEndTheCallersCall) {
    online(wang);
    customer = customer_calls();
    call = media.plans.begin()->first;
    ASSERT_TRUE(conductor.apply(model::Hangup{call, wang}).ok());
    EXPECT_FALSE(signal.was_closed(customer));
    EXPECT_EQ(events.of<model::OfferEnded>().at(0).outcome, model::OfferOutcome::Refused);
}

TEST_F(Transfer, ReferOfADeskPhoneIsABlindTransfer) {
    customer_talks_to_wang();
    online(zhao);
    EXPECT_EQ(conductor.refer(customer, "8003", {}).error().code, "refer.unknown");
    EXPECT_EQ(conductor.on_refer(agent, "8001", {}).error().code, "target.self");
    ASSERT_TRUE(conductor.on_refer(agent, "8003", {}).ok());
    answers(rings(zhao));
    EXPECT_TRUE(both_hear(customer, rings(zhao)));
}

TEST_F(Transfer, ReferWithReplacesJoinsTheOtherPartiesOfTwoCalls) {
    customer_talks_to_wang();
    online(zhao);
    conductor.on_offer(agent, "a=sendonly");
    const auto asks = phone_dials(wang, "8003");
    EXPECT_EQ(conductor.refer(agent, "8003", asks).error().code, "call.wrong_phase") << "Zhao has not answered";
    const auto asked = rings(zhao);
    answers(asked);
    EXPECT_EQ(conductor.refer(agent, "8003", customer).error().code, "refer.unknown");
    ASSERT_TRUE(conductor.refer(agent, "8003", asks).ok());
    ASSERT_EQ(signal.renamed.size(), 1U);
    EXPECT_EQ(signal.renamed[0].first, asked);
    const auto moved = signal.renamed[0].second;
    EXPECT_EQ(signal.said.back(), "offer") << "the colleague's phone is told where the sound is now";
    EXPECT_TRUE(both_hear(customer, moved));
    EXPECT_TRUE(signal.was_closed(agent));
    EXPECT_TRUE(signal.was_closed(asks));
    EXPECT_FALSE(signal.was_closed(asked)) << "its dialog goes on";
    EXPECT_EQ(activity(wang), AgentActivity::Idle);
    EXPECT_EQ(activity(zhao), AgentActivity::Talking);
    EXPECT_EQ(events.of<model::Transferred>().at(0).consulted, moved);
    EXPECT_EQ(conductor.live_agent(zhao)->call, call);
    hangs_up(moved);
    expect_all_released();
}

}  // namespace
}  // namespace yh::calls
