#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>

#include "office/lists/pool_hiding.h"
#include "office/lists/where.h"
#include "office/reports/dialled_days.h"
#include "office/reports/report_store.h"

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

// One by one: between two days lies the row of a month, and a number is found in each of them by the key.
lists::Where where_of_days(const Question& question, const Days& days) {
    lists::Where where;
    where.add("tenant_id = ?", question.who().tenant.value);
    where.add(fmt::format("day IN ({})", fmt::join(days, ", ")));
    return where;
}

lists::Where where_of(const Question& question, const Days& days) {
    auto where = where_of_days(question, days);
    std::string_view number = question.asked.number;
    constexpr std::size_t whole = 11;
    if (number.empty()) {
        where.add("number <> ''");
        return where;
    }
    if (question.asked.reader.mask.hides() || number.size() >= whole) {
        number.remove_prefix(number.starts_with("+86") ? 3 : 0);
        const std::string bare{number};
        where.add("number IN (?, ?, ?, ?)", bare, "0" + bare, "86" + bare, "+86" + bare);
    } else {
        where.add("number LIKE ? ESCAPE '!'", lists::anywhere(number));
        const auto hidden = lists::hidden_clause(question.asked.reader, "number", "tenant_id");
        if (!hidden.empty()) {
            where.add("NOT " + hidden);
        }
    }
    return where;
}

/// `less`: days that are taken off.
std::string sum_of(std::string_view column, const Days& less = {}) {
    const auto value =
        less.empty() ? std::string{column}
                     : fmt::format("CASE WHEN day IN ({0}) THEN -{1} ELSE {1} END", fmt::join(less, ", "), column);
    return fmt::format("CAST(SUM({}) AS BIGINT)", value);
}

std::string columns_of(const Shape& shape, bool one) {
    std::string sql;
    for (const auto& each : shape.measures) {
        const auto column = each.measure.columns;
        sql += one ? fmt::format(", {0} AS {0}", column)
                   : fmt::format(", COALESCE({1}, 0) AS {0}", column, sum_of(column));
    }
    return sql;
}

/// What the rows are ordered by: a column, or the number alone.
struct Ordered {
    std::string_view column;  ///< empty: the number
    std::string_view way;

    /// `value`: what stands for the column.
    std::string sql(std::string_view value) const {
        return column.empty() ? fmt::format(" ORDER BY number {}", way)
                              : fmt::format(" ORDER BY {} {}, number", value, way);
    }
};

Ordered order_of(const Question& question) {
    std::string_view key = question.asked.sort.empty() ? question.report().default_sort : question.asked.sort;
    const bool down = key.starts_with('-');
    key.remove_prefix(down ? 1 : 0);
    return {question.shape->find(key) ? key : std::string_view{}, down ? "DESC" : "ASC"};
}

std::vector<std::int64_t> sums_of(const NumberRow& row) {
    return {row.attempts, row.not_rung, row.rung_short, row.rung_long, row.talked_short, row.talked_long};
}

/// A number of a page, and how many numbers there are on all of them.
struct PageNumber {
    std::string number;
    std::int64_t numbers = 0;
};
BOOST_DESCRIBE_STRUCT(PageNumber, (), (number, numbers))

std::string limit_of(const AskedReport& asked, Whole whole) {
    return whole == Whole::All
               ? fmt::format(" LIMIT {}", most_rows)
               : fmt::format(" LIMIT {} OFFSET {}", asked.page_size, (asked.page - 1) * asked.page_size);
}

/// The numbers that a question finds, in its order.
class Numbers {
  public:
    Numbers(db::Connection& connection, const Question& question, const Days& days)
        : db_{connection}, question_{question}, where_{where_of(question, days)}, one_{days.size() == 1} {}

    Result<std::int64_t> count() const {
        return db_.one<std::int64_t>(
            fmt::format("SELECT COUNT({}) FROM dialled_numbers{}", one_ ? "*" : "DISTINCT number", where_.sql),
            where_.params);
    }

    /// Only what the order needs is added up of all of them.
    Result<std::vector<PageNumber>> page() const {
        const auto order = order_of(question_);
        return db_.rows<PageNumber>(
            fmt::format(
                "WITH summed AS MATERIALIZED (SELECT number, {} AS value FROM dialled_numbers{} GROUP BY number) "
                "SELECT number, (SELECT COUNT(*) FROM summed) AS numbers FROM summed{}{}",
                sum_of(order.column.empty() ? "attempts" : order.column), where_.sql, order.sql("value"),
                limit_of(question_.asked, Whole::Page)),
            where_.params);
    }

    Result<void> each(Whole whole, const std::function<void(NumberRow&&)>& take) const {
        const auto order = order_of(question_);
        return db_.each<NumberRow>(
            fmt::format("SELECT number{} FROM dialled_numbers{}{}{}{}", columns_of(*question_.shape, one_), where_.sql,
                        one_ ? "" : " GROUP BY number",
                        order.sql(one_ ? std::string{order.column} : sum_of(order.column)),
                        limit_of(question_.asked, whole)),
            take, where_.params);
    }

  private:
    db::Connection& db_;
    const Question& question_;
    lists::Where where_;
    bool one_;
};

