#include <map>
#include <random>

#include "base/describe.h"
#include "calls/conductor_talk_fake.h"

// Random lives of calls: every control, in any order, at any moment. Whatever happens, nobody hears a leader who does
// not want to be heard, nobody is recorded who never is, and in the end every leg is released and no agent is stuck.
// Seeded: a failure can be repeated.
namespace yh::calls {
namespace {

class RandomLives : public TalkTest {
  protected:
    RandomLives() {
        choose([&](model::Directory& d) {
            d.rooms.push_back({model::RoomId{41}, tenant, "1", "晨会", {wang, li, zhao}, {}});
            d.queues[0].greeting.clear();
        });
    }
    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>{0, n - 1}(random); }
    template <class T>
    T any(const std::vector<T>& of) {
        return of[below(of.size())];
    }
    UserId any_user() { return any<UserId>({wang, li, zhao, lan, mei}); }
    std::string any_number() {
        return any<std::string>(
            {"8001", "8002", "8003", "8004", "8005", "600", "13812345678", "*8", "*88001", "*91", "*72", "*71", "77"});
    }
    CallId any_call() {
        const auto live = conductor.snapshot();
        return live->calls.empty() ? CallId{1} : live->calls[below(live->calls.size())].id;
    }
    LegId any_leg() {
        std::vector<LegId> all{LegId{1}};
        const auto live = conductor.snapshot();
        for (const auto& one : live->calls) {
            for (const auto& leg : one.legs) {
                all.push_back(leg.leg);
            }
        }
        return any(all);
    }
    std::vector<LegId> ringing() const {
        std::vector<LegId> all;
        const auto live = conductor.snapshot();
        for (const auto& one : live->calls) {
            for (const auto& leg : one.legs) {
                if (leg.called) {
                    all.push_back(leg.leg);
                }
            }
        }
        // What rings to bring a lost browser back is nobody's business to see.
        const auto back = events.of<model::Resumed>();
        for (const auto& one : signal.invited) {
            if (purpose(one.leg) == "resume" && !signal.was_closed(one.leg) &&
                std::ranges::find(back, one.leg, &model::Resumed::leg) == back.end()) {
                all.push_back(one.leg);
            }
        }
        return all;
    }
    /// Mostly a user who has a part in the call.
    UserId somebody_of(CallId id) {
        std::vector<UserId> users{any_user()};
        if (const auto live = conductor.live_call(id)) {
            for (const auto& leg : live->legs) {
                if (leg.user) {
                    users.insert(users.end(), 3, leg.user);
                }
            }
        }
        return any(users);
    }
    void press() {
        const auto id = any_call();
        const auto user = somebody_of(id);
        const auto leader = any_user();
        const auto on = below(2) == 0;
        const auto mode = static_cast<model::SupervisionMode>(below(4));
        const std::vector<model::Command> all{model::Dial{user, any_number()},
                                              model::Hangup{id, user},
                                              model::Hold{id, user},
                                              model::Retrieve{id, user},
                                              model::Mute{id, user, on},
                                              model::PauseRecording{id, user, on},
                                              model::SendDtmf{id, user, "1"},
                                              model::Transfer{id, user, any_number()},
                                              model::Transfer{id, user, any_number()},
                                              model::Consult{id, user, any_number()},
                                              model::Consult{id, user, any_number()},
                                              model::CancelConsult{id, user},
                                              model::CompleteConsult{id, user},
                                              model::JoinConsult{id, user},
                                              model::SwapConsult{id, user},
                                              model::RemoveParty{id, user, any_leg()},
                                              model::MuteParty{id, user, any_leg(), on},
                                              model::Supervise{id, leader, mode},
                                              model::Supervise{id, leader, mode},
                                              model::EndSupervision{id, user},
                                              model::PickUp{user, on ? any_user() : UserId{}},
                                              model::StartRoom{model::RoomId{41}, user},
                                              model::Release{id, leader, on},
                                              model::InviteToSurvey{id, user},
                                              model::SetAgentState{user, AgentState::Ready, ""}};
        (void)conductor.apply(any(all));
    }
    /// Somebody reloads a page that is in a call; mostly it comes back.
    void page_reloads() {
        const auto live = conductor.snapshot();
        for (const auto& one : live->calls) {
            for (const auto& leg : one.legs) {
                if ((leg.user == lan || leg.user == mei) && leg.answered && !leg.away) {
                    conductor.on_device(tenant, leg.user, false);
                    conductor.on_ended(leg.leg, {EndingSide::Agent, "flow_lost"});
                    conductor.on_device(tenant, leg.user, below(4) != 0);
                    return;
                }
            }
        }
    }
    void something_happens() {
        const auto rings_now = ringing();
        switch (below(14)) {
            case 0:
                customer_calls(below(3) == 0 ? "4008001235" : "4008001234");
                return;
            case 1:
                phone_dials(any<UserId>({wang, li, zhao}), any_number());
                return;
            case 2:
                conductor.on_device(tenant, any_user(), below(4) != 0);
                return;
            case 3:
                conductor.on_ended(any_leg(), {EndingSide::Agent, below(4) == 0 ? "flow_lost" : "hangup"});
                return;
            case 4:
                conductor.on_offer(any_leg(), below(2) == 0 ? "a=sendonly" : "a=sendrecv");
                return;
            case 5:
                advance(std::chrono::seconds{below(35)});
                return;
            case 6:
                (void)conductor.refer(any_leg(), any_number(), below(3) == 0 ? any_leg() : LegId{});
                return;
            case 7:
                conductor.on_media_silent(any_leg());
                return;
            case 8:
                if (!rings_now.empty()) {
                    conductor.on_failed(any(rings_now), any<int>({486, 603, 480, 503}), "no");
                }
                return;
            case 9:
                page_reloads();
                return;
            default:
                if (!rings_now.empty()) {
                    answers(any(rings_now));
                }
        }
    }
    void expect_discretion() {
        const auto live = conductor.snapshot();
        for (const auto& one : live->calls) {
            if (one.supervision.empty() || !one.supervision[0].answered || one.phase == "resuming") {
                continue;
            }
            const auto& session = one.supervision[0];
            std::size_t ears = 0;
            for (const auto& hearing : media.plans.at(one.id).legs) {
                const bool hears = std::ranges::find(hearing.from, session.leg) != hearing.from.end();
                const auto leg = std::ranges::find(one.legs, hearing.leg, &model::LiveLeg::leg);
                ears += hears;
                if (hears && session.mode == model::SupervisionMode::Whisper) {
                    EXPECT_TRUE(leg != one.legs.end() && leg->user) << "a customer hears a whisper";
                }
            }
            EXPECT_LE(ears, session.mode == model::SupervisionMode::Listen    ? 0U
                            : session.mode == model::SupervisionMode::Whisper ? 1U
                                                                              : 9U);
        }
    }
    void expect_nobody_talks_alone() {
        const auto live = conductor.snapshot();
        for (const auto& one : live->calls) {
            const bool talks =
                one.phase == "talking" || one.phase == "held" || one.phase == "consulting" || one.phase == "conference";
            const auto away = static_cast<std::size_t>(std::ranges::count_if(one.legs, &model::LiveLeg::away));
            if (talks && one.room.empty()) {
                EXPECT_GE(one.parties.size() + away, 2U) << one.phase << " of " << one.legs.size() << " legs";
            }
        }
    }
    bool is_never_recorded(UserId user) const {
        const auto* known = user ? directory->find_user(user) : nullptr;
        return known != nullptr && known->record_calls == model::RecordCalls::Never;
    }
    void expect_nobody_recorded_who_never_is() {
        const auto live = conductor.snapshot();
        for (const auto& one : live->calls) {
            if (one.recording != model::RecordingState::On) {
                continue;
            }
            for (const auto& leg : one.legs) {
                const bool asked =
                    !one.consult.empty() && one.consult[0].answered && one.consult[0].consulted == leg.leg;
                if (asked || std::ranges::find(one.parties, leg.leg) != one.parties.end()) {
                    EXPECT_FALSE(is_never_recorded(leg.user)) << one.phase;
                }
            }
            const auto& plan = media.plans.at(one.id).recording;
            EXPECT_FALSE(plan && plan->paused) << one.phase;
        }
    }
    /// A pause follows a resumption, and the other way round.
    void expect_pauses_in_turn() const {
        std::map<std::int64_t, bool> last;
        for (const auto& said : events.of<model::RecordingPaused>()) {
            EXPECT_NE(std::exchange(last[said.recording.value], said.paused), said.paused);
        }
    }

