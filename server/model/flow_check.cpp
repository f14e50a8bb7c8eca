#include "model/flow_check.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "model/destination.h"

namespace yh::model {

namespace {

using Ids = std::unordered_set<std::string_view>;

bool is_menu_key(std::string_view output) {
    return output.size() == 1 && std::string_view{"0123456789*#"}.find(output[0]) != std::string_view::npos;
}

/// Outputs that must lead somewhere, by kind.
std::vector<std::string_view> needed_outputs(FlowNodeKind kind) {
    switch (kind) {
        case FlowNodeKind::Play:
        case FlowNodeKind::Set:
            return {"next"};
        case FlowNodeKind::Menu:
            return {"timeout", "invalid"};
        case FlowNodeKind::Collect:
            return {"next", "timeout"};
        case FlowNodeKind::Hours:
            return {"open", "closed"};  // without "holiday" a holiday is as closed
        case FlowNodeKind::Lookup:
            return {"found", "missing", "failed"};
        case FlowNodeKind::Go:
        case FlowNodeKind::Hangup:
            return {};
    }
    return {};
}

bool may_have_output(FlowNodeKind kind, std::string_view output) {
    const auto needed = needed_outputs(kind);
    return std::ranges::find(needed, output) != needed.end() || (kind == FlowNodeKind::Menu && is_menu_key(output)) ||
           (kind == FlowNodeKind::Hours && output == "holiday");
}

bool is_end(FlowNodeKind kind) {
    return kind == FlowNodeKind::Go || kind == FlowNodeKind::Hangup;
}

bool waits_for_keys(FlowNodeKind kind) {
    return kind == FlowNodeKind::Menu || kind == FlowNodeKind::Collect;
}

bool plays(FlowNodeKind kind) {
    return kind == FlowNodeKind::Play || waits_for_keys(kind);
}

bool is_variable_name(std::string_view text) {
    return !text.empty() && text.size() <= 40 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

/// The names of all ${name} in a text.
std::vector<std::string_view> variables_in(std::string_view text) {
    std::vector<std::string_view> found;
    for (auto at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
        const auto end = text.find('}', at);
        if (end == std::string_view::npos) {
            break;
        }
        found.push_back(text.substr(at + 2, end - at - 2));
    }
    return found;
}

/// One examination. Lives as long as `check_flow`.
class Examination {
  public:
    Examination(const Flow& flow, const FlowNames& names) : flow_{flow}, names_{names} {}

    std::vector<FlowProblem> run() {
        if (flow_.code.empty()) {
            say({}, {}, "flow.no_code", "流程缺少编码");
        }
        if (flow_.find(flow_.start) == nullptr) {
            say({}, {}, "flow.no_start", "没有指定开始节点");
        }
        for (const auto& node : flow_.node) {
            ids(node);
            outputs(node);
            content(node);
            variables(node);
        }
        reach();
        return std::move(found_);
    }

  private:
    void say(std::string_view node, std::string_view output, const char* code, std::string message) {
        found_.push_back({std::string{node}, std::string{output}, code, std::move(message)});
    }

    void ids(const FlowNode& node) {
        if (node.id.empty()) {
            say({}, {}, "node.no_id", "有一个节点没有标识");
        } else if (flow_.find(node.id) != &node) {
            say(node.id, {}, "node.duplicate", "节点标识“" + node.id + "”重复");
        }
    }

    void outputs(const FlowNode& node) {
        for (const auto output : needed_outputs(node.kind)) {
            if (const auto* to = node.next(output); to == nullptr || to->empty()) {
                say(node.id, output, "output.unconnected", "出口“" + std::string{output} + "”没有连接");
            }
        }
        const bool any_key = std::ranges::any_of(node.exits, [](const FlowExit& exit) { return is_menu_key(exit.on); });
        if (node.kind == FlowNodeKind::Menu && !any_key) {
            say(node.id, {}, "menu.no_key", "菜单没有任何按键");
        }
        for (const auto& exit : node.exits) {
            if (!may_have_output(node.kind, exit.on)) {
                say(node.id, exit.on, "output.unknown", "这种节点没有出口“" + exit.on + "”");
            } else if (node.next(exit.on) != &exit.to) {
                say(node.id, exit.on, "output.duplicate", "出口“" + exit.on + "”连接了两次");
            } else if (!exit.to.empty() && flow_.find(exit.to) == nullptr) {
                say(node.id, exit.on, "node.unknown", "出口“" + exit.on + "”指向不存在的节点“" + exit.to + "”");
            }
        }
    }

    void content(const FlowNode& node) {
        if (plays(node.kind)) {
            prompt(node);
        }
        if (waits_for_keys(node.kind)) {
            limits(node);
        }
        switch (node.kind) {
            case FlowNodeKind::Collect:
            case FlowNodeKind::Set:
                if (!is_variable_name(node.variable)) {
                    say(node.id, {}, "variable.missing", "变量名应由字母、数字和下划线组成");
                }
                break;
            case FlowNodeKind::Hours:
                if (node.value.empty()) {
                    say(node.id, {}, "schedule.missing", "没有选择工作时间");
                } else if (unknown(names_.schedules, node.value)) {
                    say(node.id, {}, "schedule.unknown", "工作时间“" + node.value + "”不存在");
                }
                break;
            case FlowNodeKind::Lookup:
                if (!node.value.starts_with("http://") && !node.value.starts_with("https://")) {
                    say(node.id, {}, "lookup.bad_url", "查询地址应以 http:// 或 https:// 开头");
                }
                break;
            case FlowNodeKind::Go:
                destination(node);
                break;
            case FlowNodeKind::Play:
            case FlowNodeKind::Menu:
            case FlowNodeKind::Hangup:
                break;
        }
    }

    void prompt(const FlowNode& node) {
        const std::string_view text = node.prompt;
        const bool voice = text.starts_with("prompt:");
        const bool speech = text.starts_with("say:");
        if (text.empty() || (voice && text.size() == 7) || (speech && text.size() == 4)) {
            say(node.id, {}, "prompt.missing", "没有提示音");
        } else if (!voice && !speech && !text.starts_with("digits:") && !text.starts_with("tone:")) {
            say(node.id, {}, "prompt.malformed", "提示音应为 prompt:名称 或 say:文字");
        } else if (voice && unknown(names_.voices, text.substr(7))) {
            say(node.id, {}, "prompt.unknown", "语音“" + std::string{text.substr(7)} + "”不存在");
        }
    }

    void limits(const FlowNode& node) {
        const auto check = [&](std::int64_t value, std::int64_t most, const char* name) {
            if (value < 1 || value > most) {
                say(node.id, {}, "node.out_of_range",
                    std::string{name} + "应在 1 到 " + std::to_string(most) + " 之间");
            }
        };
        check(node.timeout_s, 60, "等待秒数");
        check(node.tries, 10, "播放次数");
        if (node.kind == FlowNodeKind::Collect) {
            check(node.max_digits, 32, "最多位数");
        }
    }

    void destination(const FlowNode& node) {
        if (node.value.empty()) {
            say(node.id, {}, "destination.missing", "没有选择去向");
            return;
        }
        if (!variables_in(node.value).empty()) {
            return;  // known only when a caller is there
        }
        const auto to = parse_destination(node.value);
        if (!to.ok()) {
            say(node.id, {}, "destination.malformed", "去向“" + node.value + "”无法识别");
            return;
        }
        const auto* list = to->kind == DestinationKind::Queue       ? &names_.queues
                           : to->kind == DestinationKind::Extension ? &names_.extensions
                           : to->kind == DestinationKind::Ivr       ? &names_.flows
                           : to->kind == DestinationKind::Hours     ? &names_.schedules
                                                                    : nullptr;
        if (list != nullptr && unknown(*list, to->argument)) {
            say(node.id, {}, "destination.unknown", "去向“" + node.value + "”不存在");
        }
    }

    // A look-up may bring any variable; without one, all of them are known.
    void variables(const FlowNode& node) {
        if (std::ranges::any_of(flow_.node, [](const FlowNode& one) { return one.kind == FlowNodeKind::Lookup; })) {
            return;
        }
        for (const auto& text : {node.prompt, node.value}) {
            for (const auto name : variables_in(text)) {
                const bool known = name == "caller" || name == "called" ||
                                   std::ranges::find(flow_.node, name, &FlowNode::variable) != flow_.node.end();
                if (!known) {
                    say(node.id, {}, "variable.unknown", "变量“" + std::string{name} + "”没有被赋值");
                }
            }
        }
    }

    void reach() {
        Ids reached;
        if (flow_.find(flow_.start) != nullptr) {
            walk(flow_.start, reached);
        }
        const auto ending = those_that_end();
        for (const auto& node : flow_.node) {
            if (!reached.empty() && !reached.contains(node.id)) {
                say(node.id, {}, "node.unreachable", "从开始节点走不到这里");
            } else if (!ending.contains(node.id)) {
                say(node.id, {}, "node.no_end", "从这里走不到任何结束（转接或挂机）");
            }
            if (circles(node)) {
                say(node.id, {}, "node.endless", "不等待按键就会回到自己，来电者将永远走不出去");
            }
        }
    }

    void walk(std::string_view from, Ids& reached) const {
        std::vector<std::string_view> open{from};
        while (!open.empty()) {
            const auto* node = flow_.find(open.back());
            open.pop_back();
            if (node == nullptr || !reached.insert(node->id).second) {
                continue;
            }
            for (const auto& exit : node->exits) {
                open.push_back(exit.to);
            }
        }
    }

    Ids those_that_end() const {
        Ids ending;
        for (bool grew = true; grew;) {
            grew = false;
            for (const auto& node : flow_.node) {
                const bool ends = is_end(node.kind) || std::ranges::any_of(node.exits, [&](const FlowExit& exit) {
                                      return ending.contains(exit.to);
                                  });
                grew = (ends && ending.insert(node.id).second) || grew;
            }
        }
        return ending;
    }

    /// Whether it comes back to itself over nodes that ask the caller nothing.
    bool circles(const FlowNode& from) const {
        if (waits_for_keys(from.kind)) {
            return false;
        }
        Ids seen;
        std::vector<std::string_view> open;
        for (const auto& exit : from.exits) {
            open.push_back(exit.to);
        }
        while (!open.empty()) {
            const auto* node = flow_.find(open.back());
            open.pop_back();
            if (node == &from) {
                return true;
            }
            if (node == nullptr || waits_for_keys(node->kind) || !seen.insert(node->id).second) {
                continue;
            }
            for (const auto& exit : node->exits) {
                open.push_back(exit.to);
            }
        }
        return false;
    }

    static bool unknown(const std::optional<std::vector<std::string>>& names, std::string_view name) {
        return names && name.find("${") == std::string_view::npos && std::ranges::find(*names, name) == names->end();
    }

    const Flow& flow_;
    const FlowNames& names_;
    std::vector<FlowProblem> found_;
};

}  // namespace

std::vector<FlowProblem> check_flow(const Flow& flow, const FlowNames& names) {
    return Examination{flow, names}.run();
}

}  // namespace yh::model
