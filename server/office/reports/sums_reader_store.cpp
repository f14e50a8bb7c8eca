#include <fmt/format.h>
#include <fmt/ranges.h>

#include "office/lists/where.h"
#include "office/people/scope.h"
#include "office/reports/question.h"
#include "office/reports/summed_days.h"

namespace yh::office::reports {

namespace {

/// A row of sums as it comes: day (or month), hour or 0, id or text or 0, and as many sums as were asked for.
struct RawSums {
    std::int64_t day = 0;
    std::int64_t hour = 0;
    CellKey key;  ///< without its period
    std::vector<std::int64_t> sums;
};

}  // namespace

}  // namespace yh::office::reports

template <>
class yh::db::RowReader<yh::office::reports::RawSums> {
  public:
    Result<yh::office::reports::RawSums> read(const Row& row) {
        yh::office::reports::RawSums made;
        made.day = row.cell(0).integer;
        made.hour = row.cell(1).integer;
        const auto key = row.cell(2);
        if (key.kind == Cell::Kind::Text) {
            made.key.text = std::string{key.bytes};
        } else {
            made.key.id = key.integer;
        }
        for (std::size_t column = 3; column < row.size(); ++column) {
            made.sums.push_back(row.cell(column).integer);
        }
        return made;
    }
};

namespace yh::office::reports {

namespace {

std::string_view name_of(Table table) {
    switch (table) {
        case Table::AgentDays:
            return "agent_days";
        case Table::AgentStateHours:
            return "agent_state_hours";
        case Table::DepartmentDays:
            return "department_days";
        case Table::CallHours:
            return "call_hours";
        case Table::QueueHours:
            return "queue_hours";
        case Table::SurveyDays:
            return "survey_days";
        case Table::DialledNumbers:
            return "dialled_numbers";
        case Table::None:
            break;
    }
    return "";
}

bool knows_agent(Table table) {
    return table == Table::AgentDays || table == Table::AgentStateHours || table == Table::SurveyDays;
}
bool knows_department(Table table) {
    return table != Table::QueueHours && table != Table::DialledNumbers;
}
bool knows_queue(Table table) {
    return table != Table::AgentStateHours && table != Table::DialledNumbers;
}

std::string_view key_sql(Rows rows) {
    switch (rows) {
        case Rows::Agent:
            return "agent_id";
        case Rows::Department:
            return "department_id";
        case Rows::Queue:
            return "queue_id";
        case Rows::Level:
            return "level";
        case Rows::Number:
            return "number";
        case Rows::None:
            break;
    }
    return "";
}

/// What rows are grouped by, as `day, hour, key` with 0 for what is not. Finer than a report's periods, but in the order
/// of the table's key where that can be: SQLite sorts nothing then, which halves the time.
struct Grouping {
    std::string columns;
    std::string by;
};

Grouping grouping_of(const Question& question, Table table) {
    const bool by_hour = table == Table::CallHours || table == Table::QueueHours || table == Table::AgentStateHours;
    const bool queue_follows_hour = table != Table::AgentStateHours && question.report().rows == Rows::Queue;
    const bool hour = by_hour && (question.asked.period == Period::Hour || queue_follows_hour);
    const auto key = key_sql(question.report().rows);
    return {fmt::format("day, {}, {}", hour ? "hour" : "0", key.empty() ? "0" : key),
            fmt::format("day{}{}{}", hour ? ", hour" : "", key.empty() ? "" : ", ", key)};
}

std::string term_sql(const Term& term, const std::string& level, db::Params& params) {
    auto sql = std::string{term.column};
    if (term.side != Term::Side::Both) {
        sql = fmt::format("CASE WHEN inbound = {} THEN {} ELSE 0 END", term.side == Term::Side::In ? "TRUE" : "FALSE",
                          sql);
    } else if (term.level == Term::Level::Rated) {
        sql = fmt::format("CASE WHEN level <> '' THEN {} ELSE 0 END", sql);
    } else if (term.level == Term::Level::This) {
        sql = fmt::format("CASE WHEN level = ? THEN {} ELSE 0 END", sql);
        params.push_back(db::Param::own_text(level));
    }
    return fmt::format("{} {}", term.sign < 0 ? "-" : "+", sql);
}

std::string sum_sql(const ShapedMeasure& measure, db::Params& params) {
    std::string sql = "0";
    for (const auto& term : measure.terms) {
        sql += " " + term_sql(term, measure.level, params);
    }
    return fmt::format("CAST(SUM({}) AS BIGINT)", sql);
}

people::ScopeClause scope_of(Table table, const people::SignedIn& who) {
    if (table == Table::AgentStateHours) {
        return people::scope_clause(who, {.person = "agent_id", .queue = {}});
    }
    if (knows_agent(table)) {
        return people::scope_clause(who, {.person = "agent_id", .queue = "NULLIF(queue_id, 0)"});
    }
    return scope_by_department(who, "queue_id", knows_department(table) ? "department_id" : "");
}

lists::Where where_of(const Question& question, Table table, const std::string& days) {
    lists::Where where;
    where.add("tenant_id = ?", question.who().tenant.value);
    where.add(days);
    const auto narrow = [&](bool knows, std::string_view column, const std::vector<std::int64_t>& ids) {
        if (knows && !ids.empty()) {
            where.add(fmt::format("{} IN ({})", column, fmt::join(ids, ", ")));
        }
    };
    narrow(knows_agent(table), "agent_id", question.of.agents);
    narrow(knows_department(table), "department_id", question.of.departments);
    narrow(knows_queue(table), "queue_id", question.of.queues);
    if (question.report().rows == Rows::Level) {
        where.add("level <> ''");
    }
    where.add_scope(scope_of(table, question.who()));
    return where;
}

Result<void> read_part(db::Connection& connection, const Question& question, Table table, const std::string& days,
                       Cells& cells) {
    const auto& measures = question.shape->measures;
    std::vector<std::size_t> places;
    db::Params params;
    const auto grouping = grouping_of(question, table);
    auto sql = fmt::format("SELECT {}", grouping.columns);
    for (std::size_t at = 0; at < measures.size(); ++at) {
        if (measures[at].measure.table == table) {
            sql += fmt::format(", {} AS sum_{}", sum_sql(measures[at], params), at);
            places.push_back(at);
        }
    }
    const auto where = where_of(question, table, days);
    params.insert(params.end(), where.params.begin(), where.params.end());
    sql += fmt::format(" FROM {}{} GROUP BY {}", name_of(table), where.sql, grouping.by);
    return connection.each<RawSums>(
        sql,
        [&](RawSums&& row) {
            row.key.period = period_of(question.asked.period, row.day, row.hour);
            auto& cell = cells[std::move(row.key)];
            cell.resize(measures.size());
            for (std::size_t i = 0; i < places.size(); ++i) {
                cell[places[i]] += row.sums[i];
            }
        },
        params);
}

}  // namespace

Result<void> read_sums(db::Connection& connection, const Question& question, Table table, Cells& cells) {
    for (const auto& days : summed_days(question).conditions()) {
        YH_CHECK(read_part(connection, question, table, days, cells));
    }
    return {};
}

}  // namespace yh::office::reports
