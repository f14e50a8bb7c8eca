#include "office/logs/log_eraser.h"
#include "office/rollups/rebuild.h"

namespace yh::office::logs {

namespace {

Result<std::vector<ErasedCount>> count_logs(db::Connection& connection, const EraseSpan& span) {
    YH_TRY(auto found,
           count_each(connection, span,
                      {{"sign_ins", "SELECT COUNT(*) FROM sign_ins WHERE tenant_id = ? AND at_ms < ?"},
                       {"agent_states",
                        "SELECT COUNT(*) FROM agent_states WHERE tenant_id = ? AND began_at_ms < ? AND ended_at_ms IS "
                        "NOT NULL"}}));
    found.insert(found.begin(), {"logs", found[0].count + found[1].count});
    return found;
}

// The state that somebody is in now has no end, however long ago it began: it stays. A state that lasted into the span
// goes with its beginning.
Result<Erased> erase_logs(db::Connection& connection, const EraseSpan& span, std::int64_t most) {
    YH_TRY(auto erased, erase_each(connection, span, most,
                                   "SELECT id FROM sign_ins WHERE tenant_id = ? AND at_ms < ? ORDER BY at_ms, id "
                                   "LIMIT ?",
                                   {"DELETE FROM sign_ins WHERE id = ?"}));
    constexpr std::int64_t nothing = 0;
    YH_TRY(const auto last_ms, connection.one<std::int64_t>(
                                   "SELECT COALESCE(MAX(ended_at_ms), 0) FROM agent_states WHERE tenant_id = ? AND "
                                   "began_at_ms < ? AND ended_at_ms IS NOT NULL",
                                   span.tenant, span.before_ms));
    if (last_ms != nothing && most > erased.rows) {
        YH_CHECK(rollups::note_deleted_facts(connection, span.tenant, last_ms));
    }
    YH_TRY(const auto states,
           erase_each(connection, span, most - erased.rows,
                      "SELECT id FROM agent_states WHERE tenant_id = ? AND began_at_ms < ? AND ended_at_ms IS NOT "
                      "NULL ORDER BY began_at_ms, id LIMIT ?",
                      {"DELETE FROM agent_states WHERE id = ?"}));
    erased.rows += states.rows;
    return erased;
}

}  // namespace

constinit const Eraser log_eraser{DataKind::Logs, false, &count_logs, &erase_logs};

}  // namespace yh::office::logs
