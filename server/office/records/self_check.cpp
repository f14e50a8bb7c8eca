#include "office/records/self_check.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "base/describe.h"

namespace yh::office::records {

namespace {

struct RecordingFile {
    std::int64_t id = 0;
    std::string path;
    std::string failure;
    std::string checksum;
};
BOOST_DESCRIBE_STRUCT(RecordingFile, (), (id, path, failure, checksum))

struct Rule {
    std::string_view what;
    std::string_view select;  ///< the ids of rows that break it
};

constexpr std::array rules{
    Rule{"call {} has no legs",
         "SELECT id FROM calls WHERE NOT EXISTS (SELECT 1 FROM call_legs WHERE call_id = calls.id)"},
    Rule{"call {} ends before it starts", "SELECT id FROM calls WHERE ended_at_ms < started_at_ms"},
    Rule{"call {} has no ending", "SELECT id FROM calls WHERE ending_reason = '' OR ending_side = 'unknown'"},
    Rule{"call {} was answered without an answered leg",
         "SELECT id FROM calls WHERE result = 'answered' AND NOT EXISTS "
         "(SELECT 1 FROM call_legs WHERE call_id = calls.id AND answered_at_ms IS NOT NULL)"},
    Rule{"call {} is in no list of somebody who had a part in it",
         "SELECT DISTINCT call_legs.call_id FROM call_legs JOIN calls ON calls.id = call_legs.call_id WHERE "
         "call_legs.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM call_people WHERE call_people.call_id = "
         "call_legs.call_id AND call_people.user_id = call_legs.user_id AND call_people.started_at_ms = "
         "calls.started_at_ms)"},
    Rule{"leg {} ends before it starts", "SELECT id FROM call_legs WHERE ended_at_ms < started_at_ms"},
    Rule{"recording {} belongs to no call",
         "SELECT id FROM recordings WHERE NOT EXISTS (SELECT 1 FROM calls WHERE id = call_id)"},
    Rule{"user {} is in two states at once",
         "SELECT user_id FROM agent_states WHERE ended_at_ms IS NULL GROUP BY user_id HAVING COUNT(*) > 1"},
    Rule{"agent state {} ends before it begins", "SELECT id FROM agent_states WHERE ended_at_ms < began_at_ms"},
    Rule{"voicemail {} has no recording",
         "SELECT id FROM voicemails WHERE deleted_at_ms IS NULL AND NOT EXISTS "
         "(SELECT 1 FROM recordings WHERE recordings.id = voicemails.id AND voicemail = TRUE)"},
    Rule{"recording {} is a voicemail that is in no list",
         "SELECT id FROM recordings WHERE voicemail = TRUE AND NOT EXISTS "
         "(SELECT 1 FROM voicemails WHERE voicemails.id = recordings.id)"},
    Rule{"survey of call {} was rated before it was asked",
         "SELECT call_id FROM surveys WHERE answered_at_ms < asked_at_ms OR (level <> '' AND answered_at_ms IS NULL)"},
    Rule{"missed call {} was answered",
         "SELECT missed_calls.id FROM missed_calls JOIN call_legs ON call_legs.id = missed_calls.id "
         "WHERE call_legs.answered_at_ms IS NOT NULL"},
    Rule{"lost call {} was answered",
         "SELECT call_id FROM lost_calls JOIN calls ON calls.id = lost_calls.call_id WHERE answered_at_ms IS NOT NULL"},
    Rule{"lost case {} is of no call",
         "SELECT id FROM lost_cases WHERE NOT EXISTS (SELECT 1 FROM lost_calls WHERE case_id = lost_cases.id)"},
    Rule{"lost case {} is completed by nobody",
         "SELECT id FROM lost_cases WHERE completed_at_ms IS NOT NULL AND owner_id IS NULL"},
    Rule{"call-back {} has ended without a result",
         "SELECT call_id FROM callbacks WHERE ended_at_ms IS NOT NULL AND result = ''"},
};

Result<void> check_engine(db::Connection& connection, CheckReport& report) {
    if (connection.engine() != db::Engine::Sqlite) {
        return {};
    }
    return connection.each<std::string>("PRAGMA integrity_check", [&](std::string&& line) {
        if (line != "ok") {
            report.faults.push_back("database: " + line);
        }
    });
}

}  // namespace

Result<CheckReport> self_check(db::Connection& connection, const LookAtRecording& look) {
    CheckReport report;
    YH_CHECK(check_engine(connection, report));
    YH_TRY(report.calls, connection.one<std::int64_t>("SELECT COUNT(*) FROM calls"));
    for (const auto& rule : rules) {
        YH_CHECK(connection.each<std::int64_t>(rule.select, [&](std::int64_t&& id) {
            report.faults.push_back(fmt::format(fmt::runtime(rule.what), id));
        }));
    }
    YH_CHECK(connection.each<RecordingFile>(
        "SELECT id, path, failure, checksum FROM recordings ORDER BY id", [&](RecordingFile&& row) {
            ++report.recordings;
            if (!row.failure.empty()) {
                ++report.incomplete;  // the record itself says so: known, and no fault of what is stored
            } else if (auto fault = look(row.path, row.checksum); !fault.empty()) {
                report.faults.push_back(fmt::format("recording {} ({}): {}", row.id, row.path, fault));
            }
        }));
    return report;
}

}  // namespace yh::office::records
