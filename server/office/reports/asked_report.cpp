#include "office/reports/asked_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "http/text.h"

namespace yh::office::reports {

namespace {

using Query = std::vector<http::NamedValue>;

constexpr std::int64_t most_days = 400;
constexpr std::int64_t most_days_by_month = 3660;
constexpr std::int64_t most_page_size = 500;

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool good = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return good ? std::optional{value} : std::nullopt;
}

std::chrono::sys_days date_of(std::int64_t day) {
    return std::chrono::year{static_cast<int>(day / 10000)} / static_cast<int>(day / 100 % 100) /
           static_cast<int>(day % 100);
}

Result<std::optional<std::int64_t>> day_arg(const Query& query, std::string_view name) {
    const auto text = lists::text_arg(query, name);
    if (!text) {
        return std::optional<std::int64_t>{};
    }
    const auto day = read_day(*text);
    return day ? Result<std::optional<std::int64_t>>{day} : invalid_input("report.dates", *text);
}

Result<void> read_days(const Query& query, AskedReport& asked) {
    YH_TRY(asked.from_day, day_arg(query, "from"));
    YH_TRY(asked.to_day, day_arg(query, "to"));
    if (!asked.from_day.has_value() != !asked.to_day.has_value()) {
        return invalid_input("report.dates", "both from and to, or neither");
    }
    if (!asked.from_day) {
        return {};
    }
    if (*asked.from_day > *asked.to_day) {
        return invalid_input("report.dates", "from is after to");
    }
    const bool long_ones = asked.period == Period::Month || asked.period == Period::Year;
    const auto days = (date_of(*asked.to_day) - date_of(*asked.from_day)).count() + 1;
    if (days > (long_ones ? most_days_by_month : most_days)) {
        return invalid_input("report.too_long", fmt::format("{} days", days));
    }
    return {};
}

Result<void> read_period(const Query& query, AskedReport& asked) {
    asked.period = asked.report->periods.front();
    if (const auto text = lists::text_arg(query, "period")) {
        const auto period = parse_enum<Period>(*text);
        if (!period.ok() || std::ranges::find(asked.report->periods, *period) == asked.report->periods.end()) {
            return invalid_input("report.no_period", *text);
        }
        asked.period = *period;
    }
    return {};
}

bool offers(const Report& report, FilterBy filter) {
    return std::ranges::find(report.filters, filter) != report.filters.end();
}

// What a report cannot be narrowed by is refused: an answer that leaves a condition out would be believed.
Result<std::vector<std::string>> filter_arg(const Query& query, const Report& report, FilterBy filter) {
    std::vector<std::string> values;
    const auto text = lists::text_arg(query, enum_text(filter));
    if (!text) {
        return values;
    }
    if (!offers(report, filter)) {
        return invalid_input("report.no_filter", std::string{enum_text(filter)});
    }
    for (const auto value : http::split(*text, ',')) {
        if (!http::trimmed(value).empty()) {
            values.emplace_back(http::trimmed(value));
        }
    }
    return values;
}

Result<void> read_filters(const Query& query, AskedReport& asked) {
    const auto& report = *asked.report;
    YH_TRY(asked.departments, filter_arg(query, report, FilterBy::Departments));
    YH_TRY(asked.agents, filter_arg(query, report, FilterBy::Agents));
    YH_TRY(asked.queues, filter_arg(query, report, FilterBy::Queues));
    YH_TRY(asked.levels, filter_arg(query, report, FilterBy::Levels));
    YH_TRY(const auto numbers, filter_arg(query, report, FilterBy::Number));
    for (auto& agent : asked.agents) {
        agent = agent == "me" ? asked.reader.who.number : agent;
    }
    if (!numbers.empty()) {
        asked.number = numbers.front();
        if (asked.number.size() < 3 || asked.number.find_first_not_of("0123456789+*#") != std::string::npos) {
            return invalid_input("number.too_short", "at least 3 digits");
        }
    }
    return {};
}

Result<void> read_page(const Query& query, AskedReport& asked) {
    const auto page = whole_number(lists::text_arg(query, "page").value_or("1"));
    const auto size = whole_number(lists::text_arg(query, "page_size").value_or("25"));
    constexpr std::int64_t last_page = 1'000'000;
    if (!page || !size || *page < 1 || *page > last_page || *size < 1 || *size > most_page_size) {
        return invalid_input("page.malformed", "page, page_size");
    }
    asked.page = *page;
    asked.page_size = *size;
    return {};
}

}  // namespace

std::optional<std::int64_t> read_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const auto year = whole_number(text.substr(0, 4));
    const auto month = whole_number(text.substr(5, 2));
    const auto day = whole_number(text.substr(8, 2));
    if (!year || !month || !day || *year < 2000 || *month < 1 || *day < 1) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{*year * 10000 + *month * 100 + *day} : std::nullopt;
}

std::string said_period(Period period, std::int64_t value) {
    switch (period) {
        case Period::None:
            return {};
        case Period::Hour:
            return fmt::format("{:02}", value);
        case Period::Day:
            return fmt::format("{:04}-{:02}-{:02}", value / 10000, value / 100 % 100, value % 100);
        case Period::Month:
            return fmt::format("{:04}-{:02}", value / 100, value % 100);
        case Period::Year:
            return fmt::format("{:04}", value);
    }
    return {};
}

const model::TenantOptions& options_of(const Office& office, model::TenantId tenant) {
    static const model::TenantOptions usual;
    const auto* found = office.directory ? office.directory->find_tenant(tenant) : nullptr;
    return found == nullptr ? usual : found->options;
}

Result<AskedReport> read_report_query(std::string_view key, const Query& query, lists::Reader reader,
                                      const model::TenantOptions& options) {
    AskedReport asked;
    asked.report = find_report(key);
    if (asked.report == nullptr) {
        return not_found("report.unknown", std::string{key});
    }
    asked.service_level = options.service_level;
    asked.survey = options.survey;
    asked.reader = std::move(reader);
    asked.sort = lists::text_arg(query, "sort").value_or("");
    YH_CHECK(read_period(query, asked));
    YH_CHECK(read_days(query, asked));
    YH_CHECK(read_filters(query, asked));
    YH_CHECK(read_page(query, asked));
    return asked;
}

}  // namespace yh::office::reports
