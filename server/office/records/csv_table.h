#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/result.h"
#include "office/records/csv.h"
#include "office/records/record_csv.h"

// A list as a table of named columns with a title in either language. For the export of each list.
namespace yh::office::records {

template <class Row>
struct Column {
    std::string_view name;
    std::string_view chinese;
    std::string_view english;
    std::string (*cell)(const Row&, const CsvLook&);
};

/// A word of a closed list in the reader's language; unknown words stay as they are.
std::string said_word(std::string_view word, const CsvLook& look);

template <class E>
std::string said(E value, const CsvLook& look) {
    return said_word(enum_text(value), look);
}

/// Empty when there is no such time.
std::string time_or_none(std::optional<std::int64_t> at_ms, const CsvLook& look);
std::string whole_seconds(double seconds);

template <class Row>
Result<std::vector<const Column<Row>*>> chosen_columns(std::span<const Column<Row>> all, const CsvLook& look) {
    std::vector<const Column<Row>*> columns;
    for (const auto& name : look.columns) {
        const auto found = std::ranges::find(all, std::string_view{name}, &Column<Row>::name);
        if (found == all.end()) {
            return invalid_input("column.unknown", name);
        }
        columns.push_back(&*found);
    }
    if (columns.empty()) {
        for (const auto& column : all) {
            columns.push_back(&column);
        }
    }
    return columns;
}

/// Error: column.unknown.
template <class Row>
Result<std::string> write_table(std::span<const Column<Row>> all, const std::vector<Row>& rows, const CsvLook& look) {
    YH_TRY(const auto columns, chosen_columns(all, look));
    Csv csv;
    for (const auto* column : columns) {
        csv.cell(look.language == http::Language::Chinese ? column->chinese : column->english);
    }
    csv.end_row();
    for (const auto& row : rows) {
        for (const auto* column : columns) {
            csv.cell(column->cell(row, look));
        }
        csv.end_row();
    }
    return csv.take();
}

}  // namespace yh::office::records
