#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "http/request.h"
#include "office/lists/list.h"
#include "office/office.h"
#include "office/people/identity.h"

// What a file of rows can become: each room that takes rows in declares a kind of its own.
namespace yh::office::imports {

/// A column of the template. In a file it may be called by its key or by either title, with or without a star.
struct Column {
    std::string_view key;
    lists::Title title;
    lists::Title hint{};    ///< what may stand in it
    bool required = false;  ///< without this column the file is refused
    bool secret = false;    ///< what stands in it is kept nowhere
    /// By what else people call it, separated by |.
    std::string_view other_names{};
};

/// The columns of one company's files: those of the kind, and the fields that the company has besides.
struct Columns {
    std::vector<Column> all;
    std::deque<std::string> texts;  ///< what columns that are no constants look at

    std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }
};
using ColumnsPtr = std::shared_ptr<const Columns>;

/// A row of the file with its cells in the order of the kind's columns; empty where the file has no such column.
struct Row {
    std::int64_t line = 0;
    std::vector<std::string> cells;
};

/// What is done with rows that name what exists already: they fail, or change it.
enum class Existing { Skip, Change };
BOOST_DESCRIBE_ENUM(Existing, Skip, Change)

enum class Fate { Added, Changed, Same, Failed };

/// What becomes of one row.
struct RowFate {
    Fate fate = Fate::Failed;
    std::string field{};       ///< key of the column that is wrong; empty: the row itself
    Error error{};             ///< of a failed row; its code is a literal
    std::int64_t subject = 0;  ///< whom it made or changed
};

inline RowFate failed(Error error, std::string_view field = {}) {
    return {Fate::Failed, std::string{field}, std::move(error), 0};
}

/// Takes the rows of one file in, for the person who uploaded it. Of both functions each answers one fate a row, in
/// their order; an error is the trouble of the database alone.
class Importer {
  public:
    virtual ~Importer() = default;
    /// Texts by which two rows of a file are the same; later ones fail. Pure.
    virtual std::vector<std::string> keys(const Row& row) const = 0;
    /// What would become of the rows; changes nothing. Thread: one that may block.
    virtual Result<std::vector<RowFate>> check(db::Connection& connection, std::span<const Row> rows) const = 0;
    /// Whether it is checked by carrying it out and taking that back: what rows would do to each other is told then,
    /// too. `check` is not asked then.
    virtual bool rehearses() const { return false; }
    /// Makes it so, in the transaction that is open. `ids` are fresh, two a row, because a writer's job may run twice;
    /// `secrets` are what `prepare` made. Thread: the writer's.
    virtual Result<std::vector<RowFate>> carry_out(db::Connection& connection, std::span<const Row> rows,
                                                   std::span<const std::int64_t> ids,
                                                   const std::vector<std::string>& secrets,
                                                   std::int64_t now_ms) const = 0;
    /// What takes long and touches no database: one text a row. Thread: the one that hashes. Empty: nothing.
    virtual std::vector<std::string> prepare(std::span<const Row> /*rows*/) const { return {}; }
    virtual bool prepares() const { return false; }
    /// Some rows are in, and committed. Thread: home.
    virtual void on_portion(Office& /*office*/, std::span<const Row> /*rows*/, std::span<const RowFate> /*fates*/) {}
    /// No more come, however the import ended. Thread: home.
    virtual void on_end(Office& /*office*/) {}
};

struct Kind {
    std::string_view name;  ///< of its routes: /api/v1/imports/<name>
    lists::Title title;
    std::string_view right;
    std::span<const Column> columns;
    std::size_t most_rows = 10'000;   ///< R124
    std::size_t check_portion = 500;  ///< rows that are looked at together
    std::size_t portion = 100;        ///< rows that are taken in together, in one transaction
    std::function<std::shared_ptr<Importer>(const Office&, const people::SignedIn&, Existing)> make;
    std::string_view also_right{};  ///< needed besides `right`
    /// `columns` with those that a company adds; absent: it adds none. Thread: home.
    std::function<ColumnsPtr(const Office&, const people::SignedIn&)> columns_for{};
};

ColumnsPtr columns_of(const Kind& kind, const Office& office, const people::SignedIn& who);
bool may_import(const Kind& kind, const people::SignedIn& who);

/// A sheet whose columns have been found.
struct Table {
    std::vector<bool> present;         ///< by the kind's columns
    std::vector<std::string> ignored;  ///< heads that name no column
    std::vector<Row> rows;
    std::vector<bool> twice;  ///< by row: an earlier one is the same; filled when the keys are known
};

/// Finds the columns by the head. Errors: import.no_column, import.column_twice (the detail names them),
/// import.too_many_rows. Pure.
struct Sheet;
Result<Table> map_sheet(std::span<const Column> columns, std::size_t most_rows, const Sheet& sheet);

std::string_view text_of(lists::Title title, http::Language language);

}  // namespace yh::office::imports
