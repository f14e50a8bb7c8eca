#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "model/ids.h"
#include "office/jobs/job_views.h"

// The table of jobs. Thread: the writer's, unless said otherwise.
namespace yh::office::jobs {

struct NewJob {
    JobId id;
    model::TenantId tenant;
    model::UserId user;
    std::string list;
    Format format = Format::Csv;
    std::string file_name;
    std::int64_t created_at_ms = 0;
};

Result<void> insert_job(db::Connection& connection, const NewJob& job);
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

/// What a process before us left half done: it failed, and says why.
Result<void> fail_interrupted(db::Connection& connection, std::int64_t now_ms);
/// Jobs whose files have had their time; their files may be removed when this is committed.
Result<std::vector<std::string>> expire(db::Connection& connection, std::int64_t now_ms);

/// Where a job's file is, below the folder of exports.
std::string file_of(JobId id, Format format);

}  // namespace yh::office::jobs
