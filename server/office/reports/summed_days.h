#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "office/reports/question.h"

// Which rows of a table of sums make up the days that a report is asked for. Internal to reports.
namespace yh::office::reports {

/// Whole months are read as such, what is left of others day by day; in a report by days all are. Years are only those
/// of numbers that were called.
struct SummedDays {
    struct Span {
        std::int64_t first = 0;
        std::int64_t last = 0;  ///< among them
    };
    std::vector<std::int64_t> months;  ///< 20261100, and years, 20260000
    std::vector<Span> days;

    /// Whether there is one row of each key.
    bool one_each() const;
    /// Conditions on `day`, of which each finds other rows and is found by the key.
    std::vector<std::string> conditions() const;
};
SummedDays summed_days(const Question& question);

}  // namespace yh::office::reports
