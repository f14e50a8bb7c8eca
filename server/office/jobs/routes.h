#pragma once

#include "http/router.h"
#include "office/jobs/job_runner.h"
#include "office/office.h"

namespace yh::office::jobs {

/// Makes the runner, too.
void add_routes(http::Router& router, Office& office);

/// Adds a job and answers with it: 200 when it is done within a moment, else 202 and how far it is.
void answer_job(Office& office, const people::SignedIn& who, std::string list, Format format, std::string file_name,
                WorkPtr work, http::Reply reply);

/// "通话记录-20261121-173005.xlsx".
std::string job_file_name(std::string_view title, std::int64_t at_ms, std::int64_t utc_offset_min, Format format);

}  // namespace yh::office::jobs
