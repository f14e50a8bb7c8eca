#include <algorithm>

#include "office/records/annotation_store.h"
#include "office/records/record_eraser.h"
#include "office/rollups/rebuild.h"
#include "office/settings/site_messages_store.h"

namespace yh::office::records {

namespace {

struct OldRecording {
    std::int64_t id = 0;
    std::int64_t call_id = 0;
    std::int64_t started_at_ms = 0;
    std::int64_t duration_ms = 0;
    std::string path;
};
BOOST_DESCRIBE_STRUCT(OldRecording, (), (id, call_id, started_at_ms, duration_ms, path))

struct OldCall {
    std::int64_t id = 0;
    std::string customer_number;
    std::int64_t ended_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(OldCall, (), (id, customer_number, ended_at_ms))

Result<std::vector<ErasedCount>> count_calls(db::Connection& connection, const EraseSpan& span) {
    return count_each(
        connection, span,
        {{"call_records", "SELECT COUNT(*) FROM calls WHERE tenant_id = ? AND started_at_ms < ?"},
         {"recordings",
          "SELECT COUNT(*) FROM recordings JOIN calls ON calls.id = recordings.call_id WHERE calls.tenant_id = ? AND "
          "calls.started_at_ms < ? AND recordings.voicemail = FALSE"},
         {"voicemails",
          "SELECT COUNT(*) FROM voicemails JOIN calls ON calls.id = voicemails.call_id WHERE calls.tenant_id = ? AND "
          "calls.started_at_ms < ? AND voicemails.deleted_at_ms IS NULL"},
         {"surveys",
          "SELECT COUNT(*) FROM surveys JOIN calls ON calls.id = surveys.call_id WHERE calls.tenant_id = ? AND "
          "calls.started_at_ms < ?"}});
}

/// The case of a lost call goes with the last of its calls.
Result<void> erase_lost(db::Connection& connection, std::int64_t call) {
    YH_TRY(const auto lost_case,
           connection.row<std::int64_t>("SELECT case_id FROM lost_calls WHERE call_id = ?", call));
    if (!lost_case) {
        return {};
    }
    YH_CHECK(connection.run("DELETE FROM lost_calls WHERE call_id = ?", call));
    return connection.change(
        "DELETE FROM lost_cases WHERE id = ? AND NOT EXISTS (SELECT 1 FROM lost_calls WHERE "
        "case_id = ?)",
        *lost_case, *lost_case);
}

Result<void> erase_call(db::Connection& connection, const EraseSpan& span, const OldCall& call,
                        std::vector<std::string>& files) {
    YH_TRY(const auto paths, connection.rows<std::string>("SELECT path FROM recordings WHERE call_id = ?", call.id));
    files.insert(files.end(), paths.begin(), paths.end());
    YH_CHECK(erase_lost(connection, call.id));
    YH_CHECK(run_each(connection, call.id,
                      {"DELETE FROM recording_annotations WHERE recording_id IN (SELECT id FROM recordings WHERE "
                       "call_id = ?)",
                       "DELETE FROM recording_accesses WHERE recording_id IN (SELECT id FROM recordings WHERE call_id "
                       "= ?)",
                       "DELETE FROM recordings WHERE call_id = ?", "DELETE FROM deleted_recordings WHERE call_id = ?",
                       "DELETE FROM voicemails WHERE call_id = ?", "DELETE FROM surveys WHERE call_id = ?",
                       "DELETE FROM forwarded_calls WHERE call_id = ?", "DELETE FROM missed_calls WHERE call_id = ?",
                       "DELETE FROM callbacks WHERE call_id = ? AND ended_at_ms IS NOT NULL",
                       "DELETE FROM call_marks WHERE call_id = ?", "DELETE FROM queue_visits WHERE call_id = ?",
                       "DELETE FROM call_legs WHERE call_id = ?", "DELETE FROM call_people WHERE call_id = ?",
                       "DELETE FROM calls WHERE id = ?"}));
    // The number is looked for among those that called, as long as one of its calls is there.
    return connection.change(
        "DELETE FROM call_numbers WHERE tenant_id = ? AND number = ? AND NOT EXISTS (SELECT 1 "
        "FROM calls WHERE tenant_id = ? AND customer_number = ?)",
        span.tenant, call.customer_number, span.tenant, call.customer_number);
}

Result<Erased> erase_calls(db::Connection& connection, const EraseSpan& span, std::int64_t most) {
    YH_TRY(const auto old,
           connection.rows<OldCall>(
               "SELECT id, customer_number, ended_at_ms FROM calls WHERE tenant_id = ? AND started_at_ms < ? "
               "ORDER BY started_at_ms, id LIMIT ?",
               span.tenant, span.before_ms, most));
    Erased erased{static_cast<std::int64_t>(old.size()), {}};
    std::int64_t last_ms = 0;
    for (const auto& call : old) {
        YH_CHECK(erase_call(connection, span, call, erased.files));
        last_ms = std::max(last_ms, call.ended_at_ms);
    }
    if (!old.empty()) {
        YH_CHECK(rollups::note_deleted_facts(connection, span.tenant, last_ms));
    }
    return erased;
}

Result<std::vector<ErasedCount>> count_recordings(db::Connection& connection, const EraseSpan& span) {
    return count_each(connection, span,
                      {{"recordings",
                        "SELECT COUNT(*) FROM recordings WHERE tenant_id = ? AND started_at_ms < ? AND voicemail = "
                        "FALSE"},
                       {"annotations",
                        "SELECT COUNT(*) FROM recording_annotations JOIN recordings ON recordings.id = recording_id "
                        "WHERE recordings.tenant_id = ? AND started_at_ms < ? AND voicemail = FALSE"}});
}

Result<Erased> erase_recordings(db::Connection& connection, const EraseSpan& span, std::int64_t most) {
    YH_TRY(const auto old, connection.rows<OldRecording>(
                               "SELECT id, call_id, started_at_ms, duration_ms, path FROM recordings WHERE tenant_id "
                               "= ? AND started_at_ms < ? AND voicemail = FALSE ORDER BY started_at_ms, id LIMIT ?",
                               span.tenant, span.before_ms, most));
    Erased erased{static_cast<std::int64_t>(old.size()), {}};
    for (const auto& one : old) {
        YH_CHECK(forget_recording(connection, {one.id, span.tenant, one.call_id, one.started_at_ms, one.duration_ms,
                                               span.now_ms, span.user}));
        erased.files.push_back(one.path);
    }
    return erased;
}

Result<std::vector<ErasedCount>> count_voicemails(db::Connection& connection, const EraseSpan& span) {
    return count_each(connection, span,
                      {{"voicemails", "SELECT COUNT(*) FROM voicemails WHERE tenant_id = ? AND left_at_ms < ?"}});
}

// The row goes, too, unlike when one message is deleted: who ordered this stands in the list of deletions.
Result<Erased> erase_voicemails(db::Connection& connection, const EraseSpan& span, std::int64_t most) {
    YH_TRY(const auto old,
           connection.rows<std::int64_t>("SELECT id FROM voicemails WHERE tenant_id = ? AND left_at_ms < ? ORDER BY "
                                         "left_at_ms, id LIMIT ?",
                                         span.tenant, span.before_ms, most));
    Erased erased{static_cast<std::int64_t>(old.size()), {}};
    for (const auto message : old) {
        YH_TRY(const auto path, connection.row<std::string>("SELECT path FROM recordings WHERE id = ?", message));
        if (path) {
            erased.files.push_back(*path);
        }
        YH_CHECK(run_each(connection, message,
                          {"DELETE FROM recordings WHERE id = ?", "DELETE FROM voicemails WHERE id = ?"}));
    }
    return erased;
}

}  // namespace

Result<bool> is_on_hold(db::Connection& connection, std::int64_t tenant, std::int64_t at_ms, std::int64_t now_ms) {
    constexpr std::int64_t ms_of_day = 24 * 3600 * std::int64_t{1000};
    YH_TRY(const auto kept, settings::load_retention(connection, tenant));
    return kept && at_ms >= now_ms - kept->hold_days * ms_of_day && kept->hold_days > 0;
}

constinit const Eraser call_eraser{DataKind::CallRecords, true, &count_calls, &erase_calls};
constinit const Eraser recording_eraser{DataKind::Recordings, true, &count_recordings, &erase_recordings};
constinit const Eraser voicemail_eraser{DataKind::Voicemails, true, &count_voicemails, &erase_voicemails};

}  // namespace yh::office::records
