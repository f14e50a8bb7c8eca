#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "office/reports/question.h"

// Which rows of dialled_numbers make up the days that a report is asked for: nearly each of them is a number of its
// own, so that fewer rows are what counts. Internal to reports.
namespace yh::office::reports {

using Days = std::vector<std::int64_t>;

/// Years (20260000) and months (20261100) that are asked for as a whole, and the other days. One of them: there is one
/// row of each number.
Days dialled_days(const Question& question);

/// A month or a year that is nearly what is asked for, and what differs.
struct NearWhole {
    std::int64_t whole = 0;
    Days more;  ///< years, months and days besides it
    Days less;  ///< days and months of it that are not asked for
};
/// None where there would be much to add and to take off.
std::optional<NearWhole> near_whole(const Question& question);

}  // namespace yh::office::reports
