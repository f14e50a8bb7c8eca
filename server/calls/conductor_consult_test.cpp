#include "calls/conductor_talk_fake.h"

// Consultation and three-way: R053–R056, R058, R060, R061, U6, U7. The rows of the table in docs/life_of_a_call.md.
namespace yh::calls {
namespace {

class Consultation : public TalkTest {
  protected:
    /// Wang asks Zhao (8003), who rings.
    void wang_asks_zhao() {
        customer_talks_to_wang();
        online(zhao);
        ASSERT_TRUE(conductor.apply(model::Consult{call, wang, "8003"}).ok());
        third = rings(zhao);
    }
    void wang_talks_to_zhao() {
        wang_asks_zhao();
        answers(third);
    }
    void three_talk() {
        wang_talks_to_zhao();
        ASSERT_TRUE(conductor.apply(model::JoinConsult{call, wang}).ok());
    }
    void host_ends_conference() {
        choose([](model::Directory& d) { d.tenants[0].options.host_ends_conference = true; });
    }
    ConsultOutcome outcome() const { return events.of<model::ConsultEnded>().back().outcome; }

    LegId third;
};

TEST_F(Consultation, R053_R055_CustomerHearsMusicWhileTheColleagueRingsAndTalks) {
    wang_asks_zhao();
    EXPECT_TRUE(hears_music(customer));
    EXPECT_EQ(media.heard_by(agent), "tone:ringback");
    EXPECT_EQ(signal.invited.back().caller_number, "8001");
    EXPECT_EQ(phase(), "consulting");
    EXPECT_EQ(activity(wang), AgentActivity::Dialling);
    EXPECT_EQ(activity(zhao), AgentActivity::Offered);
    EXPECT_FALSE(conductor.live_call(call)->consult.at(0).answered);
    const auto music = media.plans[call];
    answers(third);
    EXPECT_TRUE(hears_music(customer));
    EXPECT_TRUE(both_hear(agent, third));
    EXPECT_EQ(activity(wang), AgentActivity::Talking);
    EXPECT_EQ(activity(zhao), AgentActivity::Talking);
    EXPECT_TRUE(conductor.live_call(call)->consult.at(0).answered);
    EXPECT_EQ(media.plans[call].recording->left, std::vector{customer});
    EXPECT_EQ(recorded_right(), in_order({agent, third}));
}

TEST_F(Consultation, R056_CancelReturnsToTheCustomer) {
    wang_talks_to_zhao();
    ASSERT_TRUE(conductor.apply(model::CancelConsult{call, wang}).ok());
    EXPECT_TRUE(signal.was_closed(third));
    EXPECT_TRUE(both_hear(customer, agent));
    EXPECT_EQ(outcome(), ConsultOutcome::Cancelled);
    EXPECT_EQ(activity(zhao), AgentActivity::Idle);
    EXPECT_EQ(phase(), "talking");
    EXPECT_TRUE(conductor.live_call(call)->consult.empty());
}

TEST_F(Consultation, R056_CancelWhileItRings) {
    wang_asks_zhao();
    ASSERT_TRUE(conductor.apply(model::CancelConsult{call, wang}).ok());
    EXPECT_TRUE(signal.was_closed(third));
    EXPECT_TRUE(both_hear(customer, agent));
    EXPECT_EQ(activity(wang), AgentActivity::Talking);
    EXPECT_EQ(activity(zhao), AgentActivity::Idle);
}

TEST_F(Consultation, R054_NothingCanBeCompletedBeforeTheAnswer) {
    wang_asks_zhao();
    EXPECT_EQ(conductor.apply(model::CompleteConsult{call, wang}).error().code, "call.wrong_phase");
    EXPECT_EQ(conductor.apply(model::JoinConsult{call, wang}).error().code, "call.wrong_phase");
    EXPECT_EQ(conductor.apply(model::SwapConsult{call, wang}).error().code, "call.wrong_phase");
    EXPECT_EQ(conductor.apply(model::Consult{call, wang, "8002"}).error().code, "call.wrong_phase");
    EXPECT_EQ(conductor.apply(model::Transfer{call, wang, "8002"}).error().code, "call.wrong_phase");
    EXPECT_EQ(phase(), "consulting");
}

TEST_F(Consultation, IsRefusedWhenNobodyTalksOrNobodyIsThere) {
    online(wang);
    customer = customer_calls();
    call = media.plans.begin()->first;
    EXPECT_EQ(conductor.apply(model::Consult{call, wang, "8003"}).error().code, "call.wrong_phase");
    answers(signal.last_invited());
    EXPECT_EQ(conductor.apply(model::Consult{call, wang, "8003"}).error().code, "target.offline");
    EXPECT_EQ(conductor.apply(model::Consult{call, wang, "600"}).error().code, "target.not_a_person");
    EXPECT_EQ(conductor.apply(model::CancelConsult{call, wang}).error().code, "call.wrong_phase");
    signal.unreachable = {zhao};
    online(zhao);
    EXPECT_EQ(conductor.apply(model::Consult{call, wang, "8003"}).error().code, "target.offline");
    EXPECT_EQ(phase(), "talking");
    EXPECT_EQ(activity(zhao), AgentActivity::Idle);
}

TEST_F(Consultation, RefusedBusyOrUnansweredReturnsToTheCustomer) {
    wang_asks_zhao();
    for (const int status : {603, 486, 0}) {
        if (status != 0) {
            conductor.on_failed(third, status, "no");
        } else {
            advance(31s);
            EXPECT_TRUE(signal.was_closed(third));
        }
        EXPECT_EQ(outcome(), ConsultOutcome::Failed);
        EXPECT_TRUE(both_hear(customer, agent));
        EXPECT_EQ(phase(), "talking");
        EXPECT_EQ(activity(wang), AgentActivity::Talking);
        EXPECT_EQ(activity(zhao), AgentActivity::Idle);
        ASSERT_TRUE(conductor.apply(model::Consult{call, wang, "8003"}).ok());
        third = rings(zhao);
    }
    hangs_up(customer);
    expect_all_released();
}

TEST_F(Consultation, R058_CompletedLeavesTheCustomerWithTheColleague) {
    wang_talks_to_zhao();
    ASSERT_TRUE(conductor.apply(model::CompleteConsult{call, wang}).ok());
    EXPECT_TRUE(signal.was_closed(agent));
    EXPECT_TRUE(both_hear(customer, third));
    EXPECT_EQ(phase(), "talking");
    EXPECT_EQ(activity(wang), AgentActivity::Idle);
    EXPECT_EQ(activity(zhao), AgentActivity::Talking);
    const auto moved = events.of<model::Transferred>().at(0);
    EXPECT_EQ(moved.consulted, third);
    EXPECT_EQ(moved.from, agent);
    EXPECT_EQ(outcome(), ConsultOutcome::Completed);
    EXPECT_EQ(media.plans[call].recording->right, std::vector{third});
    hangs_up(third);
    expect_all_released();
}

TEST_F(Consultation, WithAnOutsideNumberCompletes) {
    customer_talks_to_wang();
    ASSERT_TRUE(conductor.apply(model::Consult{call, wang, "13812345678"}).ok());
    third = signal.last_invited();
    EXPECT_EQ(signal.invited.back().caller_number, "4008001234") << "our own number, as the rule says";
    conductor.on_progress(third, 183, "early sdp");
    EXPECT_EQ(media.heard_by(agent), "leg " + third.text()) << "R027: early media goes through";
    EXPECT_TRUE(hears_music(customer));
    answers(third);
    ASSERT_TRUE(conductor.apply(model::CompleteConsult{call, wang}).ok());
    EXPECT_TRUE(both_hear(customer, third));
    EXPECT_EQ(media.plans[call].recording->left, std::vector{customer}) << "the third party is no customer";
    hangs_up(customer);
    expect_all_released();
}

TEST_F(Consultation, OutOfAnOutboundCall) {
    online(wang);
    online(zhao);
    agent = phone_dials(wang, "13812345678");
    customer = signal.last_invited();
    answers(customer);
    call = media.plans.begin()->first;
    ASSERT_TRUE(conductor.apply(model::Consult{call, wang, "8003"}).ok());
    answers(rings(zhao));
    EXPECT_TRUE(both_hear(agent, rings(zhao)));
    ASSERT_TRUE(conductor.apply(model::CompleteConsult{call, wang}).ok());
    EXPECT_TRUE(both_hear(customer, rings(zhao)));
}

TEST_F(Consultation, SwapGoesToAndFro) {
    wang_talks_to_zhao();
    ASSERT_TRUE(conductor.apply(model::SwapConsult{call, wang}).ok());
    EXPECT_TRUE(both_hear(customer, agent));
    EXPECT_TRUE(hears_music(third));
    EXPECT_TRUE(conductor.live_call(call)->consult.at(0).swapped);
    ASSERT_TRUE(conductor.apply(model::SwapConsult{call, wang}).ok());
    EXPECT_TRUE(both_hear(agent, third));
    EXPECT_TRUE(hears_music(customer));
}

TEST_F(Consultation, R060_ThreeWayLetsAllTalkWithAllAndIsRecorded) {
    three_talk();
    EXPECT_TRUE(all_hear(customer, agent, third));
    EXPECT_EQ(phase(), "conference");
    EXPECT_EQ(conductor.live_call(call)->parties.size(), 3U);
    EXPECT_EQ(outcome(), ConsultOutcome::Joined);
    EXPECT_EQ(events.of<model::PartyJoined>().at(0).leg, third);
    EXPECT_EQ(media.plans[call].recording->left, std::vector{customer});
    EXPECT_EQ(recorded_right(), in_order({agent, third}));
}

TEST_F(Consultation, R051_HoldAndMuteInAThreeWay) {
    three_talk();
    ASSERT_TRUE(conductor.apply(model::Mute{call, wang, true}).ok());
    EXPECT_EQ(heard(customer), std::vector{third});
    EXPECT_EQ(heard(third), std::vector{customer});
    EXPECT_EQ(heard(agent), in_order({customer, third}));
    ASSERT_TRUE(conductor.apply(model::Mute{call, wang, false}).ok());
    ASSERT_TRUE(conductor.apply(model::Hold{call, wang}).ok());
    EXPECT_TRUE(both_hear(customer, third)) << "the others talk on";
    EXPECT_EQ(media.heard_by(agent), "nothing");
    ASSERT_TRUE(conductor.apply(model::MuteParty{call, wang, third, true}).ok());
    EXPECT_EQ(media.heard_by(customer), "nothing");
    ASSERT_TRUE(conductor.apply(model::MuteParty{call, wang, third, false}).ok());
    ASSERT_TRUE(conductor.apply(model::Retrieve{call, wang}).ok());
    EXPECT_TRUE(all_hear(customer, agent, third));
}

TEST_F(Consultation, PartyCanBeTakenOut) {
    three_talk();
    ASSERT_TRUE(conductor.apply(model::RemoveParty{call, wang, third}).ok());
    EXPECT_TRUE(signal.was_closed(third));
    EXPECT_TRUE(both_hear(customer, agent));
    EXPECT_EQ(phase(), "talking");
    EXPECT_EQ(conductor.apply(model::RemoveParty{call, wang, customer}).error().code, "call.wrong_phase");
}

TEST_F(Consultation, KeysGoToWhomTheAgentTalksWith) {
    wang_talks_to_zhao();
    ASSERT_TRUE(conductor.apply(model::SendDtmf{call, wang, "12"}).ok());
    EXPECT_EQ(media.sent_digits, "12");
}

// ---------------------------------------------------------------- who hangs up: every row of the table

TEST_F(Consultation, R054_AgentHangsUpWhileItRings) {
    wang_asks_zhao();
    hangs_up(agent);
    EXPECT_TRUE(signal.was_closed(customer));
    EXPECT_TRUE(signal.was_closed(third));
    expect_all_released();
}

TEST_F(Consultation, CustomerHangsUpWhileItRings) {
    wang_asks_zhao();
    hangs_up(customer);
    EXPECT_TRUE(signal.was_closed(agent));
    EXPECT_TRUE(signal.was_closed(third));
    expect_all_released();
}

TEST_F(Consultation, ColleagueDeclinesFromAfarWhileItRings) {
    wang_asks_zhao();
    ASSERT_TRUE(conductor.apply(model::Hangup{call, zhao}).ok());
    EXPECT_TRUE(both_hear(customer, agent));
}

TEST_F(Consultation, AgentHangsUpInIt) {
    wang_talks_to_zhao();
    hangs_up(agent);
    EXPECT_TRUE(both_hear(customer, third));
    EXPECT_EQ(outcome(), ConsultOutcome::Completed);
    hangs_up(customer);
    expect_all_released();
}

TEST_F(Consultation, ColleagueHangsUpInIt) {
    wang_talks_to_zhao();
    hangs_up(third);
    EXPECT_TRUE(both_hear(customer, agent));
    hangs_up(agent);
    expect_all_released();
}

TEST_F(Consultation, CustomerHangsUpInIt) {
    wang_talks_to_zhao();
    hangs_up(customer);
    EXPECT_TRUE(both_hear(agent, third)) << "the two colleagues talk until they hang up";
    EXPECT_FALSE(over());
    hangs_up(third);
    EXPECT_TRUE(signal.was_closed(agent));
    expect_all_released();
}

TEST_F(Consultation, CustomerHangsUpWhileTheColleagueWaits) {
    wang_talks_to_zhao();
    ASSERT_TRUE(conductor.apply(model::SwapConsult{call, wang}).ok());
    hangs_up(customer);
    EXPECT_TRUE(both_hear(agent, third));
    hangs_up(agent);
    expect_all_released();
}

TEST_F(Consultation, ColleagueHangsUpWhileWaiting) {
    wang_talks_to_zhao();
    ASSERT_TRUE(conductor.apply(model::SwapConsult{call, wang}).ok());
    hangs_up(third);
    EXPECT_TRUE(both_hear(customer, agent));
}

TEST_F(Consultation, AgentHangsUpWhileTheColleagueWaits) {
    wang_talks_to_zhao();
    ASSERT_TRUE(conductor.apply(model::SwapConsult{call, wang}).ok());
    ASSERT_TRUE(conductor.apply(model::Hangup{call, wang}).ok());
    EXPECT_TRUE(both_hear(customer, third));
}

TEST_F(Consultation, R061_ThreeWayInEveryOrder) {
    for (int order = 0; order < 6; ++order) {
        three_talk();
        const LegId legs_of[] = {customer, agent, third};
        constexpr int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        const auto& who = orders[order];
        hangs_up(legs_of[who[0]]);
        EXPECT_TRUE(both_hear(legs_of[who[1]], legs_of[who[2]])) << "order " << order;
        EXPECT_EQ(phase(), "talking");
        EXPECT_EQ(events.of<model::PartyLeft>().back().leg, legs_of[who[0]]);
        hangs_up(legs_of[who[1]]);
        EXPECT_TRUE(signal.was_closed(legs_of[who[2]]));
        EXPECT_TRUE(over());
        settle();
        media.plans.clear();
        EXPECT_EQ(activity(wang), AgentActivity::Idle);
        EXPECT_EQ(activity(zhao), AgentActivity::Idle);
    }
    expect_all_released();
}

TEST_F(Consultation, R061_U7_WithHostEndsConferenceOnlyTheThirdPartyMayLeaveAlone) {
    host_ends_conference();
    three_talk();
    hangs_up(third);
    EXPECT_TRUE(both_hear(customer, agent));
    hangs_up(customer);
    settle();
    media.plans.clear();
    for (const bool host : {true, false}) {
        three_talk();
        hangs_up(host ? agent : customer);
        EXPECT_TRUE(over());
        EXPECT_TRUE(signal.was_closed(third));
        settle();
        media.plans.clear();
    }
    expect_all_released();
}

}  // namespace
}  // namespace yh::calls
