#include "model/flow_check.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace yh::model {
namespace {

FlowNode node(std::string id, FlowNodeKind kind, std::vector<FlowExit> exits = {}) {
    FlowNode one;
    one.id = std::move(id);
    one.kind = kind;
    one.exits = std::move(exits);
    one.prompt = "say:您好";
    one.variable = "digits";
    one.value = kind == FlowNodeKind::Go ? "queue:600" : kind == FlowNodeKind::Hours ? "main" : "http://crm/x";
    return one;
}

// A menu: 1 leads to a queue, silence and wrong keys to the end.
Flow good() {
    return {"main",
            "主流程",
            "menu",
            {node("menu", FlowNodeKind::Menu, {{"1", "queue"}, {"timeout", "end"}, {"invalid", "end"}}),
             node("queue", FlowNodeKind::Go), node("end", FlowNodeKind::Hangup)}};
}

bool has(const Flow& flow, const std::string& at, const std::string& code, const FlowNames& names = {}) {
    return std::ranges::any_of(check_flow(flow, names), [&](const FlowProblem& problem) {
        return problem.node == at && problem.code == code && !problem.message.empty();
    });
}

TEST(FlowCheckTest, GoodFlowHasNoProblem) {
    EXPECT_EQ(check_flow(good(), {}), std::vector<FlowProblem>{});
    const FlowNames names{.voices = {{}}, .schedules = {{}}, .queues = {{"600"}}, .extensions = {{}}, .flows = {{}}};
    EXPECT_EQ(check_flow(good(), names), std::vector<FlowProblem>{});
}

TEST(FlowCheckTest, StartMustExist) {
    auto flow = good();
    flow.start = "nowhere";
    EXPECT_TRUE(has(flow, "", "flow.no_start"));
    EXPECT_TRUE(has({}, "", "flow.no_start"));
}

TEST(FlowCheckTest, OutputsAreConnectedOnceToNodesThatExist) {
    auto flow = good();
    flow.node[0].exits = {{"1", "queue"}, {"timeout", "end"}};
    EXPECT_EQ(check_flow(flow, {}).front().output, "invalid");
    EXPECT_TRUE(has(flow, "menu", "output.unconnected"));
    flow.node[0].exits = {{"1", "moon"}, {"timeout", "end"}, {"invalid", "end"}, {"next", "end"}, {"1", "end"}};
    EXPECT_TRUE(has(flow, "menu", "node.unknown"));
    EXPECT_TRUE(has(flow, "menu", "output.unknown"));
    EXPECT_TRUE(has(flow, "menu", "output.duplicate"));
    flow.node[0].exits = {{"timeout", "end"}, {"invalid", "end"}};
    EXPECT_TRUE(has(flow, "menu", "menu.no_key"));
}

TEST(FlowCheckTest, EveryNodeIsReachedAndReachesAnEnd) {
    auto flow = good();
    flow.node.push_back(node("island", FlowNodeKind::Hangup));
    EXPECT_TRUE(has(flow, "island", "node.unreachable"));
    flow = good();
    flow.node[0].exits[0].to = "trap";
    flow.node.push_back(node("trap", FlowNodeKind::Menu, {{"1", "trap"}, {"timeout", "trap"}, {"invalid", "trap"}}));
    EXPECT_TRUE(has(flow, "trap", "node.no_end"));
    EXPECT_FALSE(has(flow, "menu", "node.no_end"));
}

TEST(FlowCheckTest, LoopThatAsksNothingIsEndless) {
    auto flow = good();
    flow.node[0].exits[0].to = "a";
    flow.node.push_back(node("a", FlowNodeKind::Play, {{"next", "b"}}));
    flow.node.push_back(node("b", FlowNodeKind::Set, {{"next", "a"}}));
    EXPECT_TRUE(has(flow, "a", "node.endless"));
    EXPECT_TRUE(has(flow, "b", "node.endless"));
    flow.node.back().exits[0].to = "menu";
    EXPECT_FALSE(has(flow, "a", "node.endless")) << "the menu asks";
}

TEST(FlowCheckTest, ContentIsProven) {
    auto flow = good();
    flow.node[0].prompt = "";
    EXPECT_TRUE(has(flow, "menu", "prompt.missing"));
    flow.node[0].prompt = "prompt:gone";
    EXPECT_FALSE(has(flow, "menu", "prompt.unknown")) << "no list, no check";
    EXPECT_TRUE(has(flow, "menu", "prompt.unknown", {.voices = {{"welcome"}}}));
    flow.node[0].prompt = "welcome.wav";
    EXPECT_TRUE(has(flow, "menu", "prompt.malformed"));
    flow.node[0].timeout_s = 0;
    EXPECT_TRUE(has(flow, "menu", "node.out_of_range"));
    flow.node[1].value = "queue:999";
    EXPECT_TRUE(has(flow, "queue", "destination.unknown", {.queues = {{"600"}}}));
    flow.node[1].value = "moon";
    EXPECT_TRUE(has(flow, "queue", "destination.malformed"));
    flow.node[1].value = "queue:${digits}";
    EXPECT_TRUE(has(flow, "queue", "variable.unknown") == false) << "the menu's variable has this name";
    flow.node[1].value = "queue:${nobody}";
    EXPECT_TRUE(has(flow, "queue", "variable.unknown"));
}

TEST(FlowCheckTest, NodesThatAskElsewhereNameWhom) {
    auto flow = good();
    flow.node[0].exits[0].to = "hours";
    flow.node.push_back(node("hours", FlowNodeKind::Hours, {{"open", "look"}, {"closed", "end"}}));
    flow.node.push_back(
        node("look", FlowNodeKind::Lookup, {{"found", "queue"}, {"missing", "queue"}, {"failed", "ask"}}));
    flow.node.push_back(node("ask", FlowNodeKind::Collect, {{"next", "queue"}, {"timeout", "end"}}));
    EXPECT_EQ(check_flow(flow, {.schedules = {{"main"}}}), std::vector<FlowProblem>{});
    EXPECT_TRUE(has(flow, "hours", "schedule.unknown", {.schedules = {{"other"}}}));
    flow.node[4].value = "file:///etc/passwd";
    EXPECT_TRUE(has(flow, "look", "lookup.bad_url"));
    flow.node[5].variable = "订单";
    EXPECT_TRUE(has(flow, "ask", "variable.missing"));
}

}  // namespace
}  // namespace yh::model
