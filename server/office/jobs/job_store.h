#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "model/ids.h"
#include "office/jobs/job_views.h"
#include "office/lists/export_log_store.h"

// The table of jobs. Thread: the writer's, unless said otherwise.
namespace yh::office::jobs {

/// As it is kept.
enum class Language { Chinese, English };
BOOST_DESCRIBE_ENUM(Language, Chinese, English)

/// What is known of a job from its beginning.
struct NewJob {
    JobId id;
    model::TenantId tenant;
    model::UserId user;
    std::string list;
    Format format = Format::Csv;
    std::string file_name;
    std::int64_t created_at_ms = 0;
    std::string query{};
    Language language = Language::Chinese;  ///< of its person
    std::string address{};
    std::string said_zh{};
    std::string said_en{};
    JobState state = JobState::Waiting;
    std::string why{};            ///< what it is needed for; only of those that were to be approved
    std::int64_t rows_total = 0;  ///< when it was asked for
    std::optional<std::int64_t> expires_at_ms{};
};
BOOST_DESCRIBE_STRUCT(NewJob, (),
                      (id, tenant, user, list, format, file_name, created_at_ms, query, language, address, said_zh,
                       said_en, state, why, rows_total, expires_at_ms))

Result<void> insert_job(db::Connection& connection, const NewJob& job);
/// A line of the log about this job, by who did it.
lists::ExportLine line_of(const NewJob& job, lists::ExportEvent event, model::UserId by, std::int64_t at_ms);
Result<void> note_running(db::Connection& connection, JobId id, std::int64_t at_ms);
Result<void> note_progress(db::Connection& connection, JobId id, const Progress& progress);

/// How a job ended.
struct JobEnd {
    JobState state = JobState::Done;
    std::string problem;
    Progress progress;
    std::int64_t size_bytes = 0;
    std::int64_t ended_at_ms = 0;
    std::optional<std::int64_t> expires_at_ms;
};
Result<void> note_end(db::Connection& connection, JobId id, const JobEnd& end);

/// What a process before us left half done: it failed, and says why. What was approved is done again instead
/// (approval_store.h).
Result<void> fail_interrupted(db::Connection& connection, std::int64_t now_ms);
/// Jobs whose files have had their time; their files may be removed when this is committed.
Result<std::vector<std::string>> expire(db::Connection& connection, std::int64_t now_ms);

/// Where a job's file is, below the folder of exports.
std::string file_of(JobId id, Format format);

}  // namespace yh::office::jobs
