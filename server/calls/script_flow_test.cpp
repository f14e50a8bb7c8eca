#include "calls/script_flow.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace yh::calls {
namespace {

using namespace std::chrono_literals;
using model::FlowNode;
using model::FlowNodeKind;

FlowNode node(std::string id, FlowNodeKind kind, std::vector<model::FlowExit> exits = {}) {
    FlowNode one;
    one.id = std::move(id);
    one.kind = kind;
    one.exits = std::move(exits);
    one.prompt = "prompt:" + one.id;
    one.tries = 2;
    return one;
}

/// An act in words.
std::string words(const ScriptAct& act) {
    return std::visit(
        [](const auto& one) -> std::string {
            using T = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<T, PlayAct>) {
                return "play " + one.items.at(0);
            } else if constexpr (std::is_same_v<T, ListenAct>) {
                return "listen " + std::to_string(to_ms(one.patience));
            } else if constexpr (std::is_same_v<T, AskHoursAct>) {
                return "hours " + one.schedule;
            } else if constexpr (std::is_same_v<T, LookUpAct>) {
                return "look up " + one.url;
            } else if constexpr (std::is_same_v<T, GoAct>) {
                return "go " + one.to;
            } else if constexpr (std::is_same_v<T, EndAct>) {
                return "end " + one.reason;
            } else if constexpr (std::is_same_v<T, RecordAct>) {
                return "record";
            } else {
                return "go on";
            }
        },
        act);
}

// Welcome, then a menu: 1 to a queue, 2 asks for an order number and looks it up; silence ends, wrong keys too.
class FlowWalkTest : public ::testing::Test {
  protected:
    FlowWalkTest() {
        auto flow = std::make_shared<model::Flow>();
        flow->code = "main";
        flow->start = "welcome";
        flow->node = {
            node("welcome", FlowNodeKind::Play, {{"next", "hours"}}),
            node("hours", FlowNodeKind::Hours, {{"open", "menu"}, {"closed", "mail"}}),
            node("menu", FlowNodeKind::Menu, {{"1", "queue"}, {"2", "order"}, {"timeout", "bye"}, {"invalid", "bye"}}),
            node("order", FlowNodeKind::Collect, {{"next", "crm"}, {"timeout", "bye"}}),
            node("crm", FlowNodeKind::Lookup, {{"found", "level"}, {"missing", "bye"}, {"failed", "queue"}}),
            node("level", FlowNodeKind::Set, {{"next", "vip"}}),
            node("vip", FlowNodeKind::Go),
            node("queue", FlowNodeKind::Go),
            node("mail", FlowNodeKind::Go),
            node("bye", FlowNodeKind::Hangup)};
        flow->node[1].value = "main";
        flow->node[3].variable = "order";
        flow->node[3].max_digits = 4;
        flow->node[4].value = "https://crm.example/orders?no=${order}&from=${caller}";
        flow->node[5].variable = "to";
        flow->node[5].value = "${queue}";
        flow->node[6].value = "queue:${to}";
        flow->node[7].value = "queue:600";
        flow->node[8].value = "voicemail";
        walk = std::make_unique<FlowWalk>(flow, "+86 138", "4008001234");
        open = flow;
    }
    void to_menu() {
        walk->begin();
        walk->on_played();
        walk->on_hours(model::Openness::Open);
    }
    std::shared_ptr<model::Flow> open;
    std::unique_ptr<FlowWalk> walk;
};

TEST_F(FlowWalkTest, PromptsMenuAndKeyLeadToTheQueue) {
    EXPECT_EQ(words(walk->begin()), "play prompt:welcome");
    EXPECT_EQ(words(walk->on_played()), "hours main");
    EXPECT_EQ(words(walk->on_hours(model::Openness::Open)), "play prompt:menu");
    EXPECT_EQ(words(walk->on_played()), "listen 5000");
    EXPECT_EQ(words(walk->on_key('1')), "go queue:600");
    EXPECT_EQ(walk->take_steps(),
              (std::vector<FlowWalk::Step>{{"welcome", ""}, {"hours", ""}, {"menu", "1"}, {"queue", ""}}));
    EXPECT_EQ(walk->keys(), "1");
    EXPECT_EQ(words(walk->on_key('1')), "go on") << "it is over";
}

TEST_F(FlowWalkTest, StepsAreToldByTheTitleThatTheEditorGaveTheNode) {
    for (auto& each : open->node) {
        if (each.id == "menu") {
            each.name = "主菜单";
        }
    }
    to_menu();
    walk->on_played();
    walk->on_key('1');
    EXPECT_EQ(walk->take_steps().at(2), (FlowWalk::Step{"主菜单", "1"}));
}

