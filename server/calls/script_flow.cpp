#include "calls/script_flow.h"

#include <fmt/format.h>

#include <algorithm>

namespace yh::calls {

using model::FlowNodeKind;

namespace {

constexpr int most_unasked_nodes = 100;
/// A caller who is silent at so many questions in a row is not there.
constexpr int most_unanswered = 12;
constexpr std::size_t most_kept_keys = 32;
constexpr std::size_t most_variables = 64;
constexpr std::size_t longest_value = 512;

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == '~';
}

// RFC 3986 §2.1: whatever is not unreserved is escaped, so that no caller writes into the address that is asked.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (is_plain(c)) {
            out += c;
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return out;
}

/// What a person reads in the record: the title that the editor gave the node, if it has one.
const std::string& title_of(const model::FlowNode& node) {
    return node.name.empty() ? node.id : node.name;
}

}  // namespace

FlowWalk::FlowWalk(std::shared_ptr<const model::Flow> flow, std::string_view caller, std::string_view called)
    : flow_{std::move(flow)} {
    set("caller", std::string{caller});
    set("called", std::string{called});
}

ScriptAct FlowWalk::begin() {
    return enter(flow_->start);
}

void FlowWalk::set(std::string name, std::string value) {
    if (variables_.size() < most_variables || variables_.contains(name)) {
        value.resize(std::min(value.size(), longest_value));
        variables_.insert_or_assign(std::move(name), std::move(value));
    }
}

std::string FlowWalk::filled(std::string_view text, Escape escape) const {
    std::string out;
    for (;;) {
        const auto begin = text.find("${");
        const auto end = begin == std::string_view::npos ? begin : text.find('}', begin);
        if (end == std::string_view::npos) {
            return out.append(text);
        }
        out.append(text.substr(0, begin));
        if (const auto at = variables_.find(text.substr(begin + 2, end - begin - 2)); at != variables_.end()) {
            out.append(escape == Escape::Url ? escaped(at->second) : at->second);
        }
        text.remove_prefix(end + 1);
    }
}

ScriptAct FlowWalk::end(const char* reason) {
    node_ = nullptr;
    return EndAct{reason};
}

ScriptAct FlowWalk::enter(const std::string& id) {
    node_ = flow_->find(id);
    typed_.clear();
    asked_ = 0;
    listening_ = false;
    if (node_ == nullptr) {
        return end("flow_broken");
    }
    if (++unasked_nodes_ > most_unasked_nodes) {
        return end("flow_endless");
    }
    return arrive();
}

ScriptAct FlowWalk::arrive() {
    switch (node_->kind) {
        case FlowNodeKind::Play:
            if (!kept_.empty()) {
                return leave("next");  // in a hurry
            }
            return PlayAct{{filled(node_->prompt, Escape::No)}};
        case FlowNodeKind::Menu:
        case FlowNodeKind::Collect:
            return ask();
        case FlowNodeKind::Set:
            set(node_->variable, filled(node_->value, Escape::No));
            return leave("next");
        case FlowNodeKind::Hours:
            return AskHoursAct{node_->value};
        case FlowNodeKind::Lookup:
            return LookUpAct{filled(node_->value, Escape::Url)};
        case FlowNodeKind::Go: {
            steps_.push_back({title_of(*node_), {}});
            GoAct go{filled(node_->value, Escape::No)};
            node_ = nullptr;
            return go;
        }
        case FlowNodeKind::Hangup:
            steps_.push_back({title_of(*node_), {}});
            return end("flow_hangup");
    }
    return end("flow_broken");
}

ScriptAct FlowWalk::ask() {
    ++asked_;
    listening_ = false;
    // Keys typed ahead answer without the prompt.
    while (!kept_.empty() && node_ != nullptr) {
        const char key = kept_.front();
        kept_.erase(0, 1);
        auto act = on_key(key);
        if (!std::holds_alternative<GoOnAct>(act) && !std::holds_alternative<ListenAct>(act)) {
            return act;
        }
    }
    if (!typed_.empty()) {
        listening_ = true;
        return ListenAct{std::chrono::seconds{node_->timeout_s}};
    }
    return PlayAct{{filled(node_->prompt, Escape::No)}};
}

