#include "office/lists/list_rows.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <unordered_map>

#include "office/lists/list_store.h"
#include "office/lists/region.h"
#include "office/lists/words.h"

namespace yh::office::lists {

namespace {

/// One value as the database gave it, kept.
struct Value {
    db::Cell::Kind kind = db::Cell::Kind::Null;
    std::int64_t integer = 0;
    double real = 0;
    std::string text;
};

struct RawRow {
    std::vector<Value> values;
};

}  // namespace

}  // namespace yh::office::lists

/// Columns that are only known at run time are read as they come.
template <>
class yh::db::RowReader<yh::office::lists::RawRow> {
  public:
    Result<yh::office::lists::RawRow> read(const Row& row) {
        yh::office::lists::RawRow made;
        for (std::size_t column = 0; column < row.size(); ++column) {
            const auto cell = row.cell(column);
            made.values.push_back({cell.kind, cell.integer, cell.real, std::string{cell.bytes}});
        }
        return made;
    }
};

namespace yh::office::lists {

namespace {

std::string text_of(const Value& value) {
    switch (value.kind) {
        case db::Cell::Kind::Null:
            return {};
        case db::Cell::Kind::Integer:
            return std::to_string(value.integer);
        case db::Cell::Kind::Real:
            return fmt::format("{}", value.real);
        case db::Cell::Kind::Text:
        case db::Cell::Kind::Blob:
            return value.text;
    }
    return {};
}

/// A member of a JSON text comes as a text from one of the databases.
FileCell number_cell(std::string text) {
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
        return {std::move(text), {}};
    }
    // 42.0 is how a database writes a number that happens to be whole.
    constexpr double exact = 1e15;
    if (number == std::floor(number) && std::abs(number) < exact) {
        text = fmt::format("{:.0f}", number);
    }
    return {std::move(text), number};
}

FileCell seconds(double value) {
    return {fmt::format("{:.0f}", value), value};
}

FileCell cell_of(const Column& column, const Value& value, const Reader& reader, const people::NumberMask& mask,
                 const std::string& customer) {
    const bool missing = value.kind == db::Cell::Kind::Null;
    const double real = value.kind == db::Cell::Kind::Real ? value.real : static_cast<double>(value.integer);
    switch (column.kind) {
        case Kind::Text:
        case Kind::Id:
            return {text_of(value), {}};
        case Kind::Number:
            return number_cell(text_of(value));
        case Kind::Chosen:
            return {said_choices(column, text_of(value), reader.language), {}};
        case Kind::Person:
            return {text_of(value), {}};
        case Kind::Time:
            return {missing || value.integer == 0 ? std::string{} : local_time(value.integer, reader.utc_offset_min),
                    {}};
        case Kind::Milliseconds:
            return missing ? FileCell{} : seconds(real / 1000);
        case Kind::Seconds:
            return missing ? FileCell{} : seconds(real);
        case Kind::Word:
            return {said_word(column, text_of(value), reader.language), {}};
        case Kind::YesNo:
            return {said_word({}, real != 0 ? "yes" : "no", reader.language), {}};
        case Kind::Telephone:
            return {mask.shown(text_of(value)), {}};
        case Kind::Setting:
            return {said_settings(reader, text_of(value)), {}};
        case Kind::Region:
            return {std::string{region_of(text_of(value)).in(reader.language)}, {}};
        case Kind::Dialled:
            return {text_of(value) == customer ? mask.shown(customer) : text_of(value), {}};
    }
    return {};
}

}  // namespace

Result<ListRows> ListRows::open(db::Connection& connection, const List& list, Asked asked,
                                std::vector<const Column*> columns, std::int64_t most, FileRows which) {
    // A file has no column for what its reader may not see.
    std::erase_if(columns, [&](const Column* column) { return !asked.reader.who.fields.sees(column->field); });
    ListRows rows{list, std::move(asked), std::move(columns)};
    if (which == FileRows::Page) {
        YH_TRY(const auto led, with_ways(connection, list, rows.asked_));
        YH_TRY(auto found, find_ids(connection, list, led));
        rows.ids_ = std::move(found.ids);
        return rows;
    }
    YH_TRY(rows.ids_, ids_of(connection, list, rows.asked_, most + 1));
    if (rows.total() > most) {
        return invalid_input("export.too_many", fmt::format("more than {} rows", most));
    }
    return rows;
}

std::vector<std::string> ListRows::titles() const {
    std::vector<std::string> titles;
    for (const auto* column : columns_) {
        titles.emplace_back(asked_.reader.language == http::Language::Chinese ? column->title.chinese
                                                                              : column->title.english);
    }
    return titles;
}

// The id and the customer's number stand in front: the one for the order, the other for what must be hidden.
std::string ListRows::select(db::Engine engine) const {
    const auto* customer = find_column(*list_, list_->customer);
    auto sql = fmt::format("SELECT {} AS row_id, {} AS row_customer", list_->id,
                           customer == nullptr ? std::string_view{"''"} : customer->sql);
    for (const auto* column : columns_) {
        sql += fmt::format(", {} AS {}", sql_of(*list_, *column, engine), column->key);
    }
    return sql + fmt::format(" FROM {}", list_->from);
}

Result<std::vector<FileRow>> ListRows::next(db::Connection& connection) {
    constexpr std::size_t portion = 500;
    const auto count = std::min(portion, ids_.size() - done_);
    if (count == 0) {
        return std::vector<FileRow>{};
    }
    const auto first = ids_.begin() + static_cast<std::ptrdiff_t>(done_);
    const std::vector<std::int64_t> ids{first, first + static_cast<std::ptrdiff_t>(count)};
    const auto where = where_ids(*list_, ids);
    std::unordered_map<std::int64_t, std::size_t> places;
    for (std::size_t i = 0; i < count; ++i) {
        places.emplace(ids[i], i);
    }
    YH_TRY(const auto hidden, hidden_rows(connection, *list_, asked_.reader, ids));
    std::vector<FileRow> rows(count);
    YH_CHECK(connection.each<RawRow>(
        select(connection.engine()) + where.sql,
        [&](RawRow&& raw) {
            auto& row = rows[places.at(raw.values[0].integer)];
            const auto customer = text_of(raw.values[1]);
            const auto mask = mask_of(asked_.reader, hidden.contains(raw.values[0].integer));
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                row.push_back(cell_of(*columns_[i], raw.values[i + 2], asked_.reader, mask, customer));
            }
        },
        where.params));
    done_ += count;
    std::erase_if(rows, [](const FileRow& row) { return row.empty(); });
    return rows;
}

std::string local_time(std::int64_t at_ms, std::int64_t utc_offset_min) {
    const auto there = static_cast<std::time_t>(at_ms / 1000 + utc_offset_min * 60);
    return fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::gmtime(there));
}

}  // namespace yh::office::lists
