#include "office/lists/csv.h"

namespace yh::office::lists {

void Csv::cell(std::string_view value) {
    if (row_began_) {
        text_ += ',';
    }
    row_began_ = true;
    const bool formula = !value.empty() && std::string_view{"=+-@\t\r\n"}.find(value.front()) != std::string_view::npos;
    const bool quote = value.find_first_of(",\"\r\n") != std::string_view::npos;
    if (quote) {
        text_ += '"';
    }
    if (formula) {
        text_ += '\'';
    }
    for (const char c : value) {
        if (c == '"') {
            text_ += '"';
        }
        text_ += c;
    }
    if (quote) {
        text_ += '"';
    }
}

void Csv::end_row() {
    text_ += "\r\n";
    row_began_ = false;
}

}  // namespace yh::office::lists
