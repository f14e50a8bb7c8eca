#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "db/connection.h"
#include "model/tenant_options.h"
#include "model/time_zone.h"
#include "office/reports/asked_report.h"
#include "office/reports/drill_down.h"
#include "office/reports/shape.h"

// What a report is asked for in the words of the database. Internal to reports.
namespace yh::office::reports {

struct Question {
    AskedReport asked;
    ShapePtr shape;
    model::TimeZone zone{};
    std::int64_t now_ms = 0;
    std::int64_t today = 0;
    std::int64_t from_day = 0;
    std::int64_t to_day = 0;  ///< among them
    std::int64_t from_ms = 0;
    std::int64_t to_ms = 0;  ///< not among them
    FigureOf of{};           ///< ids of what it is narrowed to

    const people::SignedIn& who() const { return asked.reader.who; }
    const Report& report() const { return *asked.report; }
};

/// Errors: agent.unknown, queue.unknown, department.unknown, sort.unknown, field.hidden. Thread: one that may block.
Result<Question> resolve(db::Connection& connection, const AskedReport& asked, std::int64_t now_ms);

/// 20261121, 202611, 2026, an hour, or 0.
std::int64_t period_of(Period period, std::int64_t day, std::int64_t hour);

/// What a row is of.
struct CellKey {
    std::int64_t period = 0;  ///< as period_of() says it
    std::int64_t id = 0;
    std::string text{};  ///< a level, a number
    auto operator<=>(const CellKey&) const = default;
};
/// The sums of a row, by the places of the shape's measures.
using Cells = std::map<CellKey, std::vector<std::int64_t>>;

/// Adds what the tables of sums hold. Thread: one that may block.
Result<void> read_sums(db::Connection& connection, const Question& question, Table table, Cells& cells);
/// Adds what the tally makes of those calls that are left, where tables do not keep what the report is narrowed by.
Result<void> read_stories(db::Connection& connection, const Question& question, const std::vector<Table>& tables,
                          Cells& cells);
/// Adds the states that last.
Result<void> read_lasting(db::Connection& connection, const Question& question, Cells& cells);
/// Whether this table cannot tell, so that calls are added up.
bool needs_stories(const Question& question, Table table);

}  // namespace yh::office::reports
