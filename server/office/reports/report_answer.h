#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "office/reports/asked_report.h"
#include "office/reports/shape.h"

namespace yh::office::reports {

/// One row of a report, as it was asked for.
struct ReportRow {
    std::string period;  ///< "2026-11-21", "2026-11", "2026", "09" of an hour; or nothing
    std::string number;  ///< of an agent, a queue; a department's code; a customer's
    std::string name;
    std::string key;                            ///< tells it from other rows of the same period
    std::optional<std::string> number_token;    ///< dials a hidden number
    std::vector<std::optional<double>> values;  ///< in the order of the report's measures; none: nothing divides
    std::string calls;                          ///< conditions of the calls behind it, `figure` excepted
};
BOOST_DESCRIBE_STRUCT(ReportRow, (), (period, number, name, key, number_token, values, calls))

struct ReportAnswer {
    std::int64_t counted_at_ms = 0;
    bool rebuilding = false;  ///< the sums of some days are being made again just now
    std::string from;         ///< the days that were counted
    std::string to;
    std::int64_t rows_total = 0;
    std::vector<ReportRow> rows;
    std::vector<std::optional<double>> total;  ///< made of sums, never of rows' quotients
    std::string total_calls;
};
BOOST_DESCRIBE_STRUCT(ReportAnswer, (), (counted_at_ms, rebuilding, from, to, rows_total, rows, total, total_calls))

}  // namespace yh::office::reports
