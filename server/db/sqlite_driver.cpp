#include "db/sqlite_driver.h"

#include <utility>

#include "db/sqlite_errors.h"

namespace yh::db {

namespace {

constexpr std::size_t kept_statements = 256;
// About every tenth of a millisecond of work the clock is looked at.
constexpr int progress_steps = 20'000;

class SqliteRow final : public Row {
  public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_{statement} {}

    std::size_t size() const override { return static_cast<std::size_t>(::sqlite3_column_count(statement_)); }
    std::string_view name(std::size_t column) const override {
        return ::sqlite3_column_name(statement_, static_cast<int>(column));
    }
    Cell cell(std::size_t index) const override {
        const auto column = static_cast<int>(index);
        switch (::sqlite3_column_type(statement_, column)) {
            case SQLITE_INTEGER:
                return {
                    .kind = Cell::Kind::Integer, .integer = ::sqlite3_column_int64(statement_, column), .bytes = {}};
            case SQLITE_FLOAT:
                return {.kind = Cell::Kind::Real, .real = ::sqlite3_column_double(statement_, column), .bytes = {}};
            case SQLITE_TEXT:
                return {.kind = Cell::Kind::Text, .bytes = bytes(column)};
            case SQLITE_BLOB:
                return {.kind = Cell::Kind::Blob, .bytes = bytes(column)};
            default:
                return {};
        }
    }

  private:
    std::string_view bytes(int column) const {
        const auto* start = static_cast<const char*>(::sqlite3_column_blob(statement_, column));
        const auto length = static_cast<std::size_t>(::sqlite3_column_bytes(statement_, column));
        return start == nullptr ? std::string_view{} : std::string_view{start, length};
    }

    sqlite3_stmt* statement_;
};

// The bytes are borrowed (SQLITE_STATIC): they outlive the statement's run, after which the bindings are cleared.
int bind(sqlite3_stmt* statement, int index, const Param& param) {
    if (param.is_null()) {
        return ::sqlite3_bind_null(statement, index);
    }
    const auto bytes = param.bytes();
    switch (param.type()) {
        case ParamType::Int:
        case ParamType::Bool:
            return ::sqlite3_bind_int64(statement, index, param.integer());
        case ParamType::Double:
            return ::sqlite3_bind_double(statement, index, param.real());
        case ParamType::Text:
            // An empty view may have no address, and that would bind NULL.
            return ::sqlite3_bind_text64(statement, index, bytes.empty() ? "" : bytes.data(), bytes.size(), nullptr,
                                         SQLITE_UTF8);
        case ParamType::Blob:
            return ::sqlite3_bind_blob64(statement, index, bytes.empty() ? "" : bytes.data(), bytes.size(), nullptr);
        case ParamType::Untyped:
            break;
    }
    return ::sqlite3_bind_null(statement, index);
}

/// Leaves a statement fit for its next use, however its run ended.
class Reset {
  public:
    explicit Reset(sqlite3_stmt* statement) : statement_{statement} {}
    ~Reset() {
        ::sqlite3_reset(statement_);
        ::sqlite3_clear_bindings(statement_);
    }
    Reset(const Reset&) = delete;
    Reset& operator=(const Reset&) = delete;

  private:
    sqlite3_stmt* statement_;
};

}  // namespace

Result<std::unique_ptr<Driver>> open_sqlite(const std::string& path, Access access, const Options& options) {
    sqlite3* opened = nullptr;
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const auto code = ::sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
    SqliteHandle handle{opened};
    if (code != SQLITE_OK) {
        return sqlite_error(code, path + ": " + ::sqlite3_errstr(code));
    }
    auto driver = std::make_unique<SqliteDriver>(std::move(handle), access, options);
    YH_CHECK(driver->configure(options));
    return std::unique_ptr<Driver>{std::move(driver)};
}

SqliteDriver::SqliteDriver(SqliteHandle handle, Access access, const Options& options)
    : access_{access},
      statement_timeout_{options.statement_timeout},
      handle_{std::move(handle)},
      statements_{kept_statements} {
    ::sqlite3_busy_timeout(handle_.get(), static_cast<int>(options.busy_timeout.count()));
    // A misspelt column in double quotes must be an error, not a text.
    ::sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    ::sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    if (statement_timeout_.count() > 0) {
        ::sqlite3_progress_handler(handle_.get(), progress_steps, &SqliteDriver::on_progress, this);
    }
}

Result<void> SqliteDriver::configure(const Options& /*options*/) {
    // In WAL mode NORMAL cannot corrupt; a power cut may lose the last commits, a killed process none.
    YH_CHECK(
        script("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
               "PRAGMA mmap_size=2147418112; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY;"
               "PRAGMA journal_size_limit=67108864;"));
    if (access_ == Access::ReadOnly) {
        return script("PRAGMA query_only=ON");
    }
    return {};
}

int SqliteDriver::on_progress(void* self) noexcept {
    const auto& driver = *static_cast<SqliteDriver*>(self);
    return std::chrono::steady_clock::now() > driver.deadline_ ? 1 : 0;
}

void SqliteDriver::start_clock() {
    deadline_ = std::chrono::steady_clock::now() + statement_timeout_;
}

Error SqliteDriver::last_error() const {
    return sqlite_error(::sqlite3_extended_errcode(handle_.get()), ::sqlite3_errmsg(handle_.get()));
}

Result<void> SqliteDriver::still_in_transaction() const {
    // A full disk, for one, makes SQLite roll the whole transaction back by itself; what follows would then be
    // committed statement by statement.
    if (in_transaction_ && ::sqlite3_get_autocommit(handle_.get()) != 0) {
        return conflict("db.rolled_back", "the engine rolled this transaction back");
    }
    return {};
}

Result<SqliteStatement> SqliteDriver::prepare(std::string_view sql) {
    sqlite3_stmt* made = nullptr;
    const char* rest = nullptr;
    const auto code = ::sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                           SQLITE_PREPARE_PERSISTENT, &made, &rest);
    SqliteStatement statement{made};
    if (code != SQLITE_OK) {
        auto error = last_error();
        error.detail.append(" in: ").append(sql.substr(0, 200));
        return error;
    }
    const auto left = sql.substr(static_cast<std::size_t>(rest - sql.data()));
    if (!statement || left.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
        return Error{ErrorKind::Internal, "db.syntax", "one statement at a time: " + std::string{sql.substr(0, 200)}};
    }
    return statement;
}

