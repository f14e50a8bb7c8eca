#include "db/postgres_row.h"

#include <charconv>

namespace yh::db {

namespace {

Cell integer_cell(std::string_view text) {
    Cell cell{.kind = Cell::Kind::Integer, .bytes = text};
    std::from_chars(text.data(), text.data() + text.size(), cell.integer);
    return cell;
}

Cell real_cell(std::string_view text) {
    Cell cell{.kind = Cell::Kind::Real, .bytes = text};
    std::from_chars(text.data(), text.data() + text.size(), cell.real);
    return cell;
}

// sum() over BIGINT is NUMERIC here and an integer in SQLite: whole numbers that fit are integers in both.
Cell numeric_cell(std::string_view text) {
    Cell cell{.kind = Cell::Kind::Integer, .bytes = text};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), cell.integer);
    if (failure == std::errc{} && end == text.data() + text.size()) {
        return cell;
    }
    return real_cell(text);
}

int hex_digit(char c) {
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

// bytea_output is "hex" since PostgreSQL 9: \x and two small digits for each byte.
void decode_hex(std::string_view text, std::string& out) {
    out.clear();
    for (std::size_t i = 2; i + 1 < text.size(); i += 2) {
        out += static_cast<char>(hex_digit(text[i]) * 16 + hex_digit(text[i + 1]));
    }
}

}  // namespace

PostgresRow::PostgresRow(const PGresult* result) : result_{result} {
    const auto columns = ::PQnfields(result);
    types_.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) {
        types_.push_back(::PQftype(result, column));
    }
}

std::string_view PostgresRow::name(std::size_t column) const {
    return ::PQfname(result_, static_cast<int>(column));
}

Cell PostgresRow::cell(std::size_t index) const {
    const auto column = static_cast<int>(index);
    if (::PQgetisnull(result_, row_, column) != 0) {
        return {};
    }
    const std::string_view text{::PQgetvalue(result_, row_, column),
                                static_cast<std::size_t>(::PQgetlength(result_, row_, column))};
    switch (types_[index]) {
        case oid::int2:
        case oid::int4:
        case oid::int8:
            return integer_cell(text);
        case oid::boolean:
            return {.kind = Cell::Kind::Integer, .integer = text == "t" ? 1 : 0, .bytes = text};
        case oid::float4:
        case oid::float8:
            return real_cell(text);
        case oid::numeric:
            return numeric_cell(text);
        case oid::bytea:
            decoded_.resize(types_.size());
            decode_hex(text, decoded_[index]);
            return {.kind = Cell::Kind::Blob, .bytes = decoded_[index]};
        default:
            return {.kind = Cell::Kind::Text, .bytes = text};
    }
}

}  // namespace yh::db
