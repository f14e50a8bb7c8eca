#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A visual voice menu (IVR) as plain values: the editor's page, the site file, the database and the call loop all
// speak of the same structs. Walked by calls/script_ivr; checked by model/flow_check.
namespace yh::model {

/// What a node does, and the outputs it may have:
/// - Play: plays `prompt`. Output "next".
/// - Menu: plays `prompt`, takes one key. Outputs "0"…"9", "*", "#" as used, "timeout", "invalid" (after all tries).
/// - Collect: plays `prompt`, takes up to `max_digits` keys ended by #, into `variable`. "next", "timeout".
/// - Set: `variable` becomes `value`. "next".
/// - Hours: asks the schedule named `value`. "open", "closed", "holiday".
/// - Lookup: GET of the URL `value`; the answer's JSON fields become variables. "found", "missing" (404), "failed".
/// - Go: the call goes to `value`, a destination such as "queue:600". No output; ends the walk.
/// - Hangup: ends the call. No output.
/// Texts may hold ${name}: a variable, or ${caller}, ${called}.
enum class FlowNodeKind { Play, Menu, Collect, Set, Hours, Lookup, Go, Hangup };
BOOST_DESCRIBE_ENUM(FlowNodeKind, Play, Menu, Collect, Set, Hours, Lookup, Go, Hangup)

struct FlowExit {
    std::string on;  ///< the output's name
    std::string to;  ///< the id of the node it leads to

    bool operator==(const FlowExit&) const = default;
};
BOOST_DESCRIBE_STRUCT(FlowExit, (), (on, to))

struct FlowNode {
    std::string id;
    FlowNodeKind kind = FlowNodeKind::Play;
    std::string name;    ///< the editor's title; may be empty
    std::string prompt;  ///< "prompt:NAME" (a voice file) or "say:TEXT" (read aloud)
    std::string variable;
    std::string value;
    std::int64_t max_digits = 1;
    std::int64_t timeout_s = 5;  ///< without a key after the prompt
    std::int64_t tries = 3;      ///< how often the prompt is played in all
    std::vector<FlowExit> exits;
    std::int64_t x = 0;  ///< place on the editor's canvas
    std::int64_t y = 0;

    bool operator==(const FlowNode&) const = default;
    const std::string* next(std::string_view output) const {
        for (const auto& exit : exits) {
            if (exit.on == output) {
                return &exit.to;
            }
        }
        return nullptr;
    }
};
BOOST_DESCRIBE_STRUCT(FlowNode, (),
                      (id, kind, name, prompt, variable, value, max_digits, timeout_s, tries, exits, x, y))

struct Flow {
    std::string code;   ///< "ivr:main" leads here
    std::string name;   ///< for people
    std::string start;  ///< the node it begins with
    std::vector<FlowNode> node;

    bool operator==(const Flow&) const = default;
    const FlowNode* find(std::string_view id) const {
        for (const auto& one : node) {
            if (one.id == id) {
                return &one;
            }
        }
        return nullptr;
    }
};
BOOST_DESCRIBE_STRUCT(Flow, (), (code, name, start, node))

}  // namespace yh::model