// The prompt once more, or on through this output after the last time.
ScriptAct FlowWalk::ask_again(std::string_view output_at_last) {
    typed_.clear();
    return asked_ < node_->tries ? ask() : leave(output_at_last);
}

ScriptAct FlowWalk::leave(std::string_view output) {
    steps_.push_back({title_of(*node_), typed_});
    if (!typed_.empty()) {
        keys_ += keys_.empty() ? typed_ : " > " + typed_;
    }
    const auto* to = node_->next(output);
    if (to == nullptr && output == "holiday") {
        to = node_->next("closed");
    }
    return to == nullptr || to->empty() ? end("flow_broken") : enter(*to);
}

ScriptAct FlowWalk::on_key(char key) {
    unanswered_ = 0;
    unasked_nodes_ = 0;
    if (node_ == nullptr) {
        return GoOnAct{};
    }
    switch (node_->kind) {
        case FlowNodeKind::Menu:
            return take_menu_key(key);
        case FlowNodeKind::Collect:
            return take_digit(key);
        default:
            break;
    }
    if (kept_.size() < most_kept_keys) {
        kept_ += key;
    }
    return node_->kind == FlowNodeKind::Play ? leave("next") : ScriptAct{GoOnAct{}};
}

ScriptAct FlowWalk::take_menu_key(char key) {
    const std::string output(1, key);
    if (node_->next(output) == nullptr) {
        return ask_again("invalid");
    }
    typed_ = output;
    return leave(output);
}

ScriptAct FlowWalk::take_digit(char key) {
    if (key == '#') {
        if (typed_.empty()) {
            return ask_again("timeout");
        }
    } else {
        typed_ += key;
    }
    if (key == '#' || typed_.size() >= static_cast<std::size_t>(std::max<std::int64_t>(1, node_->max_digits))) {
        set(node_->variable, typed_);
        return leave("next");
    }
    listening_ = true;
    return ListenAct{std::chrono::seconds{node_->timeout_s}};
}

ScriptAct FlowWalk::on_played() {
    if (node_ == nullptr) {
        return GoOnAct{};
    }
    if (node_->kind == FlowNodeKind::Play) {
        return leave("next");
    }
    listening_ = true;
    return ListenAct{std::chrono::seconds{node_->timeout_s}};
}

ScriptAct FlowWalk::on_silence() {
    if (node_ == nullptr || !listening_) {
        return GoOnAct{};
    }
    if (node_->kind == FlowNodeKind::Collect && !typed_.empty()) {
        set(node_->variable, typed_);
        return leave("next");
    }
    if (++unanswered_ > most_unanswered) {
        return end("flow_no_input");
    }
    unasked_nodes_ = 0;
    return ask_again("timeout");
}

ScriptAct FlowWalk::on_hours(model::Openness openness) {
    if (node_ == nullptr || node_->kind != FlowNodeKind::Hours) {
        return GoOnAct{};
    }
    switch (openness) {
        case model::Openness::Open:
            return leave("open");
        case model::Openness::Closed:
            return leave("closed");
        case model::Openness::Holiday:
            return leave("holiday");
    }
    return GoOnAct{};
}

ScriptAct FlowWalk::on_looked_up(LookupOutcome outcome, const LookupFields& fields) {
    if (node_ == nullptr || node_->kind != FlowNodeKind::Lookup) {
        return GoOnAct{};
    }
    for (const auto& [name, value] : fields) {
        set(name, value);
    }
    switch (outcome) {
        case LookupOutcome::Found:
            return leave("found");
        case LookupOutcome::Missing:
            return leave("missing");
        case LookupOutcome::Failed:
            return leave("failed");
    }
    return GoOnAct{};
}

}  // namespace yh::calls
