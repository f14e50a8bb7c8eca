#include "office/jobs/job_store.h"

#include "base/describe.h"

namespace yh::office::jobs {

namespace {

struct OldFile {
    JobId id;
    Format format = Format::Csv;
};
BOOST_DESCRIBE_STRUCT(OldFile, (), (id, format))

}  // namespace

Result<void> insert_job(db::Connection& connection, const NewJob& job) {
    return connection.change(
        "INSERT INTO data_jobs (id, tenant_id, user_id, list, format, file_name, state, problem, rows_done, "
        "rows_total, "
        "size_bytes, created_at_ms, expires_at_ms, query, language, address, said_zh, said_en, why, decision) VALUES "
        "(?, ?, ?, ?, ?, ?, ?, '', 0, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, '')",
        job.id, job.tenant, job.user, job.list, job.format, job.file_name, job.state, job.rows_total, job.created_at_ms,
        job.expires_at_ms, job.query, job.language, job.address, job.said_zh, job.said_en, job.why);
}

lists::ExportLine line_of(const NewJob& job, lists::ExportEvent event, model::UserId by, std::int64_t at_ms) {
    lists::ExportLine line;
    line.tenant_id = job.tenant.value;
    line.user_id = by.value;
    line.at_ms = at_ms;
    line.event = event;
    line.job_id = job.id.value;
    line.list = job.list;
    line.file_name = job.file_name;
    line.said_zh = job.said_zh;
    line.said_en = job.said_en;
    line.row_count = job.rows_total;
    return line;
}

Result<void> note_running(db::Connection& connection, JobId id, std::int64_t at_ms) {
    return connection.change("UPDATE data_jobs SET state = 'running', started_at_ms = ? WHERE id = ?", at_ms, id);
}

Result<void> note_progress(db::Connection& connection, JobId id, const Progress& progress) {
    return connection.change("UPDATE data_jobs SET rows_done = ?, rows_total = ? WHERE id = ?", progress.done,
                             progress.total, id);
}

Result<void> note_end(db::Connection& connection, JobId id, const JobEnd& end) {
    return connection.change(
        "UPDATE data_jobs SET state = ?, problem = ?, rows_done = ?, rows_total = ?, size_bytes = ?, ended_at_ms = ?, "
        "expires_at_ms = ? WHERE id = ?",
        end.state, end.problem, end.progress.done, end.progress.total, end.size_bytes, end.ended_at_ms,
        end.expires_at_ms, id);
}

Result<void> fail_interrupted(db::Connection& connection, std::int64_t now_ms) {
    return connection.change(
        "UPDATE data_jobs SET state = 'failed', problem = 'interrupted', ended_at_ms = ? WHERE state IN ('waiting', "
        "'running') AND decided_at_ms IS NULL",
        now_ms);
}

Result<std::vector<std::string>> expire(db::Connection& connection, std::int64_t now_ms) {
    YH_TRY(const auto old, connection.rows<OldFile>(
                               "SELECT id, format FROM data_jobs WHERE state = 'done' AND expires_at_ms <= ?", now_ms));
    std::vector<std::string> files;
    for (const auto& file : old) {
        files.push_back(file_of(file.id, file.format));
        YH_CHECK(connection.run("UPDATE data_jobs SET state = 'expired' WHERE id = ?", file.id));
    }
    return files;
}

std::string file_of(JobId id, Format format) {
    return id.text() + '.' + std::string{enum_text(format)};
}

}  // namespace yh::office::jobs
