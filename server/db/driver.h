#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/database.h"
#include "db/param.h"
#include "db/row.h"

namespace yh::db {

/// Appends the values of row `index` to an empty list.
using BulkFill = std::function<void(std::size_t index, Params& row)>;

/// One engine's half of a connection; only database.cpp and the engines' own sources see it. Owned by Connection,
/// which has made sure that text is clean and that nothing runs in a transaction that has failed.
/// Thread: whoever uses the connection, one at a time.
class Driver {
  public:
    virtual ~Driver() = default;
    virtual Engine engine() const = 0;
    /// One statement with `?` placeholders; the number of rows it changed.
    virtual Result<std::int64_t> run(std::string_view sql, std::span<const Param> params, RowSink* sink) = 0;
    /// Any number of statements without parameters.
    virtual Result<void> script(const std::string& sql) = 0;
    virtual Result<void> begin() = 0;
    virtual Result<void> commit() = 0;
    /// Always leaves the connection outside a transaction.
    virtual void rollback() = 0;
    virtual Result<std::int64_t> bulk_insert(std::string_view table, std::span<const std::string_view> columns,
                                             std::size_t count, const BulkFill& fill) = 0;
    virtual void forget_statements() = 0;
};

Result<std::unique_ptr<Driver>> open_sqlite(const std::string& path, Access access, const Options& options);
Result<std::unique_ptr<Driver>> open_postgres(const std::string& url, Access access, const Options& options);

/// `INSERT INTO "table" ("a","b") VALUES (?,?)`
std::string insert_sql(std::string_view table, std::span<const std::string_view> columns);

}  // namespace yh::db
