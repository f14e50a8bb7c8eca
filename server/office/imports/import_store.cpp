#include "office/imports/import_store.h"

#include "base/describe.h"
#include "base/json.h"

namespace yh::office::imports {

namespace {

constexpr std::int64_t day_ms = std::int64_t{24} * 3600 * 1000;
constexpr std::int64_t kept_ms = 7 * day_ms;

struct TallyRow {
    std::int64_t rows_done = 0;
    std::int64_t rows_added = 0;
    std::int64_t rows_changed = 0;
    std::int64_t rows_same = 0;
    std::int64_t rows_failed = 0;
};
BOOST_DESCRIBE_STRUCT(TallyRow, (), (rows_done, rows_added, rows_changed, rows_same, rows_failed))

std::string_view word_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::NotFound:
            return "not_found";
        case ErrorKind::Conflict:
            return "conflict";
        case ErrorKind::Forbidden:
            return "forbidden";
        default:
            return "invalid_input";
    }
}

Result<void> insert_failure(db::Connection& connection, const Portion& portion, std::span<const Column> columns,
                            const Row& row, const RowFate& fate) {
    std::vector<std::string> cells;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        if (portion.present.empty() || portion.present[at]) {
            cells.push_back(columns[at].secret ? std::string{} : row.cells[at]);
        }
    }
    return connection.change(
        "INSERT INTO import_failures (import_id, line, cells, field, code, kind, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
        portion.id, row.line, to_json(cells), fate.field, std::string{fate.error.code}, word_of(fate.error.kind),
        fate.error.detail);
}

}  // namespace

void Tally::count(const RowFate& fate) {
    ++done;
    switch (fate.fate) {
        case Fate::Added:
            ++added;
            break;
        case Fate::Changed:
            ++changed;
            break;
        case Fate::Same:
            ++same;
            break;
        case Fate::Failed:
            ++failed;
            break;
    }
}

// A file that nobody runs is kept for a day: it may hold first passwords.
Result<void> insert_import(db::Connection& connection, const NewImport& wanted) {
    return connection.change(
        "INSERT INTO imports (id, tenant_id, user_id, kind, file_name, existing, state, problem, columns, ignored, "
        "rows_total, rows_done, rows_added, rows_changed, rows_same, rows_failed, created_at_ms, expires_at_ms) VALUES "
        "(?, ?, ?, ?, ?, ?, 'checking', '', ?, ?, ?, 0, 0, 0, 0, 0, ?, ?)",
        wanted.id, wanted.tenant, wanted.user, wanted.kind, wanted.file_name, wanted.existing, to_json(wanted.columns),
        to_json(wanted.ignored), wanted.rows_total, wanted.created_at_ms, wanted.created_at_ms + day_ms);
}

Result<Tally> note_portion(db::Connection& connection, const Portion& portion, std::span<const Column> columns,
                           std::span<const Row> rows, std::span<const RowFate> fates) {
    auto tally = portion.before;
    for (const auto& fate : fates) {
        tally.count(fate);
    }
    YH_TRY(const auto moved,
           connection.run("UPDATE imports SET rows_done = ?, rows_added = ?, rows_changed = ?, rows_same = ?, "
                          "rows_failed = ? WHERE id = ? AND state = ? AND rows_done = ?",
                          tally.done, tally.added, tally.changed, tally.same, tally.failed, portion.id, portion.state,
                          portion.before.done));
    if (moved != 1) {
        return conflict("import.moved_on");
    }
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (fates[at].fate == Fate::Failed) {
            YH_CHECK(insert_failure(connection, portion, columns, rows[at], fates[at]));
        }
    }
    return tally;
}

