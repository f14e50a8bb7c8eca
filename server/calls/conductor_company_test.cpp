#include "calls/conductor_talk_fake.h"

// B01 with more than two in the call: a browser lost in a consultation, a three-way, a room or under supervision comes
// back to where it was, and whoever is there need not wait for it. Lan (8004) and Mei (8005) have browsers.
namespace yh::calls {
namespace {

class LostInCompany : public TalkTest {
  protected:
    void customer_talks_to_lan() {
        online(lan);
        customer = customer_calls();
        agent = rings(lan);
        answers(agent);
        call = media.plans.begin()->first;
    }
    void lan_asks(UserId whom, const std::string& number) {
        customer_talks_to_lan();
        online(whom);
        ASSERT_TRUE(conductor.apply(model::Consult{call, lan, number}).ok());
        third = rings(whom);
    }
    void three_way_with(UserId whom, const std::string& number) {
        lan_asks(whom, number);
        answers(third);
        ASSERT_TRUE(conductor.apply(model::JoinConsult{call, lan}).ok());
        ASSERT_TRUE(all_hear(customer, agent, third));
    }
    void goes(UserId user, LegId leg) {
        conductor.on_device(tenant, user, false);
        conductor.on_ended(leg, {EndingSide::Agent, "flow_lost"});
    }
    LegId comes_back(UserId user) {
        online(user);
        const auto fresh = rings(user);
        EXPECT_EQ(purpose(fresh), "resume");
        answers(fresh);
        return fresh;
    }
    std::size_t away() const {
        const auto live = conductor.live_call(call);
        return static_cast<std::size_t>(std::ranges::count_if(live->legs, &model::LiveLeg::away));
    }
    LegId third;
};

// ---------------------------------------------------------------- three-way

TEST_F(LostInCompany, B01_ThreeWayGoesOnAndTakesTheAgentBack) {
    three_way_with(zhao, "8003");
    ASSERT_TRUE(conductor.apply(model::Mute{call, lan, true}).ok());
    goes(lan, agent);
    EXPECT_EQ(phase(), "conference");
    EXPECT_TRUE(both_hear(customer, third)) << "nobody waits";
    EXPECT_EQ(away(), 1U);
    EXPECT_EQ(conductor.live_agent(lan)->call, call);
    advance(15s);
    const auto fresh = comes_back(lan);
    EXPECT_EQ(away(), 0U);
    EXPECT_EQ(heard(fresh), in_order({customer, third}));
    EXPECT_EQ(heard(customer), std::vector{third}) << "muted as before";
    ASSERT_TRUE(conductor.apply(model::Mute{call, lan, false}).ok());
    EXPECT_TRUE(all_hear(customer, fresh, third));
    EXPECT_EQ(recorded_right(), in_order({fresh, third}));
    EXPECT_EQ(events.of<model::RecordingStarted>().size(), 1U);
    EXPECT_EQ(activity(lan), AgentActivity::Talking);
    EXPECT_EQ(events.of<model::Resumed>().at(0).leg, fresh);
    hangs_up(third);
    EXPECT_TRUE(both_hear(customer, fresh));
    hangs_up(customer);
    expect_all_released();
}

TEST_F(LostInCompany, B01_HostWhoIsBackIsStillTheHost) {
    choose([](model::Directory& d) { d.tenants[0].options.host_ends_conference = true; });
    three_way_with(zhao, "8003");
    goes(lan, agent);
    EXPECT_TRUE(both_hear(customer, third)) << "lost is not left";
    const auto fresh = comes_back(lan);
    hangs_up(fresh);
    EXPECT_TRUE(over());
    expect_all_released();
}

TEST_F(LostInCompany, HostWhoIsGoneForGoodHasLeft) {
    choose([](model::Directory& d) { d.tenants[0].options.host_ends_conference = true; });
    three_way_with(zhao, "8003");
    goes(lan, agent);
    advance(21s);
    EXPECT_TRUE(over());
    expect_all_released();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending.reason, "connection_lost");
}

TEST_F(LostInCompany, AgentWhoIsGoneForGoodLeavesTheOthersTalking) {
    three_way_with(zhao, "8003");
    goes(lan, agent);
    advance(21s);
    EXPECT_EQ(phase(), "talking");
    EXPECT_TRUE(both_hear(customer, third));
    EXPECT_EQ(events.of<model::PartyLeft>().at(0).leg, agent);
    EXPECT_EQ(events.of<model::ResumeEnded>().at(0).reason, "connection_lost");
    EXPECT_EQ(activity(lan), AgentActivity::Idle);
    EXPECT_EQ(conductor.live_agent(lan)->state, AgentState::Offline);
    hangs_up(customer);
    expect_all_released();
}

TEST_F(LostInCompany, CustomerLeavesMeanwhileAndTheColleagueWaits) {
    three_way_with(zhao, "8003");
    goes(lan, agent);
    hangs_up(customer);
    EXPECT_EQ(phase(), "resuming");
    EXPECT_TRUE(hears_music(third));
    const auto fresh = comes_back(lan);
    EXPECT_EQ(phase(), "talking");
    EXPECT_TRUE(both_hear(third, fresh));
    hangs_up(fresh);
    expect_all_released();
}

TEST_F(LostInCompany, ColleagueLeavesMeanwhileAndTheCustomerGoesToTheHeadOfTheQueue) {
    three_way_with(zhao, "8003");
    goes(lan, agent);
    hangs_up(third);
    EXPECT_EQ(phase(), "resuming");
    EXPECT_TRUE(hears_music(customer));
    advance(21s);
    EXPECT_EQ(phase(), "waiting");
    online(wang);
    answers(rings(wang));
    EXPECT_TRUE(both_hear(customer, rings(wang)));
    hangs_up(customer);
    expect_all_released();
}

TEST_F(LostInCompany, BothOthersLeaveMeanwhile) {
    three_way_with(zhao, "8003");
    goes(lan, agent);
    hangs_up(third);
    hangs_up(customer);
    EXPECT_TRUE(over());
    expect_all_released();
}

TEST_F(LostInCompany, TwoBrowsersAreLostAndBothComeBack) {
    three_way_with(mei, "8005");
    goes(mei, third);
    EXPECT_TRUE(both_hear(customer, agent));
    goes(lan, agent);
    EXPECT_TRUE(hears_music(customer));
    EXPECT_EQ(away(), 2U);
    const auto fresh = comes_back(lan);
    EXPECT_TRUE(both_hear(customer, fresh));
    const auto fresh_third = comes_back(mei);
    EXPECT_TRUE(all_hear(customer, fresh, fresh_third));
    goes(lan, fresh);
    goes(mei, fresh_third);
    hangs_up(customer);
    EXPECT_TRUE(over()) << "nobody is left to come back to";
    expect_all_released();
}

TEST_F(LostInCompany, AgentHangsUpByCommandWhileAway) {
    three_way_with(zhao, "8003");
    goes(lan, agent);
    EXPECT_EQ(conductor.apply(model::Hold{call, lan}).error().code, "call.wrong_phase");
    online(lan);
    const auto fresh = rings(lan);
    ASSERT_TRUE(conductor.apply(model::Hangup{call, lan}).ok());
    EXPECT_TRUE(signal.was_closed(fresh));
    EXPECT_TRUE(both_hear(customer, third));
    EXPECT_EQ(phase(), "talking");
    EXPECT_EQ(activity(lan), AgentActivity::Idle);
    hangs_up(customer);
    expect_all_released();
}

TEST_F(LostInCompany, LostPartyIsTakenOut) {
    three_way_with(mei, "8005");
    goes(mei, third);
    ASSERT_TRUE(conductor.apply(model::RemoveParty{call, lan, third}).ok());
    EXPECT_EQ(phase(), "talking");
    EXPECT_EQ(away(), 0U);
    online(mei);
    EXPECT_EQ(rings(mei), third) << "rung no more";
    hangs_up(customer);
    expect_all_released();
}

// ---------------------------------------------------------------- consultation

TEST_F(LostInCompany, B01_ConsultationWaitsForWhoAsks) {
    lan_asks(zhao, "8003");
    answers(third);
    goes(lan, agent);
    EXPECT_EQ(phase(), "resuming");
    EXPECT_TRUE(hears_music(customer));
    EXPECT_TRUE(hears_music(third));
    EXPECT_FALSE(signal.was_closed(third));
    const auto fresh = comes_back(lan);
    EXPECT_EQ(phase(), "consulting");
    EXPECT_TRUE(both_hear(fresh, third));
    EXPECT_TRUE(hears_music(customer));
    ASSERT_TRUE(conductor.apply(model::SwapConsult{call, lan}).ok());
    EXPECT_TRUE(both_hear(fresh, customer));
    ASSERT_TRUE(conductor.apply(model::CompleteConsult{call, lan}).ok());
    EXPECT_TRUE(both_hear(customer, third));
    hangs_up(customer);
    expect_all_released();
}

TEST_F(LostInCompany, WhoIsAskedAnswersWhileTheAskerIsAway) {
    lan_asks(zhao, "8003");
    goes(lan, agent);
    EXPECT_FALSE(signal.was_closed(third)) << "it rings on";
    answers(third);
    EXPECT_TRUE(hears_music(third));
    const auto fresh = comes_back(lan);
    EXPECT_TRUE(both_hear(fresh, third));
    EXPECT_EQ(activity(lan), AgentActivity::Talking);
    hangs_up(customer);
    EXPECT_TRUE(both_hear(fresh, third));
    hangs_up(fresh);
    expect_all_released();
}

TEST_F(LostInCompany, AskerIsBackWhileItStillRings) {
    lan_asks(zhao, "8003");
    goes(lan, agent);
    const auto fresh = comes_back(lan);
    EXPECT_EQ(media.heard_by(fresh), "tone:ringback");
    EXPECT_EQ(activity(lan), AgentActivity::Dialling);
    conductor.on_failed(third, 486, "Busy Here");
    EXPECT_TRUE(both_hear(customer, fresh));
    hangs_up(customer);
    expect_all_released();
}

TEST_F(LostInCompany, WhoIsAskedRefusesWhileTheAskerIsAway) {
    lan_asks(zhao, "8003");
    goes(lan, agent);
    conductor.on_failed(third, 603, "Decline");
    EXPECT_EQ(phase(), "resuming");
    const auto fresh = comes_back(lan);
    EXPECT_TRUE(both_hear(customer, fresh));
    hangs_up(customer);
    expect_all_released();
}

TEST_F(LostInCompany, AskerWhoIsGoneForGoodHandsOver) {
    lan_asks(zhao, "8003");
    answers(third);
    goes(lan, agent);
    advance(21s);
    EXPECT_EQ(phase(), "talking");
    EXPECT_TRUE(both_hear(customer, third));
    EXPECT_EQ(events.of<model::ConsultEnded>().at(0).outcome, ConsultOutcome::Completed);
    hangs_up(customer);
    expect_all_released();
}

TEST_F(LostInCompany, AskerIsGoneForGoodBeforeAnyAnswer) {
    lan_asks(zhao, "8003");
    goes(lan, agent);
    advance(21s);
    EXPECT_TRUE(signal.was_closed(third));
    EXPECT_EQ(phase(), "waiting") << "the customer is at the head of the queue";
    EXPECT_EQ(events.of<model::ConsultEnded>().at(0).outcome, ConsultOutcome::Cancelled);
    hangs_up(customer);
    expect_all_released();
}

TEST_F(LostInCompany, B01_WhoIsAskedComesBackToTheConsultation) {
    lan_asks(mei, "8005");
    answers(third);
    goes(mei, third);
    EXPECT_EQ(phase(), "consulting");
    EXPECT_TRUE(hears_music(agent));
    const auto fresh = comes_back(mei);
    EXPECT_TRUE(both_hear(agent, fresh));
    goes(mei, fresh);
    ASSERT_TRUE(conductor.apply(model::CancelConsult{call, lan}).ok());
    EXPECT_TRUE(both_hear(customer, agent));
    EXPECT_EQ(activity(mei), AgentActivity::Idle);
    online(mei);
    EXPECT_EQ(rings(mei), fresh) << "rung no more";
    hangs_up(customer);
    expect_all_released();
}

TEST_F(LostInCompany, WhoIsAskedIsGoneForGood) {
    lan_asks(mei, "8005");
    answers(third);
    goes(mei, third);
    advance(21s);
    EXPECT_EQ(phase(), "talking");
    EXPECT_TRUE(both_hear(customer, agent));
    EXPECT_EQ(conductor.live_agent(mei)->state, AgentState::Offline);
    hangs_up(customer);
    expect_all_released();
}

TEST_F(LostInCompany, HandedOverToWhoIsAwayTheCustomerWaitsForThem) {
    lan_asks(mei, "8005");
    answers(third);
    goes(mei, third);
    ASSERT_TRUE(conductor.apply(model::CompleteConsult{call, lan}).ok());
    EXPECT_EQ(phase(), "resuming");
    EXPECT_TRUE(hears_music(customer));
    const auto fresh = comes_back(mei);
    EXPECT_EQ(phase(), "talking");
    EXPECT_TRUE(both_hear(customer, fresh));
    hangs_up(fresh);
    expect_all_released();
}

TEST_F(LostInCompany, CallerWhoWaitsForAConsultationIsAColleagueAtABrowser) {
    online(lan);
    online(mei);
    call = *conductor.apply(model::Dial{mei, "8004"});
    customer = rings(mei);
    answers(customer);
    agent = rings(lan);
    answers(agent);
    online(zhao);
    ASSERT_TRUE(conductor.apply(model::Consult{call, lan, "8003"}).ok());
    third = rings(zhao);
    answers(third);
    goes(mei, customer);
    EXPECT_TRUE(both_hear(agent, third));
    const auto fresh = comes_back(mei);
    EXPECT_TRUE(hears_music(fresh));
    ASSERT_TRUE(conductor.apply(model::CancelConsult{call, lan}).ok());
    EXPECT_TRUE(both_hear(agent, fresh));
    hangs_up(agent);
    expect_all_released();
}

// ---------------------------------------------------------------- rooms

class LostInARoom : public LostInCompany {
  protected:
    LostInARoom() {
        choose([&](model::Directory& d) {
            d.rooms.push_back({model::RoomId{41}, tenant, "1", "晨会", {lan, mei, zhao}});
        });
        for (const auto user : {lan, mei, zhao}) {
            online(user);
        }
        call = *start();
        agent = rings(lan);
        answers(agent);
    }
    Result<CallId> start() { return conductor.apply(model::StartRoom{model::RoomId{41}, mei}); }
};

TEST_F(LostInARoom, R119_ParticipantIsBackInIt) {
    answers(rings(zhao));
    goes(lan, agent);
    EXPECT_TRUE(hears_music(rings(zhao)));
    ASSERT_TRUE(start().ok());
    EXPECT_EQ(rings(lan), agent) << "who is waited for is not rung anew";
    const auto fresh = comes_back(lan);
    EXPECT_TRUE(both_hear(fresh, rings(zhao)));
    EXPECT_EQ(conductor.live_call(call)->parties.size(), 2U);
    hangs_up(fresh);
    hangs_up(rings(zhao));
    advance(61s);
    expect_all_released();
}

TEST_F(LostInARoom, WhoIsAloneInItMayReloadThePage) {
    conductor.on_failed(rings(mei), 603, "Decline");
    conductor.on_failed(rings(zhao), 603, "Decline");
    goes(lan, agent);
    EXPECT_FALSE(over());
    online(lan);
    advance(16s);
    const auto fresh = rings(lan);
    answers(fresh);
    EXPECT_TRUE(hears_music(fresh));
    goes(lan, fresh);
    advance(21s);
    EXPECT_TRUE(over()) << "gone for good";
    expect_all_released();
}

TEST_F(LostInARoom, RingingOthersIsOverWhileOneIsAway) {
    advance(55s);
    goes(lan, agent);
    online(lan);
    const auto fresh = rings(lan);
    advance(6s);
    EXPECT_TRUE(signal.was_closed(rings(mei)));
    EXPECT_FALSE(signal.was_closed(fresh)) << "a minute of ringing is for those who never came";
    answers(fresh);
    hangs_up(fresh);
    expect_all_released();
}

// ---------------------------------------------------------------- supervision

TEST_F(LostInCompany, SupervisionFindsTheAgentAgain) {
    customer_talks_to_lan();
    online(mei);
    ASSERT_TRUE(conductor.apply(model::Supervise{call, mei, model::SupervisionMode::Whisper}).ok());
    const auto leader = rings(mei);
    answers(leader);
    goes(lan, agent);
    EXPECT_EQ(heard(leader), std::vector{customer});
    EXPECT_TRUE(hears_music(customer)) << "a whisper is not for the customer";
    for (const auto mode : {model::SupervisionMode::Barge, model::SupervisionMode::Takeover}) {
        EXPECT_EQ(conductor.apply(model::Supervise{call, mei, mode}).error().code, "call.wrong_phase");
    }
    EXPECT_EQ(conductor.apply(model::Release{call, mei, true}).error().code, "call.wrong_phase");
    EXPECT_EQ(conductor.live_call(call)->supervision.at(0).mode, model::SupervisionMode::Whisper);
    const auto fresh = comes_back(lan);
    EXPECT_EQ(heard(leader), in_order({customer, fresh}));
    EXPECT_EQ(heard(fresh), in_order({customer, leader}));
    EXPECT_EQ(heard(customer), std::vector{fresh});
    hangs_up(customer);
    expect_all_released();
}

TEST_F(LostInCompany, TakeOverAskedForIsDoneWhenTheAgentIsBack) {
    customer_talks_to_lan();
    online(mei);
    ASSERT_TRUE(conductor.apply(model::Supervise{call, mei, model::SupervisionMode::Takeover}).ok());
    goes(lan, agent);
    const auto leader = rings(mei);
    answers(leader);
    EXPECT_EQ(phase(), "resuming");
    const auto fresh = comes_back(lan);
    EXPECT_TRUE(signal.was_closed(fresh));
    EXPECT_TRUE(both_hear(customer, leader));
    hangs_up(leader);
    expect_all_released();
}

}  // namespace
}  // namespace yh::calls
