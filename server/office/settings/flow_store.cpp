#include "office/settings/flow_store.h"

#include <utility>

#include "base/json.h"
#include "office/settings/site_rows.h"

namespace yh::office::settings {

namespace {

Result<std::optional<model::Flow>> read_flow(const std::optional<std::string>& text) {
    if (!text) {
        return std::optional<model::Flow>{};
    }
    YH_TRY(auto flow, from_json<model::Flow>(*text, JsonAbsent::KeepsDefault));
    return std::optional{std::move(flow)};
}

Result<FlowVersions> versions_of(const FlowRow& row) {
    FlowVersions versions;
    YH_TRY(versions.published, read_flow(row.published));
    YH_TRY(versions.draft, read_flow(row.draft));
    return versions;
}

}  // namespace

Result<std::vector<FlowSummary>> list_flows(db::Connection& connection, std::int64_t tenant) {
    YH_TRY(const auto rows, connection.rows<FlowRow>("SELECT * FROM flows WHERE tenant_id = ? ORDER BY code", tenant));
    std::vector<FlowSummary> list;
    for (const auto& row : rows) {
        YH_TRY(const auto versions, versions_of(row));
        const auto& shown = versions.draft ? versions.draft : versions.published;
        list.push_back(
            {row.code, shown ? shown->name : "", row.published_at_ms.value_or(0), row.draft_at_ms.value_or(0)});
    }
    return list;
}

Result<FlowVersions> load_flow(db::Connection& connection, std::int64_t tenant, const std::string& code) {
    YH_TRY(const auto row,
           connection.row<FlowRow>("SELECT * FROM flows WHERE tenant_id = ? AND code = ?", tenant, code));
    if (!row) {
        return not_found("flow.unknown");
    }
    return versions_of(*row);
}

Result<void> save_draft(db::Connection& connection, std::int64_t tenant, const model::Flow& flow, std::int64_t now_ms) {
    YH_TRY(auto row,
           connection.row<FlowRow>("SELECT * FROM flows WHERE tenant_id = ? AND code = ?", tenant, flow.code));
    FlowRow wanted = row.value_or(FlowRow{tenant, flow.code, {}, {}, {}, {}});
    wanted.draft = to_json(flow);
    wanted.draft_at_ms = now_ms;
    return connection.upsert("flows", wanted, {"tenant_id", "code"});
}

Result<void> forget_draft(db::Connection& connection, std::int64_t tenant, const std::string& code) {
    const auto done = connection.run(
        "UPDATE flows SET draft = NULL, draft_at_ms = NULL WHERE tenant_id = ? AND code = ?", tenant, code);
    return done.ok() ? Result<void>{} : Result<void>{done.error()};
}

}  // namespace yh::office::settings
