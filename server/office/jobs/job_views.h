#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "model/ids.h"
#include "office/jobs/work.h"
#include "office/lists/list_store.h"

namespace yh::office::jobs {

struct JobTag;
using JobId = Id<JobTag>;

/// Asked: waits for an approval. Expired: the file has had its time, or nobody decided in time (problem
/// `not_decided`).
enum class JobState { Asked, Refused, Waiting, Running, Done, Failed, Cancelled, Expired };
BOOST_DESCRIBE_ENUM(JobState, Asked, Refused, Waiting, Running, Done, Failed, Cancelled, Expired)

/// One job, as its person sees it (数据任务).
struct JobView {
    JobId id;
    std::string list;  ///< what it is made of: the name of a list
    Format format = Format::Csv;
    std::string file_name;
    JobState state = JobState::Waiting;
    std::string problem;  ///< a code: interrupted, export.disk …
    std::int64_t rows_done = 0;
    std::int64_t rows_total = 0;
    std::int64_t size_bytes = 0;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> ended_at_ms;
    std::optional<std::int64_t> expires_at_ms;
    std::string agent;  ///< whose it is
    std::string agent_name;
    bool mine = false;
    std::string why;         ///< what it is needed for; empty: it needed no approval
    std::string decided_by;  ///< who approved or refused it
    std::string decision;    ///< and what they wrote
};
BOOST_DESCRIBE_STRUCT(JobView, (),
                      (id, list, format, file_name, state, problem, rows_done, rows_total, size_bytes, created_at_ms,
                       ended_at_ms, expires_at_ms, agent, agent_name, mine, why, decided_by, decision))

extern const lists::List job_list;
lists::Listing<JobView> data_jobs();

}  // namespace yh::office::jobs
