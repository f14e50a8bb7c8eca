#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>

#include "office/lists/pool_hiding.h"
#include "office/lists/where.h"
#include "office/reports/report_store.h"
#include "office/reports/summed_days.h"

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

lists::Where where_of_days(const Question& question, const SummedDays& days) {
    lists::Where where;
    where.add("tenant_id = ?", question.who().tenant.value);
    where.add(fmt::format("({})", fmt::join(days.conditions(), " OR ")));
    return where;
}

lists::Where where_of(const Question& question, const SummedDays& days) {
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

/// A number of a page, and how many numbers there are on all of them.
struct PageNumber {
    std::string number;
    std::int64_t numbers = 0;
};
BOOST_DESCRIBE_STRUCT(PageNumber, (), (number, numbers))

/// The numbers that a question finds, in its order. `one`: there is one row of each.
class Numbers {
  public:
    Numbers(db::Connection& connection, const Question& question, const lists::Where& where, bool one)
        : db_{connection}, question_{question}, where_{where}, one_{one} {}

    Result<std::int64_t> count() const {
        return db_.one<std::int64_t>(
            fmt::format("SELECT COUNT({}) FROM dialled_numbers{}", one_ ? "*" : "DISTINCT number", where_.sql),
            where_.params);
    }

    /// Only what the order needs is added up of all of them.
    Result<std::vector<PageNumber>> page() const {
        return db_.rows<PageNumber>(
            fmt::format("SELECT number, COUNT(*) OVER () AS numbers FROM dialled_numbers{} GROUP BY number{}{}",
                        where_.sql, order_of(question_, one_), limit(Whole::Page)),
            where_.params);
    }

    Result<void> each(const std::vector<PageNumber>& page, const std::function<void(NumberRow&&)>& take) const {
        auto where = where_;
        std::string marks;
        for (const auto& each : page) {
            marks += marks.empty() ? "?" : ", ?";
            where.params.push_back(db::Param::own_text(each.number));
        }
        where.add(fmt::format("number IN ({})", marks));
        return read(where, "", take);
    }

    Result<void> each(Whole whole, const std::function<void(NumberRow&&)>& take) const {
        return read(where_, limit(whole), take);
    }

  private:
    std::string limit(Whole whole) const {
        const auto& asked = question_.asked;
        return whole == Whole::All
                   ? fmt::format(" LIMIT {}", most_rows)
                   : fmt::format(" LIMIT {} OFFSET {}", asked.page_size, (asked.page - 1) * asked.page_size);
    }

    Result<void> read(const lists::Where& where, const std::string& limit,
                      const std::function<void(NumberRow&&)>& take) const {
        return db_.each<NumberRow>(
            fmt::format("SELECT number{} FROM dialled_numbers{}{}{}{}", columns_of(*question_.shape, one_), where.sql,
                        one_ ? "" : " GROUP BY number", order_of(question_, one_), limit),
            take, where.params);
    }

    db::Connection& db_;
    const Question& question_;
    const lists::Where& where_;
    bool one_;
};

/// Of all numbers there is a row.
lists::Where where_of_total(const Question& question, const SummedDays& days) {
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
    const auto days = summed_days(question);
    const bool one = days.one_each();
    const auto where = where_of(question, days);
    const auto in_total = where_of_total(question, days);
    YH_TRY(const auto total, connection.one<NumberRow>(fmt::format("SELECT '' AS number{} FROM dialled_numbers{}",
                                                                   columns_of(shape, false), in_total.sql),
                                                       in_total.params));
    answer.total = values_of(shape, sums_of(total), sums_of(total));
    const Numbers numbers{connection, question, where, one};
    const auto add = [&](NumberRow&& row) {
        ReportRow made;
        made.values = values_of(shape, sums_of(row), sums_of(total));
        made.key = std::move(row.number);
        answer.rows.push_back(std::move(made));
    };
    if (whole == Whole::Page && !one) {
        YH_TRY(const auto page, numbers.page());
        if (!page.empty()) {
            answer.rows_total = page.front().numbers;
            return numbers.each(page, add);
        }
    }
    YH_TRY(answer.rows_total, numbers.count());
    if (whole == Whole::All && answer.rows_total > static_cast<std::int64_t>(most_rows)) {
        return invalid_input("report.too_many_rows", fmt::format("{} rows", answer.rows_total));
    }
    return numbers.each(whole, add);
}

}  // namespace yh::office::reports
