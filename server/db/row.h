#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "base/json.h"
#include "db/param.h"

namespace yh::db {

/// One value of a row, as the engine gave it. Bytes live until the next row.
struct Cell {
    enum class Kind { Null, Integer, Real, Text, Blob };
    Kind kind = Kind::Null;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view bytes;
};

/// The row at hand. Lives during one call of a sink.
class Row {
  public:
    virtual ~Row() = default;
    virtual std::size_t size() const = 0;
    virtual std::string_view name(std::size_t column) const = 0;
    virtual Cell cell(std::size_t column) const = 0;
};

/// Takes the rows of one statement; an error stops the statement and is what it returns.
class RowSink {
  public:
    virtual ~RowSink() = default;
    virtual Result<void> on_row(const Row& row) = 0;
};

namespace detail {

enum class Fit { Yes, Null, WrongType, OutOfRange };

template <class T>
Fit read_cell(const Cell& cell, T& into);

template <std::integral T>
Fit read_integer(const Cell& cell, T& into) {
    if (cell.kind != Cell::Kind::Integer) {
        return Fit::WrongType;
    }
    if (!std::in_range<T>(cell.integer)) {
        return Fit::OutOfRange;
    }
    into = static_cast<T>(cell.integer);
    return Fit::Yes;
}

template <class T>
Fit read_word(const Cell& cell, T& into) {
    if (cell.kind != Cell::Kind::Text) {
        return Fit::WrongType;
    }
    auto parsed = [&] {
        if constexpr (DescribedEnum<T>) {
            return find_enum<T>(cell.bytes);
        } else if constexpr (TextType<T>) {
            return T::parse(cell.bytes);
        } else {
            // Ours from an earlier version, perhaps: what it does not have keeps its default.
            return from_json<T>(cell.bytes, JsonAbsent::KeepsDefault, {.max_bytes = 64 * 1024 * 1024});
        }
    }();
    if (!parsed) {
        return Fit::WrongType;
    }
    into = *std::move(parsed);
    return Fit::Yes;
}

template <class T>
Fit read_cell(const Cell& cell, T& into) {
    if constexpr (OptionalType<T>) {
        if (cell.kind == Cell::Kind::Null) {
            into.reset();
            return Fit::Yes;
        }
        return read_cell(cell, into.emplace());
    } else if constexpr (IdType<T>) {
        if (cell.kind == Cell::Kind::Null) {
            into = T{};
            return Fit::Yes;
        }
        return read_integer(cell, into.value);
    } else {
        if (cell.kind == Cell::Kind::Null) {
            return Fit::Null;
        }
        if constexpr (std::is_same_v<T, bool>) {
            into = cell.integer != 0;
            return cell.kind == Cell::Kind::Integer ? Fit::Yes : Fit::WrongType;
        } else if constexpr (std::integral<T>) {
            return read_integer(cell, into);
        } else if constexpr (std::floating_point<T>) {
            into = static_cast<T>(cell.kind == Cell::Kind::Real ? cell.real : static_cast<double>(cell.integer));
            return cell.kind == Cell::Kind::Real || cell.kind == Cell::Kind::Integer ? Fit::Yes : Fit::WrongType;
        } else if constexpr (std::is_same_v<T, std::string>) {
            into = cell.bytes;
            return cell.kind == Cell::Kind::Text ? Fit::Yes : Fit::WrongType;
        } else if constexpr (std::is_same_v<T, Blob>) {
            into.bytes = cell.bytes;
            return cell.kind == Cell::Kind::Blob ? Fit::Yes : Fit::WrongType;
        } else {
            return read_word(cell, into);
        }
    }
}

/// The error for a column that did not fit.
Error misfit(Fit fit, std::string_view column);
/// Where each named field stands in the row. Error: db.missing_column.
Result<void> find_columns(const Row& row, std::span<const std::string_view> names, std::span<std::size_t> columns);

}  // namespace detail

/// Whether T is read from a whole row, by column name; everything else is read from the first column.
template <class T>
inline constexpr bool is_row_type = DescribedStruct<T> && !IdType<T> && !TextType<T>;

/// Reads rows of one statement into values of T. Lives for one statement.
template <class T>
class RowReader {
  public:
    Result<T> read(const Row& row) {
        T made{};
        if constexpr (is_row_type<T>) {
            if (!mapped_) {
                YH_CHECK(detail::find_columns(row, field_names<T>, columns_));
                mapped_ = true;
            }
            YH_CHECK(read_fields(row, made));
        } else {
            const auto fit = detail::read_cell(row.cell(0), made);
            if (fit != detail::Fit::Yes) {
                return detail::misfit(fit, row.name(0));
            }
        }
        return made;
    }

  private:
    static constexpr std::size_t count() {
        if constexpr (is_row_type<T>) {
            return field_count<T>;
        } else {
            return 1;
        }
    }

    Result<void> read_fields(const Row& row, T& into) const {
        std::size_t next = 0;
        auto fit = detail::Fit::Yes;
        std::string_view name;
        for_each_field(into, [&](std::string_view field, auto& value) {
            const auto column = columns_[next++];
            if (fit == detail::Fit::Yes) {
                fit = detail::read_cell(row.cell(column), value);
                name = field;
            }
        });
        if (fit != detail::Fit::Yes) {
            return detail::misfit(fit, name);
        }
        return {};
    }

    std::array<std::size_t, count()> columns_{};
    bool mapped_ = false;
};

}  // namespace yh::db