    /// The watchdog, which must find nothing that the controls alone could have left behind (B24).
    struct Watched final : WatchSink {
        void on_healed(const std::vector<model::Healed>& healed) override {
            for (const auto& one : healed) {
                ADD_FAILURE() << "stuck: " << enum_text(one.fault) << " call " << one.call.text() << " user "
                              << one.user.text();
            }
        }
    };
    Watched watched;

    std::size_t resumed = 0, consulted = 0, supervised = 0, joined = 0, transferred = 0, recorded = 0, paused = 0;
    std::mt19937 random{20261121};
};

TEST_F(RandomLives, EndWithEveryLegReleasedAndNoAgentStuck) {
    conductor.begin_watch(10s, &watched);
    for (int life = 0; life < 200; ++life) {
        SCOPED_TRACE(life);
        choose([&](model::Directory& d) {
            d.tenants[0].options.call_waiting = life % 2 == 1;
            for (auto& user : d.users) {
                user.record_calls = any<model::RecordCalls>(
                    {model::RecordCalls::AsQueue, model::RecordCalls::Always, model::RecordCalls::Never});
            }
        });
        for (const auto user : {wang, li, zhao, lan, mei}) {
            conductor.on_device(tenant, user, true);
            (void)conductor.apply(model::SetAgentState{user, AgentState::Ready, ""});
        }
        for (int step = 0; step < 80; ++step) {
            below(2) == 0 ? press() : something_happens();
            expect_discretion();
            expect_nobody_talks_alone();
            expect_nobody_recorded_who_never_is();
            if (HasFailure()) {
                return;
            }
        }
        advance(25s);
        conductor.end_all({EndingSide::Us, "shutdown"});
        advance(70s);
        conductor.end_all({EndingSide::Us, "shutdown"});
        advance(5s);
        ASSERT_EQ(conductor.calls_up(), 0U);
        for (const auto user : {wang, li, zhao, lan, mei}) {
            ASSERT_EQ(activity(user), AgentActivity::Idle) << user.text();
        }
        ASSERT_EQ(events.of<model::LegStarted>().size(), events.of<model::LegEnded>().size());
        ASSERT_EQ(events.of<model::CallStarted>().size(), events.of<model::CallEnded>().size());
        ASSERT_EQ(events.of<model::ConsultStarted>().size(), events.of<model::ConsultEnded>().size());
        ASSERT_EQ(events.of<model::OfferMade>().size(), events.of<model::OfferEnded>().size());
        ASSERT_EQ(events.of<model::QueueEntered>().size(), events.of<model::QueueLeft>().size());
        ASSERT_EQ(events.of<model::ResumeStarted>().size(),
                  events.of<model::Resumed>().size() + events.of<model::ResumeEnded>().size());
        expect_pauses_in_turn();
        resumed += events.of<model::Resumed>().size();
        consulted += events.of<model::ConsultStarted>().size();
        supervised += events.of<model::Supervised>().size();
        joined += events.of<model::PartyJoined>().size();
        transferred += events.of<model::Transferred>().size();
        recorded += events.of<model::RecordingStarted>().size();
        paused += events.of<model::RecordingPaused>().size();
        events.all.clear();
        media.plans.clear();
        signal.said.clear();
        signal.invited.clear();
        signal.closed.clear();
    }
    // The lives were worth living.
    EXPECT_GT(resumed, 20U);
    EXPECT_GT(consulted, 20U);
    EXPECT_GT(supervised, 20U);
    EXPECT_GT(joined, 20U);
    EXPECT_GT(transferred, 20U);
    EXPECT_GT(recorded, 20U);
    EXPECT_GT(paused, 10U);
}

}  // namespace
}  // namespace yh::calls
