#pragma once

#include <boost/describe/enum.hpp>
#include <span>
#include <string_view>

#include "office/lists/list.h"

// What a report is: declared once, as constants (docs/decisions/0018). From the declaration follow its table, its
// chart, its orders and filters, the calls behind each figure, files and mails. All text in it is ours.
namespace yh::office::reports {

/// What a row is of.
enum class Rows { None, Agent, Department, Queue, Number, Level };
BOOST_DESCRIBE_ENUM(Rows, None, Agent, Department, Queue, Number, Level)

/// What a row is of in time. Hour: of the day, the same hour of all days added together (合并时).
enum class Period { None, Hour, Day, Month, Year };
BOOST_DESCRIBE_ENUM(Period, None, Hour, Day, Month, Year)

enum class FilterBy { Departments, Agents, Queues, Number, Levels };
BOOST_DESCRIBE_ENUM(FilterBy, Departments, Agents, Queues, Number, Levels)

/// How a figure is written. Durations and averages are seconds, percents 0 to 1.
enum class MeasureKind { Count, Duration, Percent, Average };
BOOST_DESCRIBE_ENUM(MeasureKind, Count, Duration, Percent, Average)

/// The tables of sums, and the words of their columns (migration 0030).
enum class Table {
    None,
    AgentDays,
    AgentStateHours,
    DepartmentDays,
    CallHours,
    QueueHours,
    SurveyDays,
    DialledNumbers
};

/// What a count counts, so that its calls can be found. A ring: one leg of a person; a dial: a call, by who made it; a
/// share: one department's part in a call; a visit: one stay in a queue; a number: a call to it.
enum class Behind {
    Nothing,
    Calls,
    Rings,
    Dials,
    RingsAndDials,
    Shares,
    SharedDials,  ///< dials, by the department
    SharesAndDials,
    Visits,
    Surveys,
    Numbers
};

/// One column of a report. A sum names a table and its columns, "inbound - inbound_answered"; columns of call_hours
/// are of calls that came in or went out only with "in." or "out." in front, those of survey_days with "rated." of
/// customers who chose a level. A quotient names two sums of the same report by their keys.
struct Measure {
    std::string_view key;
    lists::Title title{};
    MeasureKind kind = MeasureKind::Count;
    lists::Title formula{};
    lists::Title words{};  ///< what it says, for whoever does not read formulas
    Table table = Table::None;
    std::string_view columns{};
    std::string_view sum{};
    std::string_view over{};
    bool over_total = false;  ///< divided by the total row's sum, not by the own row's
    Behind behind = Behind::Nothing;
    std::string_view which{};          ///< the condition under which a fact of `behind` is counted (conditions.h)
    std::string_view which_dialled{};  ///< … and a dial, where both are counted
    bool shown = true;                 ///< false: something is divided by it, no table shows it
    bool whole_company = false;        ///< exists only where neither queue nor number is chosen
};

struct Chart {
    std::span<const std::string_view> bars;
    std::string_view line{};
};

/// Columns that depend on what a company has set up (shape.cpp).
enum class Besides { Nothing, Levels, ServiceLevel };

struct Report {
    std::string_view key;
    lists::Title title;
    std::string_view group;  ///< "agents", "departments", "calls", "queues", "satisfaction"
    Rows rows = Rows::None;
    std::span<const Period> periods;  ///< the first is the usual one
    std::span<const FilterBy> filters;
    std::span<const Measure> measures;
    std::span<const Chart> charts;
    std::string_view default_sort{};  ///< "period", "name" or a measure's key, "-" in front: the most first
    Besides besides = Besides::Nothing;
};

/// All of them, in the order of the menu.
std::span<const Report* const> all_reports();
const Report* find_report(std::string_view key);

}  // namespace yh::office::reports
