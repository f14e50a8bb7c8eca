#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/describe.h"
#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"
#include "model/ids.h"
#include "office/office.h"
#include "office/people/identity.h"

// What is written down of every file that leaves (B14), and whether it needs somebody's yes before.
namespace yh::office::lists {

enum class ExportEvent {
    Asked,
    Approved,
    Refused,
    Lapsed,     ///< nobody decided in time
    Withdrawn,  ///< by who had asked
    Exported,   ///< the file was made
    Downloaded
};
BOOST_DESCRIBE_ENUM(ExportEvent, Asked, Approved, Refused, Lapsed, Withdrawn, Exported, Downloaded)

/// A line of the log. It tells all of its file, so that it means the same when the job is gone.
struct ExportLine {
    std::int64_t id = 0;  ///< given by `log_export`
    std::int64_t tenant_id = 0;
    std::int64_t user_id = 0;  ///< who did this
    std::int64_t at_ms = 0;
    ExportEvent event = ExportEvent::Exported;
    std::optional<std::int64_t> job_id;
    std::string list;
    std::string file_name;
    std::string said_zh;  ///< what the list was narrowed to
    std::string said_en;
    std::int64_t row_count = 0;
    std::string reason;
    std::string address;
};
BOOST_DESCRIBE_STRUCT(ExportLine, (),
                      (id, tenant_id, user_id, at_ms, event, job_id, list, file_name, said_zh, said_en, row_count,
                       reason, address))

/// Thread: the writer's.
Result<void> log_export(db::Connection& connection, IdMaker& ids, ExportLine line);

/// Whether this person's exports wait for an approval. Thread: home.
bool needs_approval(const Office& office, const people::SignedIn& who);

}  // namespace yh::office::lists
