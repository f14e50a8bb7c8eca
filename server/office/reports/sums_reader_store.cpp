#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "office/lists/where.h"
#include "office/people/scope.h"
#include "office/reports/question.h"
#include "office/reports/summed_days.h"
#include "office/reports/table_keys.h"
#include "office/rollups/wholes.h"

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

std::string_view key_sql(Rows rows) {
    switch (rows) {
        case Rows::Agent:
            return "agent_id";
        case Rows::Department:
            return "department_id";
        case Rows::Queue:
            return "queue_id";
        case Rows::Level:
            return "level || ''";  // the index of levels has their order, but walks all days there are
        case Rows::Number:
            return "number";
        case Rows::None:
            break;
    }
    return "";
}

/// Whether the table's key has the rows of a report right behind its times.
bool in_key_order(Table table, Rows rows) {
    switch (rows) {
        case Rows::None:
            return true;
        case Rows::Agent:
            return table == Table::AgentDays;
        case Rows::Department:
            return table == Table::DepartmentDays;
        case Rows::Queue:
            return table == Table::CallHours || table == Table::QueueHours;
        case Rows::Number:
        case Rows::Level:
            break;
    }
    return false;
}

std::string_view day_sql(Period period) {
    switch (period) {
        case Period::None:
        case Period::Hour:
            break;
        case Period::Day:
            return "day";
        case Period::Month:
            return "day - day % 100";
        case Period::Year:
            return "day - day % 10000";
    }
    return "";
}

/// Day, hour and key that rows are grouped by, never all of them empty. In the order of the table's key where it can
/// be, even if there are more groups than the report has rows: SQLite sorts nothing then, which halves the time.
struct Grouping {
    std::string_view day;
    std::string_view hour;
    std::string_view key;

    std::string columns() const {
        const auto or_none = [](std::string_view sql) { return sql.empty() ? "0" : sql; };
        return fmt::format("{}, {}, {}", or_none(day), or_none(hour), or_none(key));
    }
    std::string by() const {
        std::string sql;
        for (const auto each : {day, hour, key}) {
            sql += fmt::format("{}{}", sql.empty() || each.empty() ? "" : ", ", each);
        }
        return sql;
    }
};

Grouping grouping_of(const Question& question, Table table) {
    const auto rows = question.report().rows;
    const auto period = question.asked.period;
    const bool ordered = in_key_order(table, rows);
    const bool by_hour = has_hours(table) && period == Period::Hour;
    return {ordered ? "day" : day_sql(period), by_hour ? "hour" : "", key_sql(rows)};
}

/// What of the table is added up: each column once, however many measures are made of it.
class Columns {
  public:
    /// Where the sum of the term's column is, `level` being the measure's.
    std::size_t place_of(const Term& term, const std::string& level) {
        const auto there = std::ranges::find_if(all_, [&](const Column& each) {
            return each.term.column == term.column && each.term.side == term.side && each.term.level == term.level &&
                   (term.level != Term::Level::This || each.level == level);
        });
        if (there == all_.end()) {
            all_.push_back({term, level});
            return all_.size() - 1;
        }
        return static_cast<std::size_t>(there - all_.begin());
    }

    std::string sql(db::Params& params) const {
        std::string sql;
        for (const auto& [term, level] : all_) {
            sql += fmt::format(", CAST(SUM({}) AS BIGINT)", summed(term, level, params));
        }
        return sql;
    }

  private:
    struct Column {
        Term term;
        std::string level;
    };

    static std::string summed(const Term& term, const std::string& level, db::Params& params) {
        if (term.side != Term::Side::Both) {
            return fmt::format("CASE WHEN inbound = {} THEN {} ELSE 0 END",
                               term.side == Term::Side::In ? "TRUE" : "FALSE", term.column);
        }
        switch (term.level) {
            case Term::Level::Any:
                break;
            case Term::Level::Rated:
                return fmt::format("CASE WHEN level <> '' THEN {} ELSE 0 END", term.column);
            case Term::Level::This:
                params.push_back(db::Param::own_text(level));
                return fmt::format("CASE WHEN level = ? THEN {} ELSE 0 END", term.column);
        }
        return std::string{term.column};
    }

    std::vector<Column> all_;
};

/// One column's part in a measure.
struct Part {
    std::size_t measure = 0;
    std::size_t column = 0;
    std::int64_t sign = 1;
};

people::ScopeClause scope_of(Table table, const people::SignedIn& who) {
    if (table == Table::AgentStateHours) {
        return people::scope_clause(who, {.person = "agent_id", .queue = {}});
    }
    if (knows_agent(table)) {
        return people::scope_clause(who, {.person = "agent_id", .queue = "NULLIF(queue_id, 0)"});
    }
    return scope_by_department(who, "queue_id", knows_department(table) ? "department_id" : "");
}

/// Whether the parts of that whole are needed: for a row of each, for some of them, or for what only they tell.
bool needs_parts(const Question& question) {
    const auto rows = question.report().rows;
    return rows == Rows::Agent || rows == Rows::Department || !question.of.agents.empty() ||
           !question.of.departments.empty() || question.who().data() != people::DataScope::All;
}

lists::Where where_of(const Question& question, Table table, const std::string& days) {
    lists::Where where;
    where.add("tenant_id = ?", question.who().tenant.value);
    where.add(days);
    const auto add_whole = [&](std::string_view column, bool parts) {
        where.add(fmt::format("{} {} {}", column, parts ? ">" : "=", rollups::whole));
    };
    if (has_hours(table)) {
        add_whole("hour", question.asked.period == Period::Hour);
    }
    if (const auto column = whole_of(table); !column.empty()) {
        add_whole(column, needs_parts(question));
    }
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

Result<void> read_part(db::Connection& connection, const Question& question, Table table,
                       const SummedDays::Condition& days, Cells& cells) {
    const auto& measures = question.shape->measures;
    Columns columns;
    std::vector<Part> parts;
    for (std::size_t at = 0; at < measures.size(); ++at) {
        for (const auto& term : measures[at].terms) {
            if (measures[at].measure.table == table) {
                parts.push_back({at, columns.place_of(term, measures[at].level), days.sign * term.sign});
            }
        }
    }
    const auto grouping = grouping_of(question, table);
    db::Params params;
    auto sql = fmt::format("SELECT {}{}", grouping.columns(), columns.sql(params));
    const auto where = where_of(question, table, days.sql);
    params.insert(params.end(), where.params.begin(), where.params.end());
    sql += fmt::format(" FROM {}{} GROUP BY {}", name_of(table), where.sql, grouping.by());
    return connection.each<RawSums>(
        sql,
        [&](RawSums&& row) {
            row.key.period = period_of(question.asked.period, row.day, row.hour);
            auto& cell = cells[std::move(row.key)];
            cell.resize(measures.size());
            for (const auto& [measure, column, sign] : parts) {
                cell[measure] += sign * row.sums[column];
            }
        },
        params);
}

}  // namespace

Result<void> read_sums(db::Connection& connection, const Question& question, Table table, Cells& cells) {
    const auto days = summed_days(question);
    for (const auto& some : days.conditions()) {
        YH_CHECK(read_part(connection, question, table, some, cells));
    }
    // Who is only in days that were taken off was never asked for.
    if (!days.without.empty()) {
        std::erase_if(cells, [](const auto& cell) {
            return std::ranges::all_of(cell.second, [](std::int64_t sum) { return sum == 0; });
        });
    }
    return {};
}

}  // namespace yh::office::reports