TEST_F(FlowWalkTest, KeyStopsThePromptAndTheWelcomeIsSkipped) {
    walk->begin();
    EXPECT_EQ(words(walk->on_key('1')), "hours main") << "the key is kept for the menu";
    EXPECT_EQ(words(walk->on_hours(model::Openness::Open)), "go queue:600");
}

TEST_F(FlowWalkTest, WrongKeyAndSilencePlayTheMenuAgainAndThenLeadOut) {
    to_menu();
    EXPECT_EQ(words(walk->on_key('9')), "play prompt:menu");
    EXPECT_EQ(words(walk->on_played()), "listen 5000");
    EXPECT_EQ(words(walk->on_key('9')), "end flow_hangup");

    walk = std::make_unique<FlowWalk>(open, "", "");
    to_menu();
    walk->on_played();
    EXPECT_EQ(words(walk->on_silence()), "play prompt:menu");
    EXPECT_EQ(words(walk->on_silence()), "go on") << "a timer that came too late";
    walk->on_played();
    EXPECT_EQ(words(walk->on_silence()), "end flow_hangup");
}

TEST_F(FlowWalkTest, DigitsAreCollectedAndLookedUpEscaped) {
    to_menu();
    EXPECT_EQ(words(walk->on_key('2')), "play prompt:order");
    EXPECT_EQ(words(walk->on_key('4')), "listen 5000") << "the first digit stops the prompt";
    EXPECT_EQ(words(walk->on_key('2')), "listen 5000");
    EXPECT_EQ(words(walk->on_key('#')), "look up https://crm.example/orders?no=42&from=%2B86%20138");
    EXPECT_EQ(words(walk->on_looked_up(LookupOutcome::Found, {{"queue", "601"}})), "go queue:601");
    EXPECT_EQ(walk->keys(), "2 > 42");
}

TEST_F(FlowWalkTest, EnoughDigitsNeedNoHash) {
    to_menu();
    walk->on_key('2');
    walk->on_key('1');
    walk->on_key('2');
    walk->on_key('3');
    EXPECT_TRUE(words(walk->on_key('4')).starts_with("look up https://crm.example/orders?no=1234&"));
    EXPECT_EQ(words(walk->on_looked_up(LookupOutcome::Failed, {})), "go queue:600");
}

TEST_F(FlowWalkTest, DigitsThatStopAreTakenAsTheyAre) {
    to_menu();
    walk->on_key('2');
    walk->on_key('7');
    EXPECT_TRUE(words(walk->on_silence()).starts_with("look up https://crm.example/orders?no=7&"));
    EXPECT_EQ(words(walk->on_looked_up(LookupOutcome::Missing, {})), "end flow_hangup");
}

TEST_F(FlowWalkTest, HashAloneIsNoNumber) {
    to_menu();
    walk->on_key('2');
    EXPECT_EQ(words(walk->on_key('#')), "play prompt:order");
    EXPECT_EQ(words(walk->on_key('#')), "end flow_hangup");
}

TEST_F(FlowWalkTest, HolidayIsAsClosedWhereNothingElseIsSaid) {
    walk->begin();
    walk->on_played();
    EXPECT_EQ(words(walk->on_hours(model::Openness::Holiday)), "go voicemail");
}

TEST_F(FlowWalkTest, EndlessFlowsEnd) {
    auto flow = std::make_shared<model::Flow>(*open);
    flow->start = "a";
    flow->node = {node("a", FlowNodeKind::Set, {{"next", "a"}})};
    EXPECT_EQ(words(FlowWalk{flow, "", ""}.begin()), "end flow_endless");
    // Silence at a menu that leads back to itself.
    flow->node = {node("a", FlowNodeKind::Menu, {{"1", "a"}, {"timeout", "a"}, {"invalid", "a"}})};
    FlowWalk silent{flow, "", ""};
    auto act = silent.begin();
    for (int i = 0; i < 100 && !std::holds_alternative<EndAct>(act); ++i) {
        silent.on_played();
        act = silent.on_silence();
    }
    EXPECT_EQ(words(act), "end flow_no_input");
}

TEST_F(FlowWalkTest, BrokenFlowEndsInsteadOfFallingSilent) {
    auto flow = std::make_shared<model::Flow>(*open);
    flow->start = "nowhere";
    EXPECT_EQ(words(FlowWalk{flow, "", ""}.begin()), "end flow_broken");
    flow->start = "welcome";
    flow->node[0].exits.clear();
    FlowWalk walk_on{flow, "", ""};
    walk_on.begin();
    EXPECT_EQ(words(walk_on.on_played()), "end flow_broken");
}

}  // namespace
}  // namespace yh::calls
