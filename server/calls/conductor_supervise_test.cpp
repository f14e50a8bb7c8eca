#include "calls/conductor_talk_fake.h"

// Supervision: B13, R250–R254, U14, U15. Mei (8005, a browser) is the leader; she supervises Wang.
namespace yh::calls {
namespace {

using model::SupervisionMode;

class Supervision : public TalkTest {
  protected:
    Result<CallId> supervise(UserId who, SupervisionMode mode) {
        return conductor.apply(model::Supervise{call, who, mode});
    }
    void mei_is_in(SupervisionMode mode) {
        customer_talks_to_wang();
        online(mei);
        ASSERT_TRUE(supervise(mei, mode).ok());
        leader = rings(mei);
        answers(leader);
    }
    void mei_is_lost() {
        conductor.on_device(tenant, mei, false);
        conductor.on_ended(rings(mei), {EndingSide::Agent, "flow_lost"});
    }
    LegId leader;
};

TEST_F(Supervision, RingsTheLeaderOnceAndSaysWhatFor) {
    customer_talks_to_wang();
    online(mei);
    ASSERT_TRUE(supervise(mei, SupervisionMode::Listen).ok());
    leader = rings(mei);
    EXPECT_EQ(purpose(leader), "supervise");
    EXPECT_EQ(activity(mei), AgentActivity::Dialling);
    EXPECT_TRUE(both_hear(customer, agent)) << "nothing changes before the leader is there";
    EXPECT_FALSE(conductor.live_call(call)->supervision.at(0).answered);
    EXPECT_TRUE(events.of<model::Supervised>().empty());
    answers(leader);
    EXPECT_EQ(activity(mei), AgentActivity::Talking);
    EXPECT_EQ(events.of<model::Supervised>().at(0).agent, wang);
}

TEST_F(Supervision, ListeningLeaderIsHeardByNobodyAndNotRecorded) {
    mei_is_in(SupervisionMode::Listen);
    EXPECT_EQ(heard(leader), in_order({customer, agent}));
    EXPECT_TRUE(both_hear(customer, agent));
    EXPECT_EQ(media.plans[call].recording->right, std::vector{agent});
}

TEST_F(Supervision, B13_OneSessionMovesThroughAllModesWithoutRingingAgain) {
    mei_is_in(SupervisionMode::Listen);
    const auto rung = signal.invited.size();
    ASSERT_TRUE(supervise(mei, SupervisionMode::Whisper).ok());
    EXPECT_EQ(heard(agent), in_order({customer, leader}));
    EXPECT_EQ(heard(customer), std::vector{agent}) << "the customer hears no whisper";
    EXPECT_EQ(media.plans[call].recording->left, std::vector{customer});
    EXPECT_EQ(recorded_right(), in_order({agent, leader}));
    ASSERT_TRUE(supervise(mei, SupervisionMode::Barge).ok());
    EXPECT_TRUE(all_hear(customer, agent, leader));
    ASSERT_TRUE(supervise(mei, SupervisionMode::Listen).ok());
    EXPECT_TRUE(both_hear(customer, agent));
    ASSERT_TRUE(supervise(mei, SupervisionMode::Takeover).ok());
    EXPECT_TRUE(signal.was_closed(agent));
    EXPECT_TRUE(both_hear(customer, leader));
    EXPECT_EQ(signal.invited.size(), rung);
    EXPECT_EQ(events.of<model::Supervised>().size(), 4U + 1U);
    EXPECT_EQ(events.of<model::SupervisionEnded>().size(), 1U);
    EXPECT_TRUE(conductor.live_call(call)->supervision.empty());
    EXPECT_EQ(activity(wang), AgentActivity::Idle);
    hangs_up(leader);
    expect_all_released();
}

TEST_F(Supervision, LeaderLeavesAndTheTalkGoesOn) {
    for (const auto mode : {SupervisionMode::Listen, SupervisionMode::Whisper, SupervisionMode::Barge}) {
        mei_is_in(mode);
        ASSERT_TRUE(conductor.apply(model::EndSupervision{call, mei}).ok());
        EXPECT_TRUE(signal.was_closed(leader));
        EXPECT_TRUE(both_hear(customer, agent));
        EXPECT_EQ(activity(mei), AgentActivity::Idle);
        hangs_up(customer);
        settle();
        media.plans.clear();
    }
    expect_all_released();
}

// U15, R253 as some want it: whoever began listening cannot barge in, nor the other way round.
TEST_F(Supervision, R253_StrictCompanyKeepsTheModeItBeganWith) {
    choose([](model::Directory& d) { d.tenants[0].options.supervision_keeps_mode = true; });
    mei_is_in(SupervisionMode::Listen);
    for (const auto mode : {SupervisionMode::Whisper, SupervisionMode::Barge, SupervisionMode::Takeover}) {
        EXPECT_EQ(supervise(mei, mode).error().code, "call.mode_fixed");
    }
    EXPECT_EQ(conductor.live_call(call)->supervision.at(0).mode, SupervisionMode::Listen);
    EXPECT_TRUE(both_hear(customer, agent));
    EXPECT_TRUE(supervise(mei, SupervisionMode::Listen).ok()) << "which is no change";
    ASSERT_TRUE(conductor.apply(model::EndSupervision{call, mei}).ok());
    ASSERT_TRUE(supervise(mei, SupervisionMode::Barge).ok()) << "a new session may begin otherwise";
    answers(rings(mei));
    EXPECT_TRUE(all_hear(customer, agent, rings(mei)));
    hangs_up(rings(mei));
    hangs_up(customer);
    expect_all_released();
}

TEST_F(Supervision, B01_LeadersLostBrowserComesBackToTheSession) {
    mei_is_in(SupervisionMode::Whisper);
    const auto bridged = events.of<model::Bridged>().size();
    mei_is_lost();
    EXPECT_EQ(phase(), "talking") << "nobody waits for who only listens";
    EXPECT_EQ(conductor.live_call(call)->resume_until_ms, 0) << "and nobody notices";
    EXPECT_TRUE(both_hear(customer, agent));
    EXPECT_FALSE(media.plans[call].metered);
    EXPECT_EQ(supervise(mei, SupervisionMode::Takeover).error().code, "call.wrong_phase");
    online(mei);
    EXPECT_EQ(purpose(rings(mei)), "resume");
    answers(rings(mei));
    EXPECT_EQ(events.of<model::Bridged>().size(), bridged) << "the talk of the two is the same";
    EXPECT_EQ(heard(agent), in_order({customer, rings(mei)}));
    EXPECT_EQ(heard(customer), std::vector{agent});
    EXPECT_EQ(conductor.live_call(call)->supervision.at(0).leg, rings(mei));
    ASSERT_TRUE(supervise(mei, SupervisionMode::Takeover).ok());
    EXPECT_TRUE(both_hear(customer, rings(mei)));
    hangs_up(rings(mei));
    expect_all_released();
}

TEST_F(Supervision, B01_LeaderWhoStaysAwayHasLeft) {
    for (const auto mode : {SupervisionMode::Listen, SupervisionMode::Barge}) {
        mei_is_in(mode);
        mei_is_lost();
        advance(21s);
        EXPECT_EQ(phase(), "talking");
        EXPECT_TRUE(both_hear(customer, agent));
        EXPECT_TRUE(conductor.live_call(call)->supervision.empty());
        EXPECT_EQ(activity(mei), AgentActivity::Idle);
        EXPECT_EQ(conductor.live_agent(mei)->state, AgentState::Offline);
        hangs_up(customer);
        settle();
        media.plans.clear();
    }
    expect_all_released();
}

TEST_F(Supervision, B01_TalkThatEndsWithoutItsLeaderEndsForAll) {
    for (const bool agent_goes : {true, false}) {
        mei_is_in(SupervisionMode::Barge);
        mei_is_lost();
        hangs_up(agent_goes ? agent : customer);
        EXPECT_TRUE(over()) << "who is away takes nobody's place";
        settle();
        media.plans.clear();
    }
    mei_is_in(SupervisionMode::Listen);
    mei_is_lost();
    ASSERT_TRUE(conductor.apply(model::Hangup{call, mei}).ok());
    EXPECT_EQ(phase(), "talking");
    hangs_up(customer);
    expect_all_released();
}

// Said to who supervises, and to nobody else.
TEST_F(Supervision, B13_MetersAreMadeOnlyForWhoSupervises) {
    struct Told final : MeterSink {
        void on_meters(CallId, UserId supervisor, const std::vector<LegMeter>& legs) override {
            all.emplace_back(supervisor, legs.at(0).level);
        }
        std::vector<std::pair<UserId, int>> all;
    } told;
    conductor.set_meter_sink(&told);
    customer_talks_to_wang();
    EXPECT_FALSE(media.plans[call].metered);
    online(mei);
    ASSERT_TRUE(supervise(mei, SupervisionMode::Listen).ok());
    EXPECT_FALSE(media.plans[call].metered) << "the leader's telephone only rings";
    conductor.on_metered(call, {{customer, 40, 4.2}});
    answers(rings(mei));
    EXPECT_TRUE(media.plans[call].metered);
    conductor.on_metered(call, {{customer, 60, 4.2}});
    ASSERT_TRUE(conductor.apply(model::EndSupervision{call, mei}).ok());
    EXPECT_FALSE(media.plans[call].metered);
    conductor.on_metered(call, {{customer, 70, 4.2}});  // was under way
    EXPECT_EQ(told.all, (std::vector{std::pair{mei, 60}}));
    hangs_up(customer);
    expect_all_released();
}

TEST_F(Supervision, LeaderDoesNotAnswer) {
    customer_talks_to_wang();
    online(mei);
    for (const bool refuses : {true, false}) {
        ASSERT_TRUE(supervise(mei, SupervisionMode::Barge).ok());
        leader = rings(mei);
        if (refuses) {
            conductor.on_failed(leader, 603, "Decline");
        } else {
            advance(31s);
            EXPECT_TRUE(signal.was_closed(leader));
        }
        EXPECT_TRUE(both_hear(customer, agent));
        EXPECT_TRUE(conductor.live_call(call)->supervision.empty());
        EXPECT_EQ(activity(mei), AgentActivity::Idle);
    }
    EXPECT_TRUE(events.of<model::SupervisionEnded>().empty()) << "it never began";
}

TEST_F(Supervision, SupervisedCallEnds) {
    mei_is_in(SupervisionMode::Listen);
    hangs_up(customer);
    EXPECT_TRUE(signal.was_closed(leader));
    EXPECT_EQ(events.of<model::SupervisionEnded>().size(), 1U);
    expect_all_released();
}

TEST_F(Supervision, AgentLeaves) {
    mei_is_in(SupervisionMode::Whisper);
    hangs_up(agent);
    EXPECT_TRUE(over());
    EXPECT_TRUE(signal.was_closed(leader));
    expect_all_released();
}

TEST_F(Supervision, WhoIsLeftAfterABargeTalksOn) {
    for (const bool agent_leaves : {true, false}) {
        mei_is_in(SupervisionMode::Barge);
        hangs_up(agent_leaves ? agent : customer);
        EXPECT_TRUE(both_hear(agent_leaves ? customer : agent, leader));
        EXPECT_EQ(phase(), "talking");
        hangs_up(leader);
        EXPECT_TRUE(over());
        settle();
        media.plans.clear();
    }
    expect_all_released();
}

TEST_F(Supervision, AgentTransfersAwayFromTheLeader) {
    mei_is_in(SupervisionMode::Listen);
    online(zhao);
    ASSERT_TRUE(conductor.apply(model::Transfer{call, wang, "8003"}).ok());
    EXPECT_TRUE(signal.was_closed(leader));
    answers(rings(zhao));
    EXPECT_TRUE(both_hear(customer, rings(zhao)));
    hangs_up(customer);
    expect_all_released();
}

TEST_F(Supervision, LeaderFollowsTheAgentIntoAConsultation) {
    mei_is_in(SupervisionMode::Listen);
    online(zhao);
    ASSERT_TRUE(conductor.apply(model::Consult{call, wang, "8003"}).ok());
    answers(rings(zhao));
    EXPECT_EQ(heard(leader), in_order({agent, rings(zhao)}));
    EXPECT_TRUE(hears_music(customer));
    ASSERT_TRUE(conductor.apply(model::JoinConsult{call, wang}).ok());
    EXPECT_EQ(heard(leader), in_order({customer, agent, rings(zhao)}));
    EXPECT_TRUE(all_hear(customer, agent, rings(zhao)));
    ASSERT_TRUE(supervise(mei, SupervisionMode::Takeover).ok());
    EXPECT_TRUE(all_hear(customer, leader, rings(zhao)));
    hangs_up(customer);
    hangs_up(leader);
    expect_all_released();
}

TEST_F(Supervision, IsRefusedWhereItCannotBe) {
    customer_talks_to_wang();
    EXPECT_EQ(supervise(mei, SupervisionMode::Listen).error().code, "device.offline");
    EXPECT_EQ(supervise(mei, SupervisionMode::Listen).error().kind, ErrorKind::Conflict);
    EXPECT_EQ(supervise(wang, SupervisionMode::Listen).error().code, "call.yours");
    online(mei);
    online(zhao);
    ASSERT_TRUE(supervise(mei, SupervisionMode::Listen).ok());
    EXPECT_EQ(supervise(zhao, SupervisionMode::Listen).error().code, "call.supervised");
    EXPECT_EQ(conductor.apply(model::EndSupervision{call, zhao}).error().code, "call.wrong_phase");
    EXPECT_EQ(conductor.apply(model::Supervise{CallId{1}, mei, SupervisionMode::Listen}).error().code, "call.unknown");
    EXPECT_EQ(conductor.apply(model::CompleteConsult{call, mei}).error().code, "call.wrong_phase");
    hangs_up(customer);
    settle();
    const auto waiting = customer_calls();
    call = media.plans.rbegin()->first;
    EXPECT_EQ(supervise(zhao, SupervisionMode::Listen).error().code, "call.wrong_phase") << "it rings";
    hangs_up(waiting);
}

TEST_F(Supervision, R252_ForcedReleaseEndsTheCallForAll) {
    mei_is_in(SupervisionMode::Listen);
    ASSERT_TRUE(conductor.apply(model::Release{call, mei}).ok());
    EXPECT_TRUE(over());
    expect_all_released();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).ending.reason, "forced_release");
}

TEST_F(Supervision, U14_ReleaseAndTalkDropsTheCustomer) {
    for (const bool listens_before : {true, false}) {
        if (listens_before) {
            mei_is_in(SupervisionMode::Listen);
            ASSERT_TRUE(conductor.apply(model::Release{call, mei, true}).ok());
        } else {
            customer_talks_to_wang();
            ASSERT_TRUE(conductor.apply(model::Release{call, mei, true}).ok());
            EXPECT_FALSE(signal.was_closed(customer)) << "not before the leader is there";
            leader = rings(mei);
            answers(leader);
        }
        EXPECT_TRUE(signal.was_closed(customer));
        EXPECT_TRUE(both_hear(agent, leader));
        hangs_up(agent);
        EXPECT_TRUE(over());
        settle();
        media.plans.clear();
    }
    expect_all_released();
}

}  // namespace
}  // namespace yh::calls
