#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "model/flow.h"

// Voice menus as the editor keeps them: what is published, and the draft beside it. Thread: one that may block.
namespace yh::office::settings {

struct FlowSummary {
    std::string code;
    std::string name;
    std::int64_t published_at_ms = 0;  ///< 0: never
    std::int64_t draft_at_ms = 0;      ///< 0: none
};
BOOST_DESCRIBE_STRUCT(FlowSummary, (), (code, name, published_at_ms, draft_at_ms))

struct FlowVersions {
    std::optional<model::Flow> published;
    std::optional<model::Flow> draft;
};
BOOST_DESCRIBE_STRUCT(FlowVersions, (), (published, draft))

Result<std::vector<FlowSummary>> list_flows(db::Connection& connection, std::int64_t tenant);
/// Error: flow.unknown.
Result<FlowVersions> load_flow(db::Connection& connection, std::int64_t tenant, const std::string& code);
Result<void> save_draft(db::Connection& connection, std::int64_t tenant, const model::Flow& flow, std::int64_t now_ms);
Result<void> forget_draft(db::Connection& connection, std::int64_t tenant, const std::string& code);

}  // namespace yh::office::settings
