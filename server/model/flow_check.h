#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/flow.h"

namespace yh::model {

/// One thing that is wrong with a flow, at a place that the editor can show.
struct FlowProblem {
    std::string node;    ///< id; empty: of the whole flow
    std::string output;  ///< of the node; empty: of the node itself
    std::string code;    ///< "flow.no_start", "output.unconnected" …
    std::string message;

    bool operator==(const FlowProblem&) const = default;
};
BOOST_DESCRIBE_STRUCT(FlowProblem, (), (node, output, code, message))

/// What the company has, to prove names against. A list that is not given is not checked.
struct FlowNames {
    std::optional<std::vector<std::string>> voices{};
    std::optional<std::vector<std::string>> schedules{};  ///< codes
    std::optional<std::vector<std::string>> queues{};     ///< numbers
    std::optional<std::vector<std::string>> extensions{};
    std::optional<std::vector<std::string>> flows{};  ///< codes, this one included
};

/// Everything that keeps the flow from being published; empty: it may be.
std::vector<FlowProblem> check_flow(const Flow& flow, const FlowNames& names);

}  // namespace yh::model
