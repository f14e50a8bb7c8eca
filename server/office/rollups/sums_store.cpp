#include <fmt/format.h>

#include <string>

#include "base/describe.h"
#include "office/rollups/local_time.h"
#include "office/rollups/sums.h"
#include "office/rollups/wholes.h"

namespace yh::office::rollups {

namespace {

/// INSERT … ON CONFLICT (keys) DO UPDATE SET each other column = what is there + what comes.
template <class Row>
std::string adding_sql() {
    std::string columns;
    std::string marks;
    std::string keys;
    std::string sums;
    std::size_t index = 0;
    for (const auto name : field_names<Row>) {
        const std::string_view comma = index == 0 ? "" : ", ";
        columns += fmt::format("{}{}", comma, name);
        marks += fmt::format("{}?", comma);
        if (index < Row::keys) {
            keys += fmt::format("{}{}", comma, name);
        } else {
            sums += fmt::format("{}{} = {}.{} + excluded.{}", sums.empty() ? "" : ", ", name, Row::table, name, name);
        }
        ++index;
    }
    return fmt::format("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET {}", Row::table, columns, marks,
                       keys, sums);
}

template <class Row>
Result<void> add_rows(db::Connection& connection, const RowsByKey<Row>& rows) {
    static const auto sql = adding_sql<Row>();
    for (const auto& [key, row] : rows.all()) {
        db::Params params;
        params.reserve(field_count<Row>);
        for_each_field(row, [&](std::string_view, const auto& field) { params.push_back(db::to_param(field)); });
        YH_CHECK(connection.run(sql, params));
    }
    return {};
}

template <class Row>
RowsByKey<Row> spans_of(const RowsByKey<Row>& days, std::int64_t (*span_of)(std::int64_t day)) {
    RowsByKey<Row> spans;
    for (const auto& [key, day] : days.all()) {
        auto span = day;
        span.day = span_of(day.day);
        spans.add(span);
    }
    return spans;
}

/// Days, and the spans of time that the table keeps besides them.
template <class Row>
Result<void> add_all(db::Connection& connection, const RowsByKey<Row>& parts) {
    const auto& days = with_wholes(parts);
    YH_CHECK(add_rows(connection, days));
    YH_CHECK(add_rows(connection, spans_of(days, month_of)));
    if constexpr (keeps_years<Row>) {
        YH_CHECK(add_rows(connection, spans_of(days, year_of)));
    }
    return {};
}

}  // namespace

Result<void> add_days_to(db::Connection& connection, const Sums& sums) {
    Result<void> added;
    sums.each_table([&](const auto& rows) {
        if (added.ok()) {
            added = add_rows(connection, with_wholes(rows));
        }
    });
    return added;
}

Result<void> add_to(db::Connection& connection, const Sums& sums) {
    Result<void> added;
    sums.each_table([&](const auto& rows) {
        if (added.ok()) {
            added = add_all(connection, rows);
        }
    });
    return added;
}

}  // namespace yh::office::rollups
