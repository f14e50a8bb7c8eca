#include "office/reports/summed_days.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "office/rollups/local_time.h"

namespace yh::office::reports {

namespace {

using Span = SummedDays::Span;

/// Adds the days of one month to those before them.
void add(std::vector<Span>& spans, Span next) {
    if (!spans.empty() && rollups::day_after(spans.back().last) == next.first) {
        spans.back().last = next.last;
    } else {
        spans.push_back(next);
    }
}

/// The month as a whole, or without those of its days that are not asked for, or these alone: whatever is fewest rows.
void add_month(SummedDays& summed, std::int64_t month, Span asked, std::int64_t last_held) {
    const auto first = month + 1;
    const auto before = asked.first - first;
    const auto after = std::max<std::int64_t>(last_held - asked.last, 0);
    if (asked.last - asked.first + 1 <= before + after) {
        add(summed.days, asked);
        return;
    }
    summed.months.push_back(month);
    if (before > 0) {
        add(summed.without, {first, asked.first - 1});
    }
    if (after > 0) {
        add(summed.without, {asked.last + 1, last_held});
    }
}

std::string condition_of(const Span& span) {
    return span.first == span.last ? fmt::format("day = {}", span.first)
                                   : fmt::format("(day >= {} AND day <= {} AND day % 100 <> 0)", span.first, span.last);
}

}  // namespace

SummedDays summed_days(const Question& question) {
    if (question.asked.period == Period::Day) {
        return {{}, {{question.from_day, question.to_day}}, {}};
    }
    SummedDays summed;
    for (auto month = rollups::month_of(question.from_day); month <= question.to_day;
         month = rollups::month_after(month)) {
        const auto month_end = rollups::day_after(rollups::month_after(month) + 1, -1);
        const Span asked{std::max(question.from_day, month + 1), std::min(question.to_day, month_end)};
        // There is nothing after today.
        const auto last_held = std::min(month_end, std::max(question.today, asked.last));
        add_month(summed, month, asked, last_held);
    }
    return summed;
}

std::vector<SummedDays::Condition> SummedDays::conditions() const {
    std::vector<Condition> conditions;
    if (!months.empty()) {
        conditions.push_back({fmt::format("day IN ({})", fmt::join(months, ", "))});
    }
    for (const auto& span : days) {
        conditions.push_back({condition_of(span)});
    }
    for (const auto& span : without) {
        conditions.push_back({condition_of(span), -1});
    }
    return conditions;
}

}  // namespace yh::office::reports