/// The rows of these numbers, in the question's order.
Result<void> each_of(db::Connection& connection, const Question& question, const Days& days,
                     const std::vector<PageNumber>& page, const std::function<void(NumberRow&&)>& take) {
    auto where = where_of_days(question, days);
    std::string marks;
    for (const auto& each : page) {
        marks += marks.empty() ? "?" : ", ?";
        where.params.push_back(db::Param::own_text(each.number));
    }
    where.add(fmt::format("number IN ({})", marks));
    const auto order = order_of(question);
    return connection.each<NumberRow>(
        fmt::format("SELECT number{} FROM dialled_numbers{} GROUP BY number{}", columns_of(*question.shape, false),
                    where.sql, order.sql(sum_of(order.column))),
        take, where.params);
}

/// Numbers that differ are added up, and put among the others, which lie in their order as they stand.
constexpr std::string_view near_page_sql = R"(
WITH differing AS (
    SELECT number, {attempts} AS attempts, {value} AS value FROM dialled_numbers
    WHERE tenant_id = ? AND day IN ({days}) AND number <> '' GROUP BY number),
changed AS MATERIALIZED (
    SELECT differing.number AS number, COALESCE(kept.attempts, 0) + differing.attempts AS attempts,
        COALESCE(kept.{column}, 0) + differing.value AS value, kept.number IS NULL AS added
    FROM differing LEFT JOIN dialled_numbers AS kept
    ON kept.tenant_id = ? AND kept.day = {whole} AND kept.number = differing.number)
SELECT number,
    (SELECT COUNT(*) FROM dialled_numbers WHERE tenant_id = ? AND day = {whole} AND number <> '')
    + (SELECT COUNT(*) FROM changed WHERE attempts > 0 AND added)
    - (SELECT COUNT(*) FROM changed WHERE attempts <= 0 AND NOT added) AS numbers
FROM (
    SELECT number, value FROM changed WHERE attempts > 0
    UNION ALL
    SELECT number, value FROM (
        SELECT number, {column} AS value FROM dialled_numbers AS kept
        WHERE tenant_id = ? AND day = {whole} AND number <> '' AND NOT EXISTS (
            SELECT 1 FROM dialled_numbers AS other
            WHERE other.tenant_id = ? AND other.day IN ({days}) AND other.number = kept.number)
        {kept_order} LIMIT {to}) AS unchanged) AS found
{order}{limit})";

/// A page of what is nearly a month or a year.
Result<std::vector<PageNumber>> near_page(db::Connection& connection, const Question& question, const NearWhole& near) {
    const auto order = order_of(question);
    const std::string column{order.column.empty() ? "attempts" : order.column};
    auto differing = near.more;
    differing.insert(differing.end(), near.less.begin(), near.less.end());
    const auto& asked = question.asked;
    const auto sql =
        fmt::format(near_page_sql, fmt::arg("attempts", sum_of("attempts", near.less)),
                    fmt::arg("value", sum_of(column, near.less)), fmt::arg("column", column),
                    fmt::arg("days", fmt::join(differing, ", ")), fmt::arg("whole", near.whole),
                    fmt::arg("kept_order", order.sql(column)), fmt::arg("order", order.sql("value")),
                    fmt::arg("to", asked.page * asked.page_size), fmt::arg("limit", limit_of(asked, Whole::Page)));
    const auto tenant = question.who().tenant.value;
    return connection.rows<PageNumber>(sql, tenant, tenant, tenant, tenant, tenant);
}

/// Of all numbers there is a row.
lists::Where where_of_total(const Question& question, const Days& days) {
    if (!question.asked.number.empty()) {
        return where_of(question, days);
    }
    auto where = where_of_days(question, days);
    where.add("number = ''");
    return where;
}

}  // namespace

Result<void> find_numbers(db::Connection& connection, const Question& question, Whole whole, ReportAnswer& answer) {
    const auto& shape = *question.shape;
    const auto days = dialled_days(question);
    const auto in_total = where_of_total(question, days);
    YH_TRY(const auto total, connection.one<NumberRow>(fmt::format("SELECT '' AS number{} FROM dialled_numbers{}",
                                                                   columns_of(shape, false), in_total.sql),
                                                       in_total.params));
    answer.total = values_of(shape, sums_of(total), sums_of(total));
    const auto add = [&](NumberRow&& row) {
        ReportRow made;
        made.values = values_of(shape, sums_of(row), sums_of(total));
        made.key = std::move(row.number);
        answer.rows.push_back(std::move(made));
    };
    const Numbers numbers{connection, question, days};
    if (whole == Whole::Page && days.size() > 1) {
        const auto near = question.asked.number.empty() ? near_whole(question) : std::nullopt;
        YH_TRY(const auto page, near ? near_page(connection, question, *near) : numbers.page());
        if (!page.empty()) {
            answer.rows_total = page.front().numbers;
            return each_of(connection, question, days, page, add);
        }
    }
    YH_TRY(answer.rows_total, numbers.count());
    if (whole == Whole::All && answer.rows_total > static_cast<std::int64_t>(most_rows)) {
        return invalid_input("report.too_many_rows", fmt::format("{} rows", answer.rows_total));
    }
    return numbers.each(whole, add);
}

}  // namespace yh::office::reports
