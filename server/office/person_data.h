#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/json.h"
#include "office/eraser.h"

// All that is known of one person by a telephone number (B20): each room says how its own data is found, copied for the
// person and forgotten; office/persons orders it.
namespace yh::office {

/// Whose data. `spellings`: every way a network writes the number.
struct PersonSpan {
    std::int64_t tenant = 0;
    std::int64_t user = 0;  ///< who ordered it
    std::int64_t now_ms = 0;
    std::int64_t held_from_ms = 0;  ///< calls and sound of this time and later the law keeps
    std::string number;             ///< the normal form
    std::vector<std::string> spellings;
};

/// SQL with {numbers} made places for every spelling, and its values: the company, the spellings, then `behind`.
std::string with_numbers(std::string_view sql, const PersonSpan& span);
db::Params person_params(const PersonSpan& span, std::initializer_list<std::int64_t> behind = {});

/// " FROM table WHERE …": the rows of a room that name the person by `number`, or by `customer_id` a card of theirs, a
/// contact of it or a duplicate that went into it; and their values.
std::string from_their_rows(std::string_view table, const PersonSpan& span);
db::Params their_rows_params(const PersonSpan& span);

/// One table of what a person gets: for people as rows of text, for programs as JSON.
struct PersonTable {
    std::string name;
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    std::string json;
};

template <DescribedStruct T>
PersonTable person_table(std::string_view name, const std::vector<T>& rows) {
    PersonTable table{std::string{name}, {}, {}, to_json(rows)};
    for (const auto column : field_names<T>) {
        table.columns.emplace_back(column);
    }
    for (const auto& row : rows) {
        auto& cells = table.rows.emplace_back();
        for_each_field(row, [&](std::string_view, const auto& field) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(field)>, std::string>) {
                cells.push_back(field);
            } else {
                auto text = to_json(field);
                cells.push_back(text == "null" ? std::string{} : std::move(text));
            }
        });
    }
    return table;
}

/// A file below the folder of recordings, and what it is called for the person.
struct PersonFile {
    std::string path;
    std::string name;
};

struct PersonData {
    std::vector<PersonTable> tables;
    std::vector<PersonFile> files;
};

/// What the law keeps, and until when.
struct PersonHold {
    std::int64_t rows = 0;
    std::int64_t newest_ms = 0;
};

/// How one room's data of a person is counted, copied and erased. Threads that may block; `erase` runs on the writer's,
/// perhaps several times.
struct PersonPart {
    std::string_view what;
    Result<std::vector<ErasedCount>> (*count)(db::Connection&, const PersonSpan&) = nullptr;
    Result<PersonHold> (*held)(db::Connection&, const PersonSpan&) = nullptr;  ///< absent: the law keeps none of it
    Result<PersonData> (*read)(db::Connection&, const PersonSpan&) = nullptr;
    /// `most` at once; fewer mean that none are left but what the law keeps.
    Result<Erased> (*erase)(db::Connection&, const PersonSpan&, std::int64_t most) = nullptr;
};

}  // namespace yh::office
