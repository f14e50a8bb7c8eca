#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "calls/conductor.h"
#include "calls/conductor_fake.h"

namespace yh::calls {
namespace {

using model::FlowNode;
using model::FlowNodeKind;

class FakeLookup final : public LookupPort {
  public:
    void look_up(CallId call, std::int64_t question, std::string url) override {
        asked.push_back({call, question, std::move(url)});
    }
    struct Asked {
        CallId call;
        std::int64_t question = 0;
        std::string url;
    };
    std::vector<Asked> asked;
};

FlowNode node(std::string id, FlowNodeKind kind, std::vector<model::FlowExit> exits, std::string value = {}) {
    FlowNode one;
    one.id = std::move(id);
    one.kind = kind;
    one.exits = std::move(exits);
    one.prompt = "prompt:" + one.id;
    one.value = std::move(value);
    one.tries = 2;
    return one;
}

// Beside the company of ConductorTest: …36 leads to a menu (1: queue 600, 2: asks a customer system), …37 to the
// working hours, …38 to voicemail.
class ScriptTest : public ConductorTest {
  protected:
    ScriptTest() {
        configure([this](model::Directory& d) {
            model::Flow menu{
                "main",
                "",
                "menu",
                {node("menu", FlowNodeKind::Menu,
                      {{"1", "queue"}, {"2", "crm"}, {"timeout", "bye"}, {"invalid", "bye"}}),
                 node("crm", FlowNodeKind::Lookup, {{"found", "vip"}, {"missing", "queue"}, {"failed", "bye"}},
                      "http://crm/?n=${caller}"),
                 node("queue", FlowNodeKind::Go, {}, "queue:600"),
                 node("vip", FlowNodeKind::Go, {}, "extension:${phone}"), node("bye", FlowNodeKind::Hangup, {})}};
            d.flows.push_back({tenant, std::move(menu)});
            model::Schedule hours;
            hours.code = "main";
            hours.open = {{"12345", "09:00", "18:00"}};
            hours.when_open = "queue:600";
            hours.when_closed = "voicemail:600";
            d.schedules.push_back({tenant, hours, {}});
            d.inbound.push_back({tenant, "4008001236", {}, *model::parse_destination("ivr:main")});
            d.inbound.push_back({tenant, "4008001237", {}, *model::parse_destination("hours:main")});
            d.inbound.push_back({tenant, "4008001238", {}, *model::parse_destination("voicemail")});
        });
    }

    template <class Change>
    void configure(Change change) {
        auto d = std::make_shared<model::Directory>(*directory);
        change(*d);
        d->index();
        directory = d;
        conductor.set_directory(std::move(d));
    }
    model::TenantOptions& options(model::Directory& d) { return d.tenants[0].options; }

