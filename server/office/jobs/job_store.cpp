#include "office/jobs/job_store.h"

#include "base/describe.h"

namespace yh::office::jobs {

namespace {

struct OldFile {
    JobId id;
    Format format = Format::Csv;
};
BOOST_DESCRIBE_STRUCT(OldFile, (), (id, format))

Result<void> done_or_why(Result<std::int64_t> ran) {
    return ran.ok() ? Result<void>{} : Result<void>{std::move(ran).error()};
}

}  // namespace

Result<void> insert_job(db::Connection& connection, const NewJob& job) {
    return done_or_why(
        connection.run("INSERT INTO data_jobs (id, tenant_id, user_id, list, format, file_name, state, problem, "
                       "rows_done, rows_total, "
                       "size_bytes, created_at_ms) VALUES (?, ?, ?, ?, ?, ?, 'waiting', '', 0, 0, 0, ?)",
                       job.id, job.tenant, job.user, job.list, job.format, job.file_name, job.created_at_ms));
}

Result<void> note_running(db::Connection& connection, JobId id, std::int64_t at_ms) {
    return done_or_why(
        connection.run("UPDATE data_jobs SET state = 'running', started_at_ms = ? WHERE id = ?", at_ms, id));
}

Result<void> note_progress(db::Connection& connection, JobId id, const Progress& progress) {
    return done_or_why(connection.run("UPDATE data_jobs SET rows_done = ?, rows_total = ? WHERE id = ?", progress.done,
                                      progress.total, id));
}

Result<void> note_end(db::Connection& connection, JobId id, const JobEnd& end) {
    return done_or_why(connection.run(
        "UPDATE data_jobs SET state = ?, problem = ?, rows_done = ?, rows_total = ?, size_bytes = ?, ended_at_ms = ?, "
        "expires_at_ms = ? WHERE id = ?",
        end.state, end.problem, end.progress.done, end.progress.total, end.size_bytes, end.ended_at_ms,
        end.expires_at_ms, id));
}

Result<void> fail_interrupted(db::Connection& connection, std::int64_t now_ms) {
    return done_or_why(
        connection.run("UPDATE data_jobs SET state = 'failed', problem = 'interrupted', ended_at_ms = ? WHERE state IN "
                       "('waiting', 'running')",
                       now_ms));
}

Result<std::vector<std::string>> expire(db::Connection& connection, std::int64_t now_ms) {
    YH_TRY(const auto old, connection.rows<OldFile>(
                               "SELECT id, format FROM data_jobs WHERE state = 'done' AND expires_at_ms <= ?", now_ms));
    std::vector<std::string> files;
    for (const auto& file : old) {
        files.push_back(file_of(file.id, file.format));
        YH_CHECK(done_or_why(connection.run("UPDATE data_jobs SET state = 'expired' WHERE id = ?", file.id)));
    }
    return files;
}

std::string file_of(JobId id, Format format) {
    return id.text() + '.' + std::string{enum_text(format)};
}

}  // namespace yh::office::jobs
