#pragma once

#include <libpq-fe.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "db/driver.h"
#include "db/statement_cache.h"

// Only this folder's PostgreSQL sources include this header.
namespace yh::db {

struct FinishPostgres {
    void operator()(PGconn* connection) const noexcept { ::PQfinish(connection); }
};
struct ClearResult {
    void operator()(PGresult* result) const noexcept { ::PQclear(result); }
};
using PostgresHandle = std::unique_ptr<PGconn, FinishPostgres>;
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

/// PostgreSQL's half of a connection. A lost connection is made anew at the next use outside a transaction.
/// Owner and thread as Driver.
class PostgresDriver final : public Driver {
  public:
    PostgresDriver(std::string url, Access access, const Options& options);

    Result<void> connect();

    Engine engine() const override { return Engine::Postgres; }
    Result<std::int64_t> run(std::string_view sql, std::span<const Param> params, RowSink* sink) override;
    Result<void> script(const std::string& sql) override;
    Result<void> begin() override;
    Result<void> commit() override;
    void rollback() override;
    Result<std::int64_t> bulk_insert(std::string_view table, std::span<const std::string_view> columns,
                                     std::size_t count, const BulkFill& fill) override;
    void forget_statements() override;

  private:
    /// The values of one statement as libpq wants them; kept for their memory.
    struct Arguments {
        std::vector<Oid> types;
        std::vector<const char*> values;
        std::vector<int> lengths;
        std::vector<int> formats;
        std::vector<std::array<char, 32>> numbers;
        std::string texts;
        void fill(std::span<const Param> params);
        const char* put(const Param& param, std::size_t index);
        const char* put_number(const Param& param, std::size_t index);
    };

    Result<void> ensure_connected();
    Error failure(const PGresult* result) const;
    Result<PostgresResult> simple(const std::string& sql);
    Result<std::string> prepared_name(std::string_view sql, std::span<const Param> params);
    Result<PostgresResult> execute(std::string_view sql, std::span<const Param> params);
    Result<void> copy_rows(std::size_t count, const BulkFill& fill);
    Result<void> send_copy(const std::string& chunk);

    const std::string url_;
    const Access access_;
    const Options options_;
    PostgresHandle handle_;
    StatementCache<std::string> statements_;
    Arguments arguments_;
    std::string key_;
    std::uint64_t made_statements_ = 0;
    bool in_transaction_ = false;
};

}  // namespace yh::db
