#include "office/reports/summed_days.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "office/rollups/local_time.h"

namespace yh::office::reports {

SummedDays summed_days(const Question& question) {
    if (question.asked.period == Period::Day) {
        return {{}, {{question.from_day, question.to_day}}};
    }
    constexpr std::int64_t december = 1200;
    constexpr std::int64_t last_day = 1231;
    // There is nothing after today.
    const bool to_the_end = question.to_day >= question.today;
    const auto to_day = to_the_end ? rollups::year_of(question.to_day) + last_day : question.to_day;
    SummedDays summed;
    bool open = false;  // whether the last span goes on
    for (auto month = rollups::month_of(question.from_day); month <= question.to_day;
         month = rollups::month_after(month)) {
        const auto year = rollups::year_of(month);
        const auto month_end = rollups::day_after(rollups::month_after(month) + 1, -1);
        const auto first = std::max(question.from_day, month + 1);
        const auto last = std::min(to_day, month_end);
        const bool whole = first == month + 1 && last == month_end;
        if (whole && month == rollups::month_of(year + 101) && year + last_day <= to_day &&
            question.report().rows == Rows::Number) {
            summed.months.push_back(year);
            month = year + december;
            open = false;
        } else if (whole) {
            summed.months.push_back(month);
            open = false;
        } else if (open) {
            summed.days.back().last = last;
        } else {
            summed.days.push_back({first, last});
            open = true;
        }
    }
    return summed;
}

bool SummedDays::one_each() const {
    return months.size() + days.size() == 1 && (days.empty() || days.front().first == days.front().last);
}

std::vector<std::string> SummedDays::conditions() const {
    std::vector<std::string> conditions;
    if (!months.empty()) {
        conditions.push_back(fmt::format("day IN ({})", fmt::join(months, ", ")));
    }
    for (const auto& [first, last] : days) {
        conditions.push_back(first == last ? fmt::format("day = {}", first)
                                           : fmt::format("(day >= {} AND day <= {} AND day % 100 <> 0)", first, last));
    }
    return conditions;
}

}  // namespace yh::office::reports