Result<std::int64_t> SqliteDriver::run(std::string_view sql, std::span<const Param> params, RowSink* sink) {
    YH_CHECK(still_in_transaction());
    start_clock();
    // Taken out of the cache while it runs: whoever takes the rows may run the same text again.
    SqliteStatement statement;
    if (auto* kept = statements_.find(sql); kept != nullptr) {
        statement = std::move(*kept);
    }
    if (!statement) {
        YH_TRY(statement, prepare(sql));
    }
    auto changed = run_prepared(statement.get(), params, sink);
    statements_.put(sql, std::move(statement));
    return changed;
}

Result<std::int64_t> SqliteDriver::run_prepared(sqlite3_stmt* statement, std::span<const Param> params, RowSink* sink) {
    if (::sqlite3_bind_parameter_count(statement) != static_cast<int>(params.size())) {
        return Error{ErrorKind::Internal, "db.syntax",
                     std::string{"wrong number of values for: "} + ::sqlite3_sql(statement)};
    }
    const Reset reset{statement};
    for (std::size_t i = 0; i < params.size(); ++i) {
        if (bind(statement, static_cast<int>(i) + 1, params[i]) != SQLITE_OK) {
            return last_error();
        }
    }
    YH_CHECK(step_all(statement, sink));
    return ::sqlite3_stmt_readonly(statement) != 0 ? 0 : ::sqlite3_changes64(handle_.get());
}

Result<void> SqliteDriver::step_all(sqlite3_stmt* statement, RowSink* sink) {
    const SqliteRow row{statement};
    for (;;) {
        const auto code = ::sqlite3_step(statement);
        if (code == SQLITE_DONE) {
            return {};
        }
        if (code != SQLITE_ROW) {
            return last_error();
        }
        if (sink != nullptr) {
            YH_CHECK(sink->on_row(row));
        }
    }
}

Result<void> SqliteDriver::script(const std::string& sql) {
    YH_CHECK(still_in_transaction());
    // Migrations: stopped half-way they would keep the server from starting, however often it tries.
    deadline_ = std::chrono::steady_clock::time_point::max();
    if (::sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return last_error();
    }
    return {};
}

Result<void> SqliteDriver::begin() {
    // IMMEDIATE: a transaction that reads first and writes later could otherwise fail half-way with no chance to wait.
    YH_CHECK(script(access_ == Access::ReadOnly ? "BEGIN" : "BEGIN IMMEDIATE"));
    in_transaction_ = true;
    return {};
}

Result<void> SqliteDriver::commit() {
    YH_CHECK(script("COMMIT"));
    in_transaction_ = false;
    return {};
}

void SqliteDriver::rollback() {
    in_transaction_ = false;
    if (::sqlite3_get_autocommit(handle_.get()) == 0) {
        ::sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

Result<std::int64_t> SqliteDriver::insert_each(std::string_view sql, std::size_t count, const BulkFill& fill) {
    Params row;
    for (std::size_t i = 0; i < count; ++i) {
        row.clear();
        fill(i, row);
        YH_CHECK(run(sql, row, nullptr));
    }
    return static_cast<std::int64_t>(count);
}

Result<std::int64_t> SqliteDriver::bulk_insert(std::string_view table, std::span<const std::string_view> columns,
                                               std::size_t count, const BulkFill& fill) {
    const auto sql = insert_sql(table, columns);
    if (in_transaction_) {
        return insert_each(sql, count, fill);
    }
    YH_CHECK(begin());
    auto inserted = insert_each(sql, count, fill);
    if (inserted) {
        if (auto committed = commit(); !committed) {
            inserted = std::move(committed).error();
        }
    }
    if (in_transaction_) {
        rollback();
    }
    return inserted;
}

}  // namespace yh::db
