#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "office/reports/question.h"

// Which rows of a table of sums make up the days that a report is asked for. Internal to reports.
namespace yh::office::reports {

/// Whole months are read as such, and so is one of which but a few days are not asked for: these are taken off again.
/// What is left of others is read day by day; in a report by days all are. Of numbers that were called: dialled_days.h.
struct SummedDays {
    struct Span {
        std::int64_t first = 0;
        std::int64_t last = 0;  ///< among them
    };
    /// A condition on `day` that is found by the key.
    struct Condition {
        std::string sql;
        std::int64_t sign = 1;  ///< -1: taken off
    };
    std::vector<std::int64_t> months;  ///< 20261100
    std::vector<Span> days;
    std::vector<Span> without;

    /// Each finds other rows.
    std::vector<Condition> conditions() const;
};
SummedDays summed_days(const Question& question);

}  // namespace yh::office::reports