Result<std::optional<Tally>> begin_run(db::Connection& connection, ImportId id, model::UserId user,
                                       std::int64_t now_ms) {
    YH_TRY(const auto fresh,
           connection.run("UPDATE imports SET state = 'waiting', rows_done = 0, rows_added = 0, rows_changed = 0, "
                          "rows_same = 0, rows_failed = 0, started_at_ms = ? WHERE id = ? AND user_id = ? AND state = "
                          "'checked'",
                          now_ms, id, user));
    if (fresh == 1) {
        YH_CHECK(connection.run("DELETE FROM import_failures WHERE import_id = ?", id));
        return std::optional{Tally{}};
    }
    YH_TRY(const auto again,
           connection.run("UPDATE imports SET state = 'waiting', problem = '' WHERE id = ? AND user_id = ? AND state = "
                          "'stopped'",
                          id, user));
    if (again != 1) {
        return std::optional<Tally>{};
    }
    YH_TRY(const auto row, connection.row<TallyRow>("SELECT rows_done, rows_added, rows_changed, rows_same, "
                                                    "rows_failed FROM imports WHERE id = ?",
                                                    id));
    return std::optional{Tally{row->rows_done, row->rows_added, row->rows_changed, row->rows_same, row->rows_failed}};
}

Result<void> note_state(db::Connection& connection, ImportId id, ImportState state) {
    return connection.change("UPDATE imports SET state = ? WHERE id = ?", state, id);
}

Result<void> note_end(db::Connection& connection, ImportId id, ImportState state, const std::string& problem,
                      std::int64_t now_ms) {
    // What can go on keeps its file, and has no more than the day of a file that waits.
    const auto expires = now_ms + (state == ImportState::Stopped ? day_ms : kept_ms);
    return connection.change(
        "UPDATE imports SET state = ?, problem = ?, ended_at_ms = ?, expires_at_ms = ? WHERE id = ?", state, problem,
        now_ms, expires, id);
}

Result<bool> give_up(db::Connection& connection, ImportId id, model::UserId user, std::int64_t now_ms) {
    YH_TRY(const auto count, connection.run("UPDATE imports SET state = 'cancelled', ended_at_ms = ?, expires_at_ms = "
                                            "? WHERE id = ? AND user_id = ? AND state IN ('checked', 'stopped')",
                                            now_ms, now_ms + kept_ms, id, user));
    return count == 1;
}

Result<std::set<std::int64_t>> stop_interrupted(db::Connection& connection, std::int64_t now_ms) {
    YH_CHECK(
        connection.run("UPDATE imports SET state = 'stopped', problem = 'interrupted', ended_at_ms = ?, "
                       "expires_at_ms = ? WHERE state IN ('waiting', 'running')",
                       now_ms, now_ms + day_ms));
    YH_CHECK(
        connection.run("UPDATE imports SET state = 'failed', problem = 'interrupted', ended_at_ms = ? WHERE state "
                       "= 'checking'",
                       now_ms));
    YH_TRY(const auto wanted,
           connection.rows<std::int64_t>("SELECT id FROM imports WHERE state IN ('checked', 'stopped')"));
    return std::set<std::int64_t>{wanted.begin(), wanted.end()};
}

Result<std::vector<std::int64_t>> expire(db::Connection& connection, std::int64_t now_ms) {
    YH_TRY(auto old, connection.rows<std::int64_t>(
                         "SELECT id FROM imports WHERE state IN ('checked', 'stopped', 'done', 'cancelled', 'failed') "
                         "AND expires_at_ms <= ?",
                         now_ms));
    for (const auto id : old) {
        YH_CHECK(connection.run("DELETE FROM import_failures WHERE import_id = ?", id));
        YH_CHECK(connection.run("UPDATE imports SET state = 'expired' WHERE id = ?", id));
    }
    return old;
}

Result<std::vector<FailureRow>> failures_of(db::Connection& connection, ImportId id, std::int64_t after,
                                            std::int64_t most) {
    return connection.rows<FailureRow>(
        "SELECT line, cells, field, code, kind, detail FROM import_failures WHERE import_id = ? AND line > ? ORDER BY "
        "line "
        "LIMIT ?",
        id, after, most);
}

Result<std::vector<std::string>> columns_of(db::Connection& connection, ImportId id) {
    YH_TRY(const auto text, connection.row<std::string>("SELECT columns FROM imports WHERE id = ?", id));
    return text ? from_json<std::vector<std::string>>(*text)
                : Result<std::vector<std::string>>{std::vector<std::string>{}};
}

}  // namespace yh::office::imports