    CallId call_of(LegId leg) { return media.open[leg]; }
    /// The prompt that the leg hears has ended.
    void played(LegId leg) {
        const auto call = call_of(leg);
        for (const auto& hearing : media.plans[call].legs) {
            if (hearing.leg == leg && hearing.program) {
                conductor.on_program_finished(call, leg, hearing.program->id);
                return;
            }
        }
        FAIL() << "nothing plays";
    }
    LegId talk(LegId customer) {
        const auto agent = signal.last_invited();
        conductor.on_answered(agent, "their answer");
        EXPECT_EQ(media.heard_by(customer), "leg " + agent.text());
        return agent;
    }
    const model::CallEnded& ended() {
        settle();
        last_ended = events.of<model::CallEnded>().at(0);
        return last_ended;
    }
    model::CallEnded last_ended;
    const std::string silence = "tone:silence_1s";
};

// R030, B07.
TEST_F(ScriptTest, KeyStopsTheMenuAndLeadsToTheQueueAndToAnAgent) {
    online(wang);
    const auto customer = customer_calls("4008001236");
    EXPECT_EQ(signal.answered, std::vector{customer});
    EXPECT_EQ(media.heard_by(customer), "prompt:menu");
    EXPECT_EQ(conductor.live_call(call_of(customer))->phase, "menu");
    EXPECT_TRUE(signal.invited.empty());
    conductor.on_media_dtmf(customer, '1');
    EXPECT_EQ(media.heard_by(customer), "prompt:welcome");
    talk(customer);
    const auto steps = events.of<model::FlowStep>();
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_EQ(steps[0].flow, "main");
    EXPECT_EQ(steps[0].node, "menu");
    EXPECT_EQ(steps[0].keys, "1");
    EXPECT_EQ(conductor.live_call(call_of(customer))->keys, "1");
    conductor.on_media_dtmf(customer, '2');
    EXPECT_EQ(conductor.live_call(call_of(customer))->phase, "talking") << "keys in a talk are the talk's";
}

TEST_F(ScriptTest, WrongKeyByInfoAndSilencePlayTheMenuAgainAndThenEnd) {
    const auto customer = customer_calls("4008001236");
    conductor.on_dtmf(customer, '7');
    EXPECT_EQ(media.heard_by(customer), "prompt:menu");
    played(customer);
    EXPECT_EQ(media.heard_by(customer), silence);
    EXPECT_FALSE(signal.was_closed(customer));
    advance(6s);
    EXPECT_TRUE(signal.was_closed(customer));
    EXPECT_EQ(ended().ending, (model::Ending{EndingSide::Us, "flow_hangup"}));
    EXPECT_EQ(last_ended.result, CallResult::Refused);
}

TEST_F(ScriptTest, CallerWhoHangsUpInTheMenuHasAbandoned) {
    const auto customer = customer_calls("4008001236");
    conductor.on_ended(customer, {});
    EXPECT_EQ(ended().result, CallResult::Abandoned);
    advance(60s);
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(ScriptTest, LookUpBringsTheWayAndAnswersThatComeTooLateAreIgnored) {
    FakeLookup crm;
    conductor.set_lookup(&crm);
    online(zhao);
    const auto customer = customer_calls("4008001236");
    conductor.on_media_dtmf(customer, '2');
    ASSERT_EQ(crm.asked.size(), 1U);
    EXPECT_EQ(crm.asked[0].url, "http://crm/?n=13800000001");
    EXPECT_EQ(media.heard_by(customer), silence);
    conductor.on_looked_up(crm.asked[0].call, crm.asked[0].question, LookupOutcome::Found, {{"phone", "8003"}});
    ASSERT_EQ(signal.invited.size(), 1U);
    EXPECT_EQ(std::get<ToExtension>(signal.invited[0].target).user, zhao);
    conductor.on_looked_up(crm.asked[0].call, crm.asked[0].question, LookupOutcome::Failed, {});
    EXPECT_EQ(signal.invited.size(), 1U);

    const auto waits = customer_calls("4008001236");
    conductor.on_media_dtmf(waits, '2');
    advance(9s);
    EXPECT_TRUE(signal.was_closed(waits)) << "nobody answered: the output for that";
    conductor.set_lookup(nullptr);
    const auto third = customer_calls("4008001236");
    conductor.on_media_dtmf(third, '2');
    EXPECT_TRUE(signal.was_closed(third)) << "without a port every question fails";
}

TEST_F(ScriptTest, ClosedHoursLeadToAMessageThatIsItsOwnRecording) {
    // The test's clock begins on a Sunday evening in Shanghai.
    const auto customer = customer_calls("4008001237");
    const auto call = call_of(customer);
    EXPECT_EQ(conductor.live_call(call)->phase, "voicemail");
    EXPECT_TRUE(media.heard_by(customer).starts_with("say:"));
    played(customer);
    EXPECT_EQ(media.heard_by(customer), "tone:beep");
    EXPECT_FALSE(media.plans[call].recording);
    played(customer);
    ASSERT_TRUE(media.plans[call].recording);
    EXPECT_TRUE(media.plans[call].recording->mono);
    EXPECT_EQ(media.plans[call].recording->left, std::vector{customer});
    EXPECT_EQ(media.plans[call].recording->quiet, 5s);
    const auto recording = media.plans[call].recording->id;
    advance(4s);
    conductor.on_media_dtmf(customer, '#');
    EXPECT_FALSE(media.plans[call].recording) << "not mentioned any more: closed";
    const auto left = events.of<model::VoicemailLeft>();
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].recording, recording);
    EXPECT_EQ(left[0].queue, sales);
    EXPECT_EQ(left[0].number, "13800000001");
    played(customer);
    EXPECT_EQ(ended().result, CallResult::Voicemail);
    EXPECT_EQ(last_ended.ending, (model::Ending{EndingSide::Us, "voicemail"}));
    EXPECT_TRUE(media.discarded.empty());
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(ScriptTest, OpenHoursLeadToTheQueue) {
    clock.advance(10h);  // Monday morning
    customer_calls("4008001237");
    EXPECT_EQ(events.of<model::QueueEntered>().size(), 1U);
}

TEST_F(ScriptTest, MessageThatIsTooShortOrSilentIsThrownAway) {
    const auto customer = customer_calls("4008001238");
    const auto call = call_of(customer);
    played(customer);
    played(customer);
    advance(1s);
    conductor.on_ended(customer, {});
    EXPECT_TRUE(events.of<model::VoicemailLeft>().empty());
    EXPECT_EQ(ended().result, CallResult::NoAnswer);
    ASSERT_EQ(media.discarded.size(), 1U);
    EXPECT_EQ(events.of<model::RecordingEnded>().at(0).failure, "discarded");
    EXPECT_TRUE(media.discarded[0].starts_with("demo/"));

    const auto silent = customer_calls("4008001238");
    played(silent);
    played(silent);
    advance(6s);
    conductor.on_recording_quiet(call_of(silent), media.plans[call_of(silent)].recording->id);
    EXPECT_TRUE(signal.was_closed(silent));
    EXPECT_TRUE(events.of<model::VoicemailLeft>().empty());
    static_cast<void>(call);
}

TEST_F(ScriptTest, MessageEndsByHangingUpAndByTheLongestTime) {
    for (const bool hangs_up : {true, false}) {
        const auto customer = customer_calls("4008001238");
        played(customer);
        played(customer);
        advance(hangs_up ? 3s : 121s);
        if (hangs_up) {
            conductor.on_ended(customer, {});
        }
        settle();
    }
    EXPECT_EQ(events.of<model::VoicemailLeft>().size(), 2U);
}

// R090, R105.
TEST_F(ScriptTest, QueueThatTimesOutAsksForAMessage) {
    configure([](model::Directory& d) { d.queues[0].on_timeout = *model::parse_destination("voicemail"); });
    const auto customer = customer_calls();
    advance(601s);
    EXPECT_FALSE(signal.was_closed(customer));
    played(customer);
    played(customer);
    advance(3s);
    conductor.on_ended(customer, {});
    EXPECT_EQ(events.of<model::VoicemailLeft>().at(0).queue, sales);
    EXPECT_EQ(ended().result, CallResult::Voicemail);
}

// R112.
TEST_F(ScriptTest, CustomerRatesTheServiceAndTheAgentIsFreeAtOnce) {
    configure([this](model::Directory& d) {
        options(d).survey.trigger = model::SurveyTrigger::Automatic;
        options(d).survey.question = "prompt:rate";
        options(d).survey.reason_question = "prompt:why";
        options(d).survey.thanks = "prompt:thanks";
    });
    online(wang);
    const auto customer = customer_calls();
    const auto agent = talk(customer);
    const auto call = call_of(customer);
    ASSERT_TRUE(media.plans[call].recording);
    conductor.on_ended(agent, {});
    EXPECT_FALSE(signal.was_closed(customer));
    EXPECT_EQ(media.heard_by(customer), "prompt:rate");
    EXPECT_FALSE(media.plans[call].recording) << "the talk's recording is over";
    EXPECT_EQ(conductor.live_call(call)->phase, "survey");
    EXPECT_EQ(conductor.live_agent(wang)->activity, model::AgentActivity::Idle);
    EXPECT_EQ(events.of<model::SurveyAsked>().at(0).agent, wang);
    conductor.on_media_dtmf(customer, '3');
    EXPECT_EQ(media.heard_by(customer), "prompt:why");
    conductor.on_media_dtmf(customer, '2');
    EXPECT_EQ(media.heard_by(customer), "prompt:thanks");
    played(customer);
    const auto answered = events.of<model::SurveyAnswered>();
    ASSERT_EQ(answered.size(), 1U);
    EXPECT_EQ(answered[0].level, "不满意");
    EXPECT_EQ(answered[0].reason_key, "2");
    EXPECT_EQ(answered[0].agent, wang);
    EXPECT_EQ(answered[0].queue, sales);
    EXPECT_EQ(ended().ending, (model::Ending{EndingSide::Agent, "hangup"})) << "the talk ended so";
    EXPECT_EQ(last_ended.result, CallResult::Answered);
}

TEST_F(ScriptTest, CustomerWhoHangsUpInTheSurveyHasSaidNothing) {
    configure([this](model::Directory& d) { options(d).survey.trigger = model::SurveyTrigger::Both; });
    online(wang);
    const auto customer = customer_calls();
    conductor.on_ended(talk(customer), {});
    conductor.on_ended(customer, {});
    EXPECT_EQ(events.of<model::SurveyAnswered>().at(0).level, "");
    EXPECT_EQ(ended().ending.side, EndingSide::Agent);
}

TEST_F(ScriptTest, NobodyIsAskedWhoHungUpFirstOrWhoseQueueTakesNoPart) {
    configure([this](model::Directory& d) { options(d).survey.trigger = model::SurveyTrigger::Automatic; });
    online(wang);
    auto customer = customer_calls();
    talk(customer);
    conductor.on_ended(customer, {});
    settle();
    configure([](model::Directory& d) { d.queues[0].service.survey = false; });
    customer = customer_calls();
    conductor.on_ended(talk(customer), {});
    EXPECT_TRUE(signal.was_closed(customer));
    EXPECT_TRUE(events.of<model::SurveyAsked>().empty());
}

// R062, R113.
TEST_F(ScriptTest, AgentInvitesToTheSurveyByButton) {
    online(wang);
    const auto customer = customer_calls();
    const auto agent = talk(customer);
    const auto call = call_of(customer);
    EXPECT_EQ(conductor.apply(model::InviteToSurvey{call, wang}).error().code, "survey.off");
    configure([this](model::Directory& d) { options(d).survey.trigger = model::SurveyTrigger::Button; });
    EXPECT_EQ(conductor.apply(model::InviteToSurvey{call, li}).error().code, "call.not_yours");
    ASSERT_TRUE(conductor.apply(model::InviteToSurvey{call, wang}).ok());
    EXPECT_TRUE(signal.was_closed(agent));
    EXPECT_FALSE(signal.was_closed(customer));
    conductor.on_media_dtmf(customer, '1');
    played(customer);
    EXPECT_EQ(events.of<model::SurveyAnswered>().at(0).level, "非常满意");
    EXPECT_EQ(ended().result, CallResult::Answered);
}

TEST_F(ScriptTest, BlockedNumbersDoNotGetThrough) {
    configure([this](model::Directory& d) { options(d).blocked = {{"138*", "骚扰"}}; });
    customer_calls();
    EXPECT_EQ(signal.said.back(), "close 603");
    EXPECT_EQ(ended().ending, (model::Ending{EndingSide::Us, "blocked"}));
    EXPECT_EQ(last_ended.result, CallResult::Refused);
    EXPECT_TRUE(events.of<model::QueueEntered>().empty());
}

// B07.
TEST_F(ScriptTest, VipsGoBeforeThoseWhoWaitLonger) {
    configure([this](model::Directory& d) { options(d).vip = {{"139*", 10, "重要客户"}}; });
    customer_calls();
    advance(60s);
    const LegId vip{++legs};
    conductor.on_invited({vip, tenant, FromTrunk{trunk}, "13900000009", "", "4008001234", "their offer", "sip-call"});
    online(wang);
    EXPECT_EQ(signal.invited.at(0).caller_number, "13900000009");
}

// R065.
TEST_F(ScriptTest, AgentsNumberIsHeardByTheCustomerAloneBeforeTheTalk) {
    configure([this](model::Directory& d) {
        options(d).agent_announcement = {"prompt:agent", true, "prompt:serves_you"};
        d.users[0].number = "1001";
    });
    online(wang);
    const auto customer = customer_calls();
    const auto agent = signal.last_invited();
    conductor.on_answered(agent, "their answer");
    EXPECT_EQ(media.heard_by(customer), "prompt:agent digits:1001 prompt:serves_you");
    EXPECT_EQ(media.heard_by(agent), "nothing");
    EXPECT_TRUE(events.of<model::Bridged>().empty());
    played(customer);
    EXPECT_EQ(media.heard_by(customer), "leg " + agent.text());
    conductor.on_ended(customer, {});
    settle();

    const auto second = customer_calls();
    const auto again = signal.last_invited();
    conductor.on_answered(again, "their answer");
    advance(11s);
    EXPECT_EQ(media.heard_by(second), "leg " + again.text()) << "ten seconds are the most";
    conductor.on_ended(second, {});
    settle();

    const auto third = customer_calls();
    conductor.on_answered(signal.last_invited(), "their answer");
    conductor.on_ended(third, {});
    settle();
    EXPECT_EQ(events.of<model::CallEnded>().back().result, CallResult::Abandoned);
    EXPECT_EQ(conductor.live_agent(wang)->activity, model::AgentActivity::Idle);
}

TEST_F(ScriptTest, InternalCallsAreNotIntroduced) {
    configure([this](model::Directory& d) { options(d).agent_announcement.number = true; });
    online(wang);
    online(zhao);
    const auto caller = phone_dials(zhao, "600");
    const auto agent = signal.last_invited();
    conductor.on_answered(agent, "their answer");
    EXPECT_EQ(media.heard_by(caller), "leg " + agent.text());
}

TEST_F(ScriptTest, PlaceInTheQueueIsToldAndAnAnswerCutsItOff) {
    configure([](model::Directory& d) {
        d.queues[0].service.announce_position = true;
        d.queues[0].service.announce_every = 30s;
        d.queues[0].service.keys_hint = "prompt:keys";
    });
    const auto first = customer_calls();
    EXPECT_EQ(media.heard_by(first), "prompt:welcome say:您是下一位，请稍候。 prompt:keys");
    const auto second = customer_calls();
    EXPECT_EQ(media.heard_by(second), "prompt:welcome say:您前面还有1位客户在等待。 prompt:keys");
    played(second);
    EXPECT_EQ(media.heard_by(second), "music:default");
    advance(31s);
    EXPECT_EQ(media.heard_by(second), "say:您前面还有1位客户在等待。 prompt:keys");
    online(wang);
    talk(first);
    played(second);
    advance(31s);
    EXPECT_EQ(media.heard_by(second), "say:您是下一位，请稍候。 prompt:keys");
    EXPECT_EQ(media.heard_by(first), "leg " + signal.invited[0].leg.text()) << "no announcement in a talk";
}

TEST_F(ScriptTest, ExpectedWaitIsToldOnceACallWasHandled) {
    configure([](model::Directory& d) {
        d.queues[0].service.announce_wait = true;
        d.queues[0].greeting = "";
    });
    const auto first = customer_calls();
    EXPECT_EQ(media.heard_by(first), "music:default");
    online(wang);
    talk(first);
    const auto second = customer_calls();
    EXPECT_EQ(media.heard_by(second), "music:default") << "nobody knows yet how long a call takes";
    advance(150s);
    conductor.on_ended(first, {});
    const auto third = customer_calls();
    EXPECT_EQ(media.heard_by(third), "say:预计等待5分钟。") << "two calls of two and a half minutes for one agent";
}

// R090: the caller need not wait until it is over.
TEST_F(ScriptTest, KeyInTheQueueLeadsToAMessage) {
    configure([](model::Directory& d) { d.queues[0].service.voicemail_key = "1"; });
    online(wang);
    const auto customer = customer_calls();
    const auto rings = signal.last_invited();
    conductor.on_media_dtmf(customer, '5');
    EXPECT_FALSE(signal.was_closed(rings));
    conductor.on_media_dtmf(customer, '1');
    EXPECT_TRUE(signal.was_closed(rings)) << "nobody is rung for who leaves a message";
    EXPECT_EQ(events.of<model::QueueLeft>().at(0).exit, model::QueueExit::Moved);
    EXPECT_EQ(conductor.live_call(call_of(customer))->phase, "voicemail");
    EXPECT_EQ(conductor.live_agent(wang)->activity, model::AgentActivity::Idle);
}

TEST_F(ScriptTest, DestinationsThatNameEachOtherEnd) {
    configure([this](model::Directory& d) {
        model::Schedule a;
        a.code = "a";
        a.when_closed = "hours:a";
        d.schedules.push_back({tenant, a, {}});
        d.inbound.push_back({tenant, "4008001239", {}, *model::parse_destination("hours:a")});
        d.inbound.push_back({tenant, "4008001240", {}, *model::parse_destination("ivr:gone")});
    });
    customer_calls("4008001239");
    customer_calls("4008001240");
    settle();
    ASSERT_EQ(events.of<model::CallEnded>().size(), 2U);
    EXPECT_EQ(events.of<model::CallEnded>().at(1).ending.reason, "no_destination");
}

// Whatever callers press and whenever they leave: every leg, recording and question that began has an end.
TEST_F(ScriptTest, RandomCallersLeaveNothingBehind) {
    configure([this](model::Directory& d) {
        options(d).survey.trigger = model::SurveyTrigger::Both;
        options(d).agent_announcement.number = true;
        d.queues[0].service.announce_position = true;
        d.queues[0].service.announce_every = 7s;
        d.queues[0].service.voicemail_key = "9";
        d.queues[0].on_timeout = *model::parse_destination("voicemail");
    });
    online(wang);
    online(li);
    std::uint32_t seed = 12345;
    const auto any = [&seed](std::uint32_t below) {
        seed = seed * 1664525U + 1013904223U;
        return (seed >> 16U) % below;
    };
    std::vector<LegId> callers;
    std::vector<LegId> rung;
    for (int step = 0; step < 3000; ++step) {
        for (auto n = rung.size(); n < signal.invited.size(); ++n) {
            rung.push_back(signal.invited[n].leg);
        }
        const auto somebody = callers.empty()
                                  ? LegId{}
                                  : callers[callers.size() - 1 -
                                            any(static_cast<std::uint32_t>(std::min<std::size_t>(callers.size(), 6)))];
        const auto phone =
            rung.empty()
                ? LegId{}
                : rung[rung.size() - 1 - any(static_cast<std::uint32_t>(std::min<std::size_t>(rung.size(), 3)))];
        switch (any(9)) {
            case 0:
                callers.push_back(customer_calls("400800123" + std::to_string(4 + any(5))));
                break;
            case 1:
            case 2:
                conductor.on_media_dtmf(somebody, "0123459#*"[any(9)]);
                break;
            case 3:
                conductor.on_ended(any(4) == 0 ? somebody : phone, {});
                break;
            case 4:
                conductor.on_answered(phone, "their answer");
                break;
            case 5:
                for (const auto& [call, plan] : media.plans) {
                    if (plan.recording && plan.recording->mono) {
                        conductor.on_recording_quiet(call, plan.recording->id);
                        break;
                    }
                }
                break;
            case 6: {
                const auto plan = media.plans.find(media.open[somebody]);
                if (plan != media.plans.end() && !plan->second.legs.empty() && plan->second.legs[0].program) {
                    const auto& playing = plan->second.legs[0];
                    conductor.on_program_finished(plan->first, playing.leg, playing.program->id);
                }
                break;
            }
            case 7:
                advance(std::chrono::seconds{any(20)});
                break;
            default:
                settle();
        }
    }
    conductor.end_all({EndingSide::Us, "shutdown"});
    advance(10s);
    EXPECT_EQ(conductor.calls_up(), 0U);
    EXPECT_EQ(events.of<model::LegStarted>().size(), events.of<model::LegEnded>().size());
    EXPECT_EQ(events.of<model::SurveyAsked>().size(), events.of<model::SurveyAnswered>().size());
    EXPECT_EQ(events.of<model::QueueEntered>().size(), events.of<model::QueueLeft>().size());
    EXPECT_EQ(events.of<model::CallStarted>().size(), events.of<model::CallEnded>().size());
    EXPECT_GT(events.of<model::SurveyAsked>().size(), 5U);
    EXPECT_GT(events.of<model::VoicemailLeft>().size(), 5U);
    for (const auto user : {wang, li}) {
        EXPECT_EQ(conductor.live_agent(user)->activity, model::AgentActivity::Idle);
    }
}

TEST_F(ScriptTest, TextsAreMadeReadyBeforehand) {
    EXPECT_NE(std::ranges::find(media.prepared, "say:请在提示音后留言，按井号键结束。"), media.prepared.end());
    EXPECT_NE(std::ranges::find(media.prepared, "prompt:menu"), media.prepared.end());
}

}  // namespace
}  // namespace yh::calls
