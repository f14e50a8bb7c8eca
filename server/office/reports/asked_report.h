#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/request.h"
#include "model/tenant_options.h"
#include "office/lists/asked.h"
#include "office/reports/report.h"

namespace yh::office::reports {

/// What a report is asked for, read from the query and found to be well formed. A value.
struct AskedReport {
    const Report* report = nullptr;
    lists::Reader reader;
    model::ServiceLevel service_level{};  ///< of the company, as its survey is
    model::SurveyOptions survey{};
    Period period = Period::None;
    std::optional<std::int64_t> from_day;  ///< 20261121; none: today
    std::optional<std::int64_t> to_day;    ///< among them
    std::vector<std::string> departments;  ///< codes
    std::vector<std::string> agents;       ///< 工号
    std::vector<std::string> queues;       ///< numbers, "DOUT" for none
    std::vector<std::string> levels;
    std::string number;  ///< a customer's, or a part of it where the reader may see numbers
    std::string sort;    ///< empty: the usual order
    std::int64_t page = 1;
    std::int64_t page_size = 25;
};

/// Errors: report.unknown, report.no_period, report.no_filter, report.dates, report.too_long, number.too_short,
/// page.malformed.
Result<AskedReport> read_report_query(std::string_view key, const std::vector<http::NamedValue>& query,
                                      lists::Reader reader, const model::TenantOptions& options);

/// What the reader's company chose. Thread: home.
const model::TenantOptions& options_of(const Office& office, model::TenantId tenant);

/// "2026-11-21" as 20261121; nothing when it is no day.
std::optional<std::int64_t> read_day(std::string_view text);
/// 20261121 as "2026-11-21", 202611 as "2026-11", 2026 as "2026"; an hour as "09".
std::string said_period(Period period, std::int64_t value);

}  // namespace yh::office::reports
