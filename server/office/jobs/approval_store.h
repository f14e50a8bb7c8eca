#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "office/jobs/job_store.h"

// Exports that need somebody's yes (导出审批, B14): asked, approved or refused, lapsed, withdrawn. Each step is one
// transaction with its line in the log and the system messages that tell of it. Thread of all: the writer's.
namespace yh::office::jobs {

/// A refusal is a value: a person's mistake is no trouble of the database.
struct Asking {
    JobId id;
    bool known = false;  ///< the same person asks for the same a second time: it is that first one
    std::optional<Error> refusal;
};
/// Refusal: jobs.too_many.
Result<Asking> ask_approval(db::Connection& connection, IdMaker& ids, const NewJob& job,
                            const std::vector<model::UserId>& approvers);

struct Decision {
    model::TenantId tenant;
    model::UserId by;
    bool approve = false;
    std::string reason;
    std::int64_t now_ms = 0;
};
struct Decided {
    std::optional<NewJob> job;  ///< none: the same was decided before by the same person, a second click
    std::optional<Error> refusal;
};
/// Of two who decide at once the first one counts. Refusals: job.unknown, export.decided, export.lapsed.
Result<Decided> decide(db::Connection& connection, IdMaker& ids, JobId id, const Decision& decision);

/// By who asked. False: nothing of theirs waits under this id.
Result<bool> withdraw(db::Connection& connection, IdMaker& ids, JobId id, model::UserId user, std::int64_t now_ms);

/// Nobody decided in time. Whose they were.
Result<std::vector<NewJob>> lapse(db::Connection& connection, IdMaker& ids, std::int64_t now_ms);

/// What was approved and then cut short by the end of the process: it waits again.
Result<std::vector<NewJob>> take_up_approved(db::Connection& connection);

/// A file was made; what it holds was counted.
Result<void> log_made(db::Connection& connection, IdMaker& ids, const NewJob& job, std::int64_t rows,
                      std::int64_t now_ms);
/// … and somebody fetched it.
Result<void> log_download(db::Connection& connection, IdMaker& ids, JobId id, model::UserId by, std::string address,
                          std::int64_t now_ms);

}  // namespace yh::office::jobs
