#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calls/ports.h"
#include "calls/script.h"
#include "model/flow.h"
#include "model/schedule.h"

namespace yh::calls {

/// A caller's walk through a voice flow. Keys that come while nothing is asked are kept for the next question, so that
/// who knows the menu need not hear it. Owned by its call; ends with a Go or an End. Pure; thread: call loop.
class FlowWalk {
  public:
    /// The flow it began with is the flow it ends with, whatever is published meanwhile.
    FlowWalk(std::shared_ptr<const model::Flow> flow, std::string_view caller, std::string_view called);

    ScriptAct begin();
    ScriptAct on_key(char key);
    ScriptAct on_played();
    ScriptAct on_silence();
    ScriptAct on_hours(model::Openness openness);
    ScriptAct on_looked_up(LookupOutcome outcome, const LookupFields& fields);

    /// A node that was left, or ended the walk, and the keys that led on.
    struct Step {
        std::string node;  ///< its title, or its id
        std::string keys;
        bool operator==(const Step&) const = default;
    };
    /// What was said since it was asked last.
    std::vector<Step> take_steps() { return std::exchange(steps_, {}); }
    const std::string& flow() const { return flow_->code; }
    /// All keys that led on, for the wall: "1 > 13800…".
    const std::string& keys() const { return keys_; }

  private:
    enum class Escape { No, Url };

    ScriptAct enter(const std::string& node);
    ScriptAct arrive();
    ScriptAct ask();
    ScriptAct ask_again(std::string_view output_at_last);
    ScriptAct leave(std::string_view output);
    ScriptAct take_menu_key(char key);
    ScriptAct take_digit(char key);
    ScriptAct end(const char* reason);
    void set(std::string name, std::string value);
    std::string filled(std::string_view text, Escape escape) const;

    std::shared_ptr<const model::Flow> flow_;
    const model::FlowNode* node_ = nullptr;
    std::map<std::string, std::string, std::less<>> variables_;
    std::string kept_;   // keys that no node has asked for yet
    std::string typed_;  // at this node
    std::string keys_;
    std::int64_t asked_ = 0;  // how often this node's prompt was played
    int unasked_nodes_ = 0;   // visited since the caller did something
    int unanswered_ = 0;      // questions in a row that met silence
    bool listening_ = false;
    std::vector<Step> steps_;
};

}  // namespace yh::calls
