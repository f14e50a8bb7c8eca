#pragma once

#include "http/router.h"
#include "office/jobs/job_runner.h"
#include "office/office.h"

namespace yh::office::jobs {

/// Makes the runner, too.
void add_routes(http::Router& router, Office& office);

/// Makes the file, and answers with its job: 200 when it is done within a moment, else 202 and how far it is. Where the
/// company wants exports approved, and who asks may not do that, it is only asked for (202), with `why`.
void answer_job(Office& office, const lists::Reader& reader, const FileWish& wish, std::string why, http::Reply reply);

}  // namespace yh::office::jobs
