#pragma once

#include "http/router.h"
#include "office/jobs/job_runner.h"

// 导出审批 (B14): a file that somebody must approve before it is made. Thread of all: home.
namespace yh::office::jobs {

/// Asks for one, and answers with the job that waits; the one that waits already, when the same was asked before.
/// Error: export.reason_needed.
void ask_for(Office& office, const lists::Reader& reader, NewJob facts, const Made& made, http::Reply reply);

void add_approval_routes(http::Router& router, Office& office);

}  // namespace yh::office::jobs
