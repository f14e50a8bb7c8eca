#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/imports/import_views.h"
#include "office/imports/kind.h"

// The tables of imports. Thread: the writer's, unless said otherwise.
namespace yh::office::imports {

struct NewImport {
    ImportId id;
    model::TenantId tenant;
    model::UserId user;
    std::string kind;
    std::string file_name;
    Existing existing = Existing::Skip;
    std::vector<std::string> columns;  ///< keys of those that the file has
    std::vector<std::string> ignored;
    std::int64_t rows_total = 0;
    std::int64_t created_at_ms = 0;
};
Result<void> insert_import(db::Connection& connection, const NewImport& wanted);

/// How far an import is, and what became of its rows.
struct Tally {
    std::int64_t done = 0;
    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::int64_t same = 0;
    std::int64_t failed = 0;

    void count(const RowFate& fate);
};

/// What became of some rows, in their order. The import must be as far as `before` says and in `state`; else error
/// import.moved_on, and what was done with the rows is undone with it. `kept` cells only are written down.
struct Portion {
    ImportId id;
    ImportState state = ImportState::Running;
    Tally before{};
    std::vector<bool> present{};  ///< which columns the file has: cells of those only are kept; empty: all
};
Result<Tally> note_portion(db::Connection& connection, const Portion& portion, std::span<const Column> columns,
                           std::span<const Row> rows, std::span<const RowFate> fates);

/// Its person wants it to run. Whoever asks first gets how far it is: nothing yet, or where it stopped. None: it runs
/// already, has ended, or is somebody else's, and nothing was changed.
Result<std::optional<Tally>> begin_run(db::Connection& connection, ImportId id, model::UserId user,
                                       std::int64_t now_ms);
Result<void> note_state(db::Connection& connection, ImportId id, ImportState state);
Result<void> note_end(db::Connection& connection, ImportId id, ImportState state, const std::string& problem,
                      std::int64_t now_ms);
/// Gives up one that waits for its person. False: there is none.
Result<bool> give_up(db::Connection& connection, ImportId id, model::UserId user, std::int64_t now_ms);

/// What a process before us left: what ran can go on, what was being checked has failed. Answers whose files are still
/// wanted.
Result<std::set<std::int64_t>> stop_interrupted(db::Connection& connection, std::int64_t now_ms);
/// Imports that have had their time: their failed rows go. Answers which.
Result<std::vector<std::int64_t>> expire(db::Connection& connection, std::int64_t now_ms);

struct FailureRow {
    std::int64_t line = 0;
    std::vector<std::string> cells;  ///< by the columns of the import
    std::string field;
    std::string code;
    std::string kind;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(FailureRow, (), (line, cells, field, code, kind, detail))
/// The rows that were not taken in, `most` of them behind the line `after`. Thread: one that may block.
Result<std::vector<FailureRow>> failures_of(db::Connection& connection, ImportId id, std::int64_t after,
                                            std::int64_t most);
/// Keys of the columns that its file has. Thread: one that may block.
Result<std::vector<std::string>> columns_of(db::Connection& connection, ImportId id);

}  // namespace yh::office::imports
