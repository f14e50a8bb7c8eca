#include "office/reports/dialled_days.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "office/rollups/local_time.h"

namespace yh::office::reports {

namespace {

/// The last of them may be before the first: there is none.
struct Span {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

std::int64_t count(const Span& span) {
    const auto date = [](std::int64_t day) {
        return std::chrono::sys_days{std::chrono::year{static_cast<int>(day / 10000)} /
                                     static_cast<int>(day / 100 % 100) / static_cast<int>(day % 100)};
    };
    return std::max<std::int64_t>((date(span.last) - date(span.first)).count() + 1, 0);
}

Span days_of_month(std::int64_t month) {
    return {month + 1, rollups::day_after(rollups::month_after(month) + 1, -1)};
}
Span days_of_year(std::int64_t year) {
    constexpr std::int64_t first = 101;
    constexpr std::int64_t last = 1231;
    return {year + first, year + last};
}

/// Adds the rows that these days are made of. There is nothing after today: what goes up to it goes on to the end.
void add(Days& rows, Span span, std::int64_t today) {
    const auto reaches = [&](const Span& whole) {
        return span.last >= std::min(whole.last, std::max(today, whole.first));
    };
    for (auto day = span.first; day <= span.last;) {
        const auto year = days_of_year(rollups::year_of(day));
        const auto month = days_of_month(rollups::month_of(day));
        if (day == year.first && reaches(year)) {
            rows.push_back(rollups::year_of(day));
            day = rollups::day_after(year.last);
        } else if (day == month.first && reaches(month)) {
            rows.push_back(rollups::month_of(day));
            day = rollups::day_after(month.last);
        } else {
            rows.push_back(day);
            day = rollups::day_after(day);
        }
    }
}

/// Days of `span` before and behind those of `other`.
std::array<Span, 2> besides(const Span& span, const Span& other) {
    return {{{span.first, std::min(span.last, rollups::day_after(other.first, -1))},
             {std::max(span.first, rollups::day_after(other.last)), span.last}}};
}

}  // namespace

Days dialled_days(const Question& question) {
    Days rows;
    add(rows, {question.from_day, question.to_day}, question.today);
    return rows;
}

std::optional<NearWhole> near_whole(const Question& question) {
    const Span asked{question.from_day, std::min(question.to_day, std::max(question.today, question.from_day))};
    std::optional<NearWhole> nearest;
    // What differs is looked up number by number, which takes as long again as adding it up.
    auto fewest = count(asked) / 2;
    const auto look_at = [&](std::int64_t row, Span whole) {
        whole.last = std::min(whole.last, std::max(question.today, asked.last));
        if (whole.first > asked.last || whole.last < asked.first) {
            return;
        }
        std::int64_t differs = 0;
        NearWhole found{row, {}, {}};
        for (const auto& span : besides(asked, whole)) {
            differs += count(span);
            add(found.more, span, question.today);
        }
        for (const auto& span : besides(whole, asked)) {
            differs += count(span);
            add(found.less, span, question.today);
        }
        if (differs < fewest) {
            fewest = differs;
            nearest = std::move(found);
        }
    };
    for (auto month = rollups::month_of(asked.first); month <= asked.last; month = rollups::month_after(month)) {
        look_at(month, days_of_month(month));
    }
    constexpr std::int64_t a_year = 10000;
    for (auto year = rollups::year_of(asked.first); year <= asked.last; year += a_year) {
        look_at(year, days_of_year(year));
    }
    return nearest;
}

}  // namespace yh::office::reports
