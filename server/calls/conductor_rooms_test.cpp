#include "calls/conductor_talk_fake.h"

// Conference rooms (R118, R119), pick-up, and feature codes.
namespace yh::calls {
namespace {

class Rooms : public TalkTest {
  protected:
    Rooms() {
        choose([&](model::Directory& d) {
            d.rooms.push_back({model::RoomId{41}, tenant, "1", "晨会", {wang, li, zhao}});
        });
    }
    Result<CallId> start() { return conductor.apply(model::StartRoom{model::RoomId{41}, mei}); }
};

TEST_F(Rooms, R119_RingsAllAndWhoAnswersIsInIt) {
    online(wang);
    online(li);
    online(zhao);
    const auto started = start();
    ASSERT_TRUE(started.ok());
    call = *started;
    EXPECT_EQ(signal.invited.size(), 3U);
    EXPECT_EQ(signal.invited[0].caller_name, "会议 晨会");
    EXPECT_EQ(conductor.live_call(call)->room, "晨会");
    EXPECT_EQ(phase(), "conference");
    answers(rings(wang));
    EXPECT_TRUE(hears_music(rings(wang)));
    answers(rings(li));
    EXPECT_TRUE(both_hear(rings(wang), rings(li)));
    answers(rings(zhao));
    EXPECT_TRUE(all_hear(rings(wang), rings(li), rings(zhao)));
    EXPECT_EQ(conductor.live_call(call)->parties.size(), 3U);
    EXPECT_EQ(activity(zhao), AgentActivity::Talking);
    EXPECT_TRUE(events.of<model::RecordingStarted>().empty());
    hangs_up(rings(wang));
    EXPECT_TRUE(both_hear(rings(li), rings(zhao)));
    hangs_up(rings(li));
    EXPECT_TRUE(hears_music(rings(zhao))) << "the last one may wait for the others";
    EXPECT_FALSE(over());
    ASSERT_TRUE(start().ok()) << "those who are missing are rung again";
    answers(rings(wang));
    EXPECT_TRUE(both_hear(rings(wang), rings(zhao)));
    hangs_up(rings(wang));
    hangs_up(rings(zhao));
    EXPECT_TRUE(over());
    expect_all_released();
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::Answered);
}

TEST_F(Rooms, NobodyComes) {
    EXPECT_EQ(start().error().code, "room.nobody_reachable");
    EXPECT_EQ(start().error().kind, ErrorKind::Conflict);
    settle();
    EXPECT_TRUE(events.of<model::CallStarted>().empty()) << "no record of a call in which nobody had a part";
    online(wang);
    online(li);
    call = *start();
    conductor.on_failed(rings(wang), 603, "Decline");
    EXPECT_FALSE(over());
    advance(61s);
    EXPECT_TRUE(over());
    expect_all_released();
    EXPECT_EQ(conductor.apply(model::StartRoom{model::RoomId{9}, mei}).error().code, "room.unknown");
}

TEST_F(Rooms, HostTakesSomebodyOutAndMutes) {
    online(wang);
    online(li);
    call = *start();
    answers(rings(wang));
    answers(rings(li));
    ASSERT_TRUE(conductor.apply(model::MuteParty{call, mei, rings(li), true}).ok());
    EXPECT_EQ(media.heard_by(rings(wang)), "nothing");
    EXPECT_EQ(heard(rings(li)), std::vector{rings(wang)});
    ASSERT_TRUE(conductor.apply(model::RemoveParty{call, mei, rings(li)}).ok());
    EXPECT_TRUE(signal.was_closed(rings(li)));
    EXPECT_EQ(conductor.apply(model::RemoveParty{call, mei, rings(li)}).error().code, "call.party_unknown");
    hangs_up(rings(wang));
    expect_all_released();
}

// Found by the watchdog in random lives: the leg that ended took its user out of a call in which he had another one.
TEST_F(Rooms, LeaderWhoDialsInWhileHisSupervisionRingsStaysInTheCall) {
    online(wang);
    online(zhao);
    call = *start();
    answers(rings(wang));
    answers(rings(zhao));
    hangs_up(rings(wang));
    ASSERT_TRUE(conductor.apply(model::Supervise{call, wang, model::SupervisionMode::Listen}).ok());
    const auto supervises = rings(wang);
    const auto dialled_in = phone_dials(wang, "*91");
    ASSERT_EQ(conductor.live_call(call)->parties.size(), 2U);
    hangs_up(dialled_in);
    EXPECT_EQ(conductor.live_agent(wang)->call, call);
    EXPECT_NE(activity(wang), AgentActivity::Idle) << "his telephone rings";
    answers(supervises);
    EXPECT_EQ(conductor.live_agent(wang)->call, call);
    EXPECT_EQ(activity(wang), AgentActivity::Talking);
    hangs_up(supervises);
    EXPECT_EQ(conductor.live_agent(wang)->call, CallId{});
    EXPECT_EQ(activity(wang), AgentActivity::Idle);
    hangs_up(rings(zhao));
    EXPECT_TRUE(over());
    expect_all_released();
}

TEST_F(Rooms, EnteredByFeatureCode) {
    const auto first = phone_dials(wang, "*91");
    EXPECT_EQ(signal.answered, std::vector{first});
    EXPECT_TRUE(hears_music(first));
    const auto second = phone_dials(li, "*91");
    EXPECT_TRUE(both_hear(first, second));
    EXPECT_EQ(conductor.calls_up(), 1U);
    EXPECT_EQ(activity(li), AgentActivity::Talking);
    hangs_up(first);
    hangs_up(second);
    expect_all_released();
    EXPECT_EQ(events.of<model::CallStarted>().size(), 1U);
}

TEST_F(Rooms, StateByFeatureCode) {
    online(wang);
    const auto leg = phone_dials(wang, "*72");
    EXPECT_EQ(media.heard_by(leg), "tone:beep");
    conductor.on_program_finished(media.plans.begin()->first, leg, media.plans.begin()->second.legs[0].program->id);
    EXPECT_TRUE(signal.was_closed(leg));
    EXPECT_EQ(conductor.live_agent(wang)->state, AgentState::Busy);
    expect_all_released();
    for (const auto& [code, state] : {std::pair{"*71", AgentState::Ready}, std::pair{"*73", AgentState::Rest},
                                      std::pair{"*74", AgentState::Offline}}) {
        hangs_up(phone_dials(wang, code));
        settle();
        EXPECT_EQ(conductor.live_agent(wang)->state, state) << code;
    }
}

// ---------------------------------------------------------------- pick-up

TEST_F(Rooms, PickUpOfAQueuesCallByCommand) {
    online(wang);
    customer = customer_calls();
    const auto offered = signal.last_invited();
    ASSERT_TRUE(conductor.apply(model::SetAgentState{li, AgentState::Busy, ""}).ok());
    online(li);
    ASSERT_TRUE(conductor.apply(model::SetAgentState{li, AgentState::Busy, ""}).ok());
    EXPECT_EQ(conductor.apply(model::PickUp{zhao, {}}).error().code, "agent.offline");
    const auto taken = conductor.apply(model::PickUp{li, {}});
    ASSERT_TRUE(taken.ok()) << taken.error().code;
    call = *taken;
    EXPECT_TRUE(signal.was_closed(offered));
    EXPECT_EQ(purpose(rings(li)), "dial");
    EXPECT_EQ(activity(wang), AgentActivity::Idle);
    answers(rings(li));
    EXPECT_TRUE(both_hear(customer, rings(li)));
    EXPECT_EQ(events.of<model::QueueLeft>().at(0).agent, li);
    hangs_up(customer);
    expect_all_released();
}

TEST_F(Rooms, PickUpThatIsNotAnsweredPutsTheCallerBack) {
    online(wang);
    customer = customer_calls();
    online(li);
    ASSERT_TRUE(conductor.apply(model::SetAgentState{wang, AgentState::Busy, ""}).ok());
    advance(1s);
    ASSERT_TRUE(conductor.apply(model::SetAgentState{li, AgentState::Busy, ""}).ok());
    if (activity(li) != AgentActivity::Idle) {
        GTEST_SKIP() << "the offer went to Li";
    }
    const auto taken = conductor.apply(model::PickUp{li, {}});
    ASSERT_TRUE(taken.ok());
    call = *taken;
    conductor.on_failed(rings(li), 603, "Decline");
    EXPECT_EQ(phase().starts_with("waiting") || phase() == "ringing", true) << phase();
    EXPECT_FALSE(signal.was_closed(customer));
    hangs_up(customer);
    expect_all_released();
    EXPECT_EQ(events.of<model::QueueEntered>().size(), events.of<model::QueueLeft>().size());
}

TEST_F(Rooms, PickUpOfAColleaguesPhoneByFeatureCode) {
    online(zhao);
    customer = customer_calls("4008001235");  // rings extension 8003
    online(wang);
    const auto rung = rings(zhao);
    const auto nothing = phone_dials(wang, "*88004");
    EXPECT_TRUE(signal.was_closed(nothing));
    const auto taker = phone_dials(wang, "*88003");
    EXPECT_TRUE(signal.was_closed(rung));
    EXPECT_TRUE(both_hear(customer, taker));
    EXPECT_EQ(activity(zhao), AgentActivity::Idle);
    EXPECT_EQ(activity(wang), AgentActivity::Talking);
    EXPECT_EQ(conductor.calls_up(), 1U);
    hangs_up(taker);
    expect_all_released();
}

TEST_F(Rooms, PickUpOfMyQueuesByFeatureCode) {
    online(wang);
    customer = customer_calls();
    ASSERT_TRUE(conductor.apply(model::SetAgentState{li, AgentState::Busy, ""}).ok());
    const auto taker = phone_dials(li, "*8");
    EXPECT_TRUE(both_hear(customer, taker));
    hangs_up(customer);
    expect_all_released();
}

}  // namespace
}  // namespace yh::calls
