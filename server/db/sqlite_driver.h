#pragma once

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <string>

#include "db/driver.h"
#include "db/statement_cache.h"

// Only this folder's SQLite sources include this header.
namespace yh::db {

struct CloseSqlite {
    void operator()(sqlite3* database) const noexcept { ::sqlite3_close_v2(database); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const noexcept { ::sqlite3_finalize(statement); }
};
using SqliteHandle = std::unique_ptr<sqlite3, CloseSqlite>;
using SqliteStatement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// SQLite's half of a connection. Owner and thread as Driver.
class SqliteDriver final : public Driver {
  public:
    SqliteDriver(SqliteHandle handle, Access access, const Options& options);

    /// WAL and the other settings that every connection needs.
    Result<void> configure(const Options& options);

    Engine engine() const override { return Engine::Sqlite; }
    Result<std::int64_t> run(std::string_view sql, std::span<const Param> params, RowSink* sink) override;
    Result<void> script(const std::string& sql) override;
    Result<void> begin() override;
    Result<void> commit() override;
    void rollback() override;
    Result<std::int64_t> bulk_insert(std::string_view table, std::span<const std::string_view> columns,
                                     std::size_t count, const BulkFill& fill) override;
    void forget_statements() override { statements_.clear(); }

  private:
    Error last_error() const;
    Result<void> still_in_transaction() const;
    Result<SqliteStatement> prepare(std::string_view sql);
    Result<std::int64_t> run_prepared(sqlite3_stmt* statement, std::span<const Param> params, RowSink* sink);
    Result<void> step_all(sqlite3_stmt* statement, RowSink* sink);
    Result<std::int64_t> insert_each(std::string_view sql, std::size_t count, const BulkFill& fill);
    void start_clock();
    static int on_progress(void* self) noexcept;

    const Access access_;
    const std::chrono::milliseconds statement_timeout_;
    SqliteHandle handle_;  // before the statements: it closes after them
    StatementCache<SqliteStatement> statements_;
    bool in_transaction_ = false;
    std::chrono::steady_clock::time_point deadline_{};
};

}  // namespace yh::db
