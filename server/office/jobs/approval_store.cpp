#include "office/jobs/approval_store.h"

#include <fmt/format.h>

#include <utility>

#include "base/describe.h"
#include "office/messages/message_store.h"

namespace yh::office::jobs {

namespace {

using lists::ExportEvent;

/// A job with what was decided.
struct Known : NewJob {
    std::int64_t rows_done = 0;
    model::UserId decided_by;
};
BOOST_DESCRIBE_STRUCT(Known, (NewJob), (rows_done, decided_by))

// Named as the fields are.
constexpr std::string_view known_columns =
    "SELECT id, tenant_id AS tenant, user_id AS \"user\", list, format, file_name, created_at_ms, query, language, "
    "address, said_zh, said_en, state, why, rows_total, expires_at_ms, rows_done, decided_by FROM data_jobs";

Result<void> tell(db::Connection& connection, IdMaker& ids, const NewJob& job, model::UserId person, ExportEvent event,
                  std::int64_t now_ms) {
    return messages::save_message(connection, ids,
                                  {job.tenant, person, messages::MessageKind::Export,
                                   fmt::format("{} {}", enum_text(event), job.file_name), job.id.value},
                                  now_ms);
}

Result<std::optional<Known>> find_known(db::Connection& connection, JobId id) {
    return connection.row<Known>(fmt::format("{} WHERE id = ?", known_columns), id);
}

bool is_second_click(const Known& job, const Decision& decision) {
    return job.decided_by == decision.by && (job.state != JobState::Refused) == decision.approve;
}

}  // namespace

Result<Asking> ask_approval(db::Connection& connection, IdMaker& ids, const NewJob& job,
                            const std::vector<model::UserId>& approvers) {
    constexpr std::int64_t most_each = 20;
    YH_TRY(const auto same, connection.row<JobId>("SELECT id FROM data_jobs WHERE user_id = ? AND state = 'asked' AND "
                                                  "list = ? AND format = ? AND query = ?",
                                                  job.user, job.list, job.format, job.query));
    if (same) {
        return Asking{*same, true, {}};
    }
    YH_TRY(const auto open, connection.one<std::int64_t>(
                                "SELECT COUNT(*) FROM data_jobs WHERE user_id = ? AND state = 'asked'", job.user));
    if (open >= most_each) {
        return Asking{{}, false, Error{ErrorKind::TooMany, "jobs.too_many", {}}};
    }
    YH_CHECK(insert_job(connection, job));
    auto line = line_of(job, ExportEvent::Asked, job.user, job.created_at_ms);
    line.reason = job.why;
    line.address = job.address;
    YH_CHECK(lists::log_export(connection, ids, std::move(line)));
    for (const auto person : approvers) {
        YH_CHECK(tell(connection, ids, job, person, ExportEvent::Asked, job.created_at_ms));
    }
    return Asking{job.id, false, {}};
}

Result<Decided> decide(db::Connection& connection, IdMaker& ids, JobId id, const Decision& decision) {
    YH_TRY(auto job, find_known(connection, id));
    if (!job || job->tenant != decision.tenant || job->why.empty()) {
        return Decided{{}, not_found("job.unknown")};
    }
    if (job->state != JobState::Asked) {
        return is_second_click(*job, decision) ? Decided{} : Decided{{}, conflict("export.decided")};
    }
    if (job->expires_at_ms.value_or(0) <= decision.now_ms) {
        return Decided{{}, conflict("export.lapsed")};
    }
    job->state = decision.approve ? JobState::Waiting : JobState::Refused;
    YH_CHECK(
        connection.run("UPDATE data_jobs SET state = ?, decided_by = ?, decided_at_ms = ?, decision = ?, "
                       "ended_at_ms = ?, expires_at_ms = NULL WHERE id = ?",
                       job->state, decision.by, decision.now_ms, decision.reason,
                       decision.approve ? std::nullopt : std::optional{decision.now_ms}, id));
    const auto event = decision.approve ? ExportEvent::Approved : ExportEvent::Refused;
    auto line = line_of(*job, event, decision.by, decision.now_ms);
    line.reason = decision.reason;
    YH_CHECK(lists::log_export(connection, ids, std::move(line)));
    YH_CHECK(tell(connection, ids, *job, job->user, event, decision.now_ms));
    return Decided{std::move(*job), {}};
}

Result<bool> withdraw(db::Connection& connection, IdMaker& ids, JobId id, model::UserId user, std::int64_t now_ms) {
    YH_TRY(const auto job, find_known(connection, id));
    if (!job || job->user != user || job->state != JobState::Asked) {
        return false;
    }
    YH_CHECK(connection.run(
        "UPDATE data_jobs SET state = 'cancelled', ended_at_ms = ?, expires_at_ms = NULL WHERE id = ?", now_ms, id));
    YH_CHECK(lists::log_export(connection, ids, line_of(*job, ExportEvent::Withdrawn, user, now_ms)));
    return true;
}

Result<std::vector<NewJob>> lapse(db::Connection& connection, IdMaker& ids, std::int64_t now_ms) {
    YH_TRY(auto old, connection.rows<Known>(
                         fmt::format("{} WHERE state = 'asked' AND expires_at_ms <= ?", known_columns), now_ms));
    std::vector<NewJob> lapsed;
    for (auto& job : old) {
        YH_CHECK(connection.run(
            "UPDATE data_jobs SET state = 'expired', problem = 'not_decided', ended_at_ms = ? WHERE id = ?", now_ms,
            job.id));
        YH_CHECK(lists::log_export(connection, ids, line_of(job, ExportEvent::Lapsed, job.user, now_ms)));
        YH_CHECK(tell(connection, ids, job, job.user, ExportEvent::Lapsed, now_ms));
        lapsed.push_back(std::move(job));
    }
    return lapsed;
}

Result<std::vector<NewJob>> take_up_approved(db::Connection& connection) {
    YH_TRY(auto cut,
           connection.rows<Known>(fmt::format(
               "{} WHERE state IN ('waiting', 'running') AND decided_at_ms IS NOT NULL ORDER BY id", known_columns)));
    YH_CHECK(
        connection.run("UPDATE data_jobs SET state = 'waiting' WHERE state = 'running' AND decided_at_ms IS NOT NULL"));
    return std::vector<NewJob>{cut.begin(), cut.end()};
}

Result<void> log_made(db::Connection& connection, IdMaker& ids, const NewJob& job, std::int64_t rows,
                      std::int64_t now_ms) {
    auto line = line_of(job, ExportEvent::Exported, job.user, now_ms);
    line.row_count = rows;
    line.address = job.address;
    return lists::log_export(connection, ids, std::move(line));
}

Result<void> log_download(db::Connection& connection, IdMaker& ids, JobId id, model::UserId by, std::string address,
                          std::int64_t now_ms) {
    YH_TRY(const auto job, find_known(connection, id));
    if (!job) {
        return not_found("job.no_file");
    }
    auto line = line_of(*job, ExportEvent::Downloaded, by, now_ms);
    line.row_count = job->rows_done;
    line.address = std::move(address);
    return lists::log_export(connection, ids, std::move(line));
}

}  // namespace yh::office::jobs
