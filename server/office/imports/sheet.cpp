#include "office/imports/sheet.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>

#include "office/imports/sheet_builder.h"

namespace yh::office::imports {

namespace {

constexpr std::string_view blanks[] = {" ", "\t", "\r", "\n", "\xC2\xA0", "\xE3\x80\x80"};

bool starts_with_any(std::string_view text, std::size_t& length) {
    for (const auto blank : blanks) {
        if (text.starts_with(blank)) {
            length = blank.size();
            return true;
        }
    }
    return false;
}

bool ends_with_any(std::string_view text, std::size_t& length) {
    for (const auto blank : blanks) {
        if (text.ends_with(blank)) {
            length = blank.size();
            return true;
        }
    }
    return false;
}

}  // namespace

void trim_cell(std::string& text) {
    std::string_view left = text;
    std::size_t length = 0;
    while (starts_with_any(left, length)) {
        left.remove_prefix(length);
    }
    while (ends_with_any(left, length)) {
        left.remove_suffix(length);
    }
    text = std::string{left};
}

Result<void> SheetBuilder::add(std::int64_t line, std::vector<std::string> cells) {
    for (auto& cell : cells) {
        trim_cell(cell);
        if (cell.size() > limits_.cell_bytes) {
            return invalid_input("import.cell_too_long", std::to_string(line));
        }
        text_bytes_ += cell.size();
    }
    while (!cells.empty() && cells.back().empty()) {
        cells.pop_back();
    }
    if (cells.size() > limits_.columns) {
        return invalid_input("import.too_many_columns", std::to_string(line));
    }
    if (text_bytes_ > limits_.text_bytes) {
        return invalid_input("import.unpacks_too_large", std::to_string(line));
    }
    if (cells.empty()) {
        return {};
    }
    if (sheet_.head.empty()) {
        sheet_.head = std::move(cells);
        return {};
    }
    if (sheet_.rows.size() == limits_.rows) {
        return invalid_input("import.too_many_rows", std::to_string(limits_.rows));
    }
    // Lines are what failed rows are known by; a file may say any number, and the same one twice.
    const auto last = sheet_.rows.empty() ? 0 : sheet_.rows.back().line;
    sheet_.rows.push_back({std::max(line, last + 1), std::move(cells)});
    return {};
}

Result<Sheet> SheetBuilder::take() {
    if (sheet_.rows.empty()) {
        return invalid_input("import.empty");
    }
    return std::move(sheet_);
}

Result<Sheet> read_sheet(const std::string& path, const SheetLimits& limits) {
    std::ifstream file{path, std::ios::binary};
    std::string begin(8, '\0');
    file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    begin.resize(static_cast<std::size_t>(file.gcount()));
    if (begin.empty()) {
        return invalid_input("import.empty");
    }
    if (begin.starts_with("PK")) {
        return read_xlsx(path, limits);
    }
    if (begin.starts_with("\xD0\xCF\x11\xE0")) {
        return invalid_input("import.old_excel");
    }
    file.clear();
    file.seekg(0);
    return read_csv(std::string{std::istreambuf_iterator<char>{file}, {}}, limits);
}

}  // namespace yh::office::imports
