#pragma once

#include <vector>

#include "office/reports/question.h"
#include "office/reports/report_answer.h"

namespace yh::office::reports {

enum class Whole { Page, All };

/// A report with the shape that it has for this company.
struct Found {
    ShapePtr shape;
    ReportAnswer answer;
};

/// Counts what was asked for; with Whole::All every row instead of one page. Errors: those of `resolve`,
/// report.too_many_rows. Thread: one that may block.
Result<Found> find_report_answer(db::Connection& connection, const AskedReport& asked, std::int64_t now_ms,
                                 Whole whole = Whole::Page);

/// Rows by customers' numbers, a page at a time: there may be a million of them (numbers_store.cpp).
Result<void> find_numbers(db::Connection& connection, const Question& question, Whole whole, ReportAnswer& answer);

/// The values of a row, by its sums and those of all rows.
std::vector<std::optional<double>> values_of(const Shape& shape, const std::vector<std::int64_t>& sums,
                                             const std::vector<std::int64_t>& total);

/// The conditions of the calls behind a row, from `from_ms` to `to_ms`.
std::string calls_of(const Question& question, const FigureOf& of, std::int64_t from_ms, std::int64_t to_ms);

/// So many rows a report may have where all are held at once.
inline constexpr std::size_t most_rows = 300'000;

}  // namespace yh::office::reports
