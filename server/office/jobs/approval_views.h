#pragma once

#include "office/jobs/job_views.h"

namespace yh::office::jobs {

/// An export that needs or needed an approval, as those see it who may give one.
struct ApprovalView {
    JobId id;
    std::int64_t created_at_ms = 0;
    std::string agent;
    std::string agent_name;
    std::string department;
    std::string list;
    Format format = Format::Csv;
    std::string file_name;
    std::string said_zh;  ///< what it is narrowed to
    std::string said_en;
    std::int64_t rows_total = 0;
    std::string why;
    JobState state = JobState::Asked;
    std::string decided_by;
    std::optional<std::int64_t> decided_at_ms;
    std::string decision;
    std::optional<std::int64_t> expires_at_ms;
};
BOOST_DESCRIBE_STRUCT(ApprovalView, (),
                      (id, created_at_ms, agent, agent_name, department, list, format, file_name, said_zh, said_en,
                       rows_total, why, state, decided_by, decided_at_ms, decision, expires_at_ms))

lists::Listing<ApprovalView> export_approvals();

}  // namespace yh::office::jobs
