#include <fmt/format.h>

#include <algorithm>

#include "office/lists/where.h"
#include "office/reports/report_store.h"
#include "office/rollups/local_time.h"

// R230 for those who see all: straight from its table, a page at a time.
namespace yh::office::reports {

namespace {

struct NumberRow {
    std::string number;
    std::int64_t attempts = 0;
    std::int64_t not_rung = 0;
    std::int64_t rung_short = 0;
    std::int64_t rung_long = 0;
    std::int64_t talked_short = 0;
    std::int64_t talked_long = 0;
};
BOOST_DESCRIBE_STRUCT(NumberRow, (), (number, attempts, not_rung, rung_short, rung_long, talked_short, talked_long))

constexpr std::int64_t months_of_year = 12;

std::int64_t month_after(std::int64_t month) {
    return month % 100 == months_of_year ? (month / 100 + 1) * 100 + 1 : month + 1;
}

/// Which periods make up the days: whole months are read as such. Says whether it is one.
struct Periods {
    std::string sql;
    std::vector<std::int64_t> values;
    bool one = false;
};

Periods periods_of(const Question& question) {
    Periods periods;
    const auto add = [&](std::string_view clause, std::initializer_list<std::int64_t> values) {
        periods.sql += periods.sql.empty() ? "(" : " OR ";
        periods.sql += clause;
        periods.values.insert(periods.values.end(), values);
    };
    int parts = 0;
    bool single = true;
    for (auto month = question.from_day / 100; month <= question.to_day / 100; month = month_after(month)) {
        const auto first = std::max(question.from_day, month * 100 + 1);
        const auto month_end = rollups::day_after(month_after(month) * 100 + 1, -1);
        // Nothing has been dialled after today.
        const auto last = question.to_day >= question.today ? month_end : std::min(question.to_day, month_end);
        ++parts;
        if (first == month * 100 + 1 && last == month_end) {
            add("period = ?", {month * 100});
        } else if (first == last) {
            add("period = ?", {first});
        } else {
            add("(period >= ? AND period <= ?)", {first, last});
            single = false;
        }
    }
    periods.sql += ")";
    periods.one = parts == 1 && single;
    return periods;
}

lists::Where where_of(const Question& question, const Periods& periods) {
    lists::Where where;
    where.add("tenant_id = ?", question.who().tenant.value);
    where.add(periods.sql);
    for (const auto value : periods.values) {
        where.params.push_back(db::Param::integer(value));
    }
    std::string_view number = question.asked.number;
    constexpr std::size_t whole = 11;
    if (number.empty()) {
        return where;
    }
    if (question.asked.reader.mask.hides() || number.size() >= whole) {
        number.remove_prefix(number.starts_with("+86") ? 3 : 0);
        const std::string bare{number};
        where.add("number IN (?, ?, ?, ?)", bare, "0" + bare, "86" + bare, "+86" + bare);
    } else {
        where.add("number LIKE ? ESCAPE '!'", lists::anywhere(number));
    }
    return where;
}

std::string columns_of(const Shape& shape, bool one) {
    std::string sql;
    for (const auto& each : shape.measures) {
        const auto column = each.measure.columns;
        sql += one ? fmt::format(", {0} AS {0}", column)
                   : fmt::format(", CAST(COALESCE(SUM({0}), 0) AS BIGINT) AS {0}", column);
    }
    return sql;
}

std::string order_of(const Question& question, bool one) {
    std::string_view key = question.asked.sort.empty() ? question.report().default_sort : question.asked.sort;
    const bool down = key.starts_with('-');
    key.remove_prefix(down ? 1 : 0);
    const auto way = down ? "DESC" : "ASC";
    if (!question.shape->find(key)) {
        return fmt::format(" ORDER BY number {}", way);
    }
    const auto value = one ? std::string{key} : fmt::format("SUM({})", key);
    return fmt::format(" ORDER BY {} {}, number", value, way);
}

std::vector<std::int64_t> sums_of(const NumberRow& row) {
    return {row.attempts, row.not_rung, row.rung_short, row.rung_long, row.talked_short, row.talked_long};
}

}  // namespace

Result<void> find_numbers(db::Connection& connection, const Question& question, Whole whole, ReportAnswer& answer) {
    const auto& shape = *question.shape;
    const auto periods = periods_of(question);
    const auto where = where_of(question, periods);
    YH_TRY(const auto total, connection.one<NumberRow>(fmt::format("SELECT '' AS number{} FROM dialled_numbers{}",
                                                                   columns_of(shape, false), where.sql),
                                                       where.params));
    answer.total = values_of(shape, sums_of(total), sums_of(total));
    YH_TRY(answer.rows_total,
           connection.one<std::int64_t>(
               fmt::format("SELECT COUNT({}) FROM dialled_numbers{}", periods.one ? "*" : "DISTINCT number", where.sql),
               where.params));
    const auto most = static_cast<std::int64_t>(most_rows);
    if (whole == Whole::All && answer.rows_total > most) {
        return invalid_input("report.too_many_rows", fmt::format("{} rows", answer.rows_total));
    }
    const auto& asked = question.asked;
    const auto sql = fmt::format("SELECT number{} FROM dialled_numbers{}{}{} LIMIT {} OFFSET {}",
                                 columns_of(shape, periods.one), where.sql, periods.one ? "" : " GROUP BY number",
                                 order_of(question, periods.one), whole == Whole::All ? most : asked.page_size,
                                 whole == Whole::All ? 0 : (asked.page - 1) * asked.page_size);
    return connection.each<NumberRow>(
        sql,
        [&](NumberRow&& row) {
            ReportRow made;
            made.values = values_of(shape, sums_of(row), sums_of(total));
            made.key = std::move(row.number);
            answer.rows.push_back(std::move(made));
        },
        where.params);
}

}  // namespace yh::office::reports
