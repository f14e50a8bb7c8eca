#include <fmt/format.h>
#include <fmt/ranges.h>

#include "office/lists/where.h"
#include "office/people/scope.h"
#include "office/reports/question.h"

namespace yh::office::reports {

namespace {

/// A row of sums as it comes: period, id or text, and as many sums as were asked for.
struct RawSums {
    CellKey key;
    std::vector<std::int64_t> sums;
};

}  // namespace

}  // namespace yh::office::reports

template <>
class yh::db::RowReader<yh::office::reports::RawSums> {
  public:
    Result<yh::office::reports::RawSums> read(const Row& row) {
        yh::office::reports::RawSums made;
        made.key.period = row.cell(0).integer;
        const auto key = row.cell(1);
        if (key.kind == Cell::Kind::Text) {
            made.key.text = std::string{key.bytes};
        } else {
            made.key.id = key.integer;
        }
        for (std::size_t column = 2; column < row.size(); ++column) {
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

std::string_view period_sql(Period period) {
    switch (period) {
        case Period::None:
            return "0";
        case Period::Hour:
            return "hour";
        case Period::Day:
            return "day";
        case Period::Month:
            return "day / 100";
        case Period::Year:
            return "day / 10000";
    }
    return "0";
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
    return "0";
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

lists::Where where_of(const Question& question, Table table) {
    lists::Where where;
    where.add("tenant_id = ?", question.who().tenant.value);
    where.add("day >= ?", question.from_day);
    where.add("day <= ?", question.to_day);
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

}  // namespace

Result<void> read_sums(db::Connection& connection, const Question& question, Table table, Cells& cells) {
    const auto& measures = question.shape->measures;
    std::vector<std::size_t> places;
    db::Params params;
    auto sql = fmt::format("SELECT {} AS period, {} AS row_key", period_sql(question.asked.period),
                           key_sql(question.report().rows));
    for (std::size_t at = 0; at < measures.size(); ++at) {
        if (measures[at].measure.table == table) {
            sql += fmt::format(", {} AS sum_{}", sum_sql(measures[at], params), at);
            places.push_back(at);
        }
    }
    const auto where = where_of(question, table);
    params.insert(params.end(), where.params.begin(), where.params.end());
    sql += fmt::format(" FROM {}{} GROUP BY 1, 2", name_of(table), where.sql);
    return connection.each<RawSums>(
        sql,
        [&](RawSums&& row) {
            auto& cell = cells[std::move(row.key)];
            cell.resize(measures.size());
            for (std::size_t i = 0; i < places.size(); ++i) {
                cell[places[i]] += row.sums[i];
            }
        },
        params);
}

}  // namespace yh::office::reports
