#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "http/text.h"
#include "office/imports/kind.h"
#include "office/imports/sheet.h"

namespace yh::office::imports {

namespace {

/// Names are compared without case, blanks and stars: "姓名 *" is 姓名.
std::string plain(std::string_view name) {
    std::string text;
    for (const char c : name) {
        if (c != ' ' && c != '*' && c != '\t') {
            text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return text;
}

bool has_title(const Column& column, const std::string& name) {
    return name == plain(column.key) || name == plain(column.title.chinese) || name == plain(column.title.english);
}

bool has_other_name(const Column& column, const std::string& name) {
    const auto others = http::split(column.other_names, '|');
    return std::ranges::any_of(others, [&](std::string_view other) { return !other.empty() && name == plain(other); });
}

}  // namespace

ColumnsPtr columns_of(const Kind& kind, const Office& office, const people::SignedIn& who) {
    if (kind.columns_for) {
        return kind.columns_for(office, who);
    }
    auto columns = std::make_shared<Columns>();
    columns->all.assign(kind.columns.begin(), kind.columns.end());
    return columns;
}

bool may_import(const Kind& kind, const people::SignedIn& who) {
    return people::may(who, kind.right) && (kind.also_right.empty() || people::may(who, kind.also_right));
}

Result<Table> map_sheet(std::span<const Column> columns, std::size_t most_rows, const Sheet& sheet) {
    if (sheet.rows.size() > most_rows) {
        return invalid_input("import.too_many_rows", std::to_string(most_rows));
    }
    Table table;
    table.present.resize(columns.size());
    constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
    std::vector<std::size_t> place(sheet.head.size(), nowhere);
    // What people call a column otherwise counts where none bears its title: 姓名 beside 客户名称 is another thing.
    for (const auto is_called : {has_title, has_other_name}) {
        for (std::size_t at = 0; at < sheet.head.size(); ++at) {
            const auto name = plain(sheet.head[at]);
            const auto column = std::ranges::find_if(columns, [&](const Column& one) { return is_called(one, name); });
            const auto found = static_cast<std::size_t>(column - columns.begin());
            if (place[at] != nowhere || column == columns.end() ||
                (is_called == has_other_name && table.present[found])) {
                continue;
            }
            if (table.present[found]) {
                return invalid_input("import.column_twice", sheet.head[at]);
            }
            place[at] = found;
            table.present[found] = true;
        }
    }
    for (std::size_t at = 0; at < sheet.head.size(); ++at) {
        if (place[at] == nowhere && !sheet.head[at].empty()) {
            table.ignored.push_back(sheet.head[at]);
        }
    }
    for (std::size_t column = 0; column < columns.size(); ++column) {
        if (columns[column].required && !table.present[column]) {
            return invalid_input("import.no_column", std::string{columns[column].key});
        }
    }
    for (const auto& row : sheet.rows) {
        Row mapped{row.line, std::vector<std::string>(columns.size())};
        for (std::size_t at = 0; at < std::min(row.cells.size(), place.size()); ++at) {
            if (place[at] != nowhere) {
                mapped.cells[place[at]] = row.cells[at];
            }
        }
        table.rows.push_back(std::move(mapped));
    }
    return table;
}

std::string_view text_of(lists::Title title, http::Language language) {
    return language == http::Language::Chinese ? title.chinese : title.english;
}

}  // namespace yh::office::imports
