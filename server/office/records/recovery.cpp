#include "office/records/recovery.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "base/log.h"
#include "office/records/record_keeper.h"
#include "office/records/record_sums.h"

namespace yh::office::records {

namespace {

struct LifeRow {
    std::int64_t id = 1;
    std::int64_t started_at_ms = 0;
    std::int64_t alive_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(LifeRow, (), (id, started_at_ms, alive_at_ms))

struct OpenRow {
    model::CallId call_id;
    model::TenantId tenant_id;
    model::QueueId queue_id;
    std::string number;
    std::string caller;
    std::int64_t attempts = 0;
    std::int64_t since_ms = 0;
};
BOOST_DESCRIBE_STRUCT(OpenRow, (), (call_id, tenant_id, queue_id, number, caller, attempts, since_ms))

struct Journal {
    std::map<std::int64_t, CallFacts> calls;
    std::int64_t last_seen_ms = 0;
};

void fold_lines(std::string_view lines, Journal& journal) {
    while (!lines.empty()) {
        const auto end = lines.find('\n');
        const auto line = lines.substr(0, end);
        lines = end == std::string_view::npos ? std::string_view{} : lines.substr(end + 1);
        if (line.empty()) {
            continue;
        }
        auto event = from_json<model::Event>(line, JsonAbsent::KeepsDefault);
        if (!event.ok()) {
            log().error("journal.unreadable", {{"detail", event.error().detail}});
            continue;
        }
        journal.last_seen_ms = std::max(journal.last_seen_ms, event->at_ms);
        journal.calls[event->call.value].apply(*event);
    }
}

Result<Journal> read_journal(db::Connection& connection) {
    Journal journal;
    YH_CHECK(connection.each<std::string>("SELECT events FROM call_journal ORDER BY id",
                                          [&](std::string&& lines) { fold_lines(lines, journal); }));
    return journal;
}

void end_as_lost(CallFacts& facts, std::int64_t died_at_ms, const RepairRecording& repair, RecoveryReport& report) {
    const model::TenantId tenant{facts.call.tenant_id};
    const model::CallId call{facts.call.id};
    for (const auto& recording : facts.recordings) {
        if (recording.failure != "not_closed") {
            continue;
        }
        auto kept = repair(recording.path);
        kept.recording = model::RecordingId{recording.id};
        report.recordings_kept += kept.failure.empty() ? 1 : 0;
        facts.apply({died_at_ms, tenant, call, std::move(kept)});
    }
    for (const auto& event : facts.lost_at(std::max(died_at_ms, facts.call.started_at_ms))) {
        facts.apply(event);
    }
    ++report.calls_lost;
    log().warn("call.lost", {{"call", call}});
}

}  // namespace

Result<RecoveryReport> recover(db::Connection& connection, std::int64_t now_ms, const RepairRecording& repair) {
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto life,
           connection.row<LifeRow>("SELECT id, started_at_ms, alive_at_ms FROM process_life WHERE id = 1"));
    YH_TRY(auto journal, read_journal(connection));
    const auto died_at_ms = std::max(journal.last_seen_ms, life ? life->alive_at_ms : 0);

    RecoveryReport report;
    KeptBatch rows;
    for (auto& [id, facts] : journal.calls) {
        if (facts.ended || facts.call.id == 0) {
            continue;  // its record was written in the same transaction as its last event
        }
        end_as_lost(facts, died_at_ms, repair, report);
        add_rows(std::move(facts), rows);
    }
    YH_CHECK(rows.write(connection));
    // The last sign of life may be older than the last state: nothing ends before it began.
    const auto ended_at_ms = died_at_ms == 0 ? now_ms : died_at_ms;
    RecordSums sums{connection};
    YH_TRY(report.agents_reset, sums.end_all_states(ended_at_ms));
    YH_CHECK(sums.add());
    YH_TRY(
        const auto orphaned,
        connection.run("UPDATE callbacks SET ended_at_ms = ?, result = 'cancelled' WHERE ended_at_ms IS NULL AND NOT "
                       "EXISTS (SELECT 1 FROM queues WHERE queues.id = callbacks.queue_id)",
                       now_ms));
    YH_TRY(const auto emptied, connection.run("DELETE FROM call_journal"));
    YH_CHECK(connection.upsert("process_life", LifeRow{1, now_ms, now_ms}, {"id"}));
    YH_CHECK(transaction.commit());
    if (orphaned > 0) {
        log().warn("callback.queue_gone", {{"callbacks", orphaned}});
    }
    if (report.calls_lost > 0 || emptied > 0) {
        log().warn("recovery.done", {{"calls_lost", report.calls_lost},
                                     {"recordings_kept", report.recordings_kept},
                                     {"agents_reset", report.agents_reset}});
    }
    return report;
}

Result<std::vector<calls::Callback>> open_callbacks(db::Connection& connection) {
    std::vector<calls::Callback> open;
    YH_CHECK(connection.each<OpenRow>(
        "SELECT call_id, callbacks.tenant_id AS tenant_id, callbacks.queue_id AS queue_id, number, "
        "COALESCE(customer_number, number) AS caller, attempts, COALESCE(started_at_ms, asked_at_ms) AS since_ms FROM "
        "callbacks LEFT JOIN calls ON calls.id = call_id WHERE "
        "callbacks.ended_at_ms IS NULL ORDER BY since_ms, call_id",
        [&](OpenRow&& row) {
            calls::Callback place;
            place.asked_by = row.call_id;
            place.tenant = row.tenant_id;
            place.queue = row.queue_id;
            place.number = std::move(row.number);
            place.caller = std::move(row.caller);
            place.attempts = static_cast<int>(row.attempts);
            place.waits_since = wall_from_ms(row.since_ms);
            open.push_back(std::move(place));
        }));
    return open;
}

Result<std::vector<MobileSignedIn>> signed_in_by_mobile(db::Connection& connection) {
    std::vector<MobileSignedIn> found;
    YH_CHECK(connection.each<MobileSignedIn>(
        "SELECT user_id AS user, COALESCE((SELECT state FROM agent_states WHERE agent_states.user_id = "
        "mobile_sign_ins.user_id ORDER BY began_at_ms DESC, id DESC LIMIT 1), 'ready') AS state FROM mobile_sign_ins "
        "JOIN users ON users.id = user_id ORDER BY since_ms, user_id",
        [&](MobileSignedIn&& one) { found.push_back(one); }));
    return found;
}

Result<void> note_alive(db::Connection& connection, std::int64_t now_ms) {
    auto ran = connection.run("UPDATE process_life SET alive_at_ms = ? WHERE id = 1", now_ms);
    return ran.ok() ? Result<void>{} : Result<void>{std::move(ran).error()};
}

}  // namespace yh::office::records
