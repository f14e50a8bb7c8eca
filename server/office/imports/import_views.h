#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/ids.h"
#include "office/imports/kind.h"
#include "office/lists/list_store.h"

namespace yh::office::imports {

struct ImportTag;
using ImportId = Id<ImportTag>;

/// Checking → Checked (what would happen is known) → Waiting → Running → Done. Stopped: cut short, by a restart or a
/// trouble of the database; it can go on where it stopped.
enum class ImportState { Checking, Checked, Waiting, Running, Stopped, Done, Cancelled, Failed, Expired };
BOOST_DESCRIBE_ENUM(ImportState, Checking, Checked, Waiting, Running, Stopped, Done, Cancelled, Failed, Expired)

/// One import, as its person sees it. Before it runs the figures say what would happen.
struct ImportView {
    ImportId id;
    std::string kind;
    std::string file_name;
    Existing existing = Existing::Skip;
    ImportState state = ImportState::Checking;
    std::string problem;               ///< a code: interrupted, db.…
    std::vector<std::string> ignored;  ///< heads of the file that name no column
    std::int64_t rows_total = 0;
    std::int64_t rows_done = 0;
    std::int64_t rows_added = 0;
    std::int64_t rows_changed = 0;
    std::int64_t rows_same = 0;
    std::int64_t rows_failed = 0;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> ended_at_ms;
    std::int64_t expires_at_ms = 0;
    std::string agent;  ///< whose it is
    std::string agent_name;
    bool mine = false;
};
BOOST_DESCRIBE_STRUCT(ImportView, (),
                      (id, kind, file_name, existing, state, problem, ignored, rows_total, rows_done, rows_added,
                       rows_changed, rows_same, rows_failed, created_at_ms, ended_at_ms, expires_at_ms, agent,
                       agent_name, mine))

extern const lists::List import_list;
lists::Listing<ImportView> imports();

/// A row that was not taken in (R216).
struct FailedRow {
    std::int64_t line = 0;
    std::string field;  ///< title of the column that is wrong; empty: the row itself
    std::string reason;
    std::vector<std::string> cells;  ///< by the columns of the answer
};
BOOST_DESCRIBE_STRUCT(FailedRow, (), (line, field, reason, cells))

struct FailedRows {
    std::vector<std::string> columns;  ///< titles of those that the file had
    std::vector<FailedRow> items;
    std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(FailedRows, (), (columns, items, total))

}  // namespace yh::office::imports
