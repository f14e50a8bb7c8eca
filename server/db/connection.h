#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.h"
#include "db/errors.h"
#include "db/param.h"
#include "db/row.h"

namespace yh::db {

class Driver;
struct Options;

enum class Engine { Sqlite, Postgres };
/// ReadOnly connections cannot write, see one state for the length of a transaction, and repair a lost connection
/// unseen, because reading twice does no harm.
enum class Access { ReadWrite, ReadOnly };

struct ConnectionState;

/// A transaction, or inside one a savepoint: undone when it dies without `commit`. After any error inside it nothing
/// but rolling back is possible, in both engines. Must not outlive its connection.
class Transaction {
  public:
    Transaction(Transaction&& other) noexcept : state_{std::exchange(other.state_, nullptr)}, depth_{other.depth_} {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    Result<void> commit();
    void rollback();

  private:
    friend class Connection;
    Transaction(ConnectionState* state, int depth) : state_{state}, depth_{depth} {}

    ConnectionState* state_;  // null when it has ended
    int depth_;
};

/// One connection with its prepared statements, which are kept by their text. `?` is the placeholder in both engines
/// (so PostgreSQL's operators made of `?` cannot be used). Thread: one at a time.
class Connection {
  public:
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    Engine engine() const;

    /// The number of rows changed.
    template <class... Args>
    Result<std::int64_t> run(std::string_view sql, const Args&... args) {
        return with_params([&](std::span<const Param> params) { return execute(sql, params, nullptr); }, args...);
    }

    /// `run` for who does not ask how many rows that were.
    template <class... Args>
    Result<void> change(std::string_view sql, const Args&... args) {
        YH_CHECK(run(sql, args...));
        return {};
    }

    /// Every row as a T: a described struct by column names, anything else from the first column.
    template <class T, class... Args>
    Result<std::vector<T>> rows(std::string_view sql, const Args&... args) {
        std::vector<T> all;
        YH_CHECK(each<T>(
            sql, [&all](T&& one) { all.push_back(std::move(one)); }, args...));
        return all;
    }

    /// Calls `take(T&&)` for each row. With SQLite rows come as they are found, with PostgreSQL after the last.
    template <class T, class Take, class... Args>
    Result<void> each(std::string_view sql, Take take, const Args&... args) {
        Sink<T, Take> sink{take};
        auto ran = with_params([&](std::span<const Param> params) { return execute(sql, params, &sink); }, args...);
        if (!ran) {
            return std::move(ran).error();
        }
        return {};
    }

    /// The first row, if there is one.
    template <class T, class... Args>
    Result<std::optional<T>> row(std::string_view sql, const Args&... args) {
        std::optional<T> first;
        const auto keep = [&first](T&& one) {
            if (!first) {
                first = std::move(one);
            }
        };
        YH_CHECK(each<T>(sql, keep, args...));
        return first;
    }

    /// The one row that must be there. Error: db.no_row.
    template <class T, class... Args>
    Result<T> one(std::string_view sql, const Args&... args) {
        YH_TRY(auto found, row<T>(sql, args...));
        if (!found) {
            return not_found("db.no_row");
        }
        return std::move(*found);
    }

    /// Inserts a described struct, its fields being the columns.
    template <DescribedStruct T>
    Result<void> insert(std::string_view table, const T& value) {
        const auto params = params_of(value);
        return insert_row(table, field_names<T>, params, {});
    }

    /// Inserts, or when a row with the same `keys` is there overwrites all its other columns.
    template <DescribedStruct T>
    Result<void> upsert(std::string_view table, const T& value, std::initializer_list<std::string_view> keys) {
        const auto params = params_of(value);
        return insert_row(table, field_names<T>, params, {keys.begin(), keys.size()});
    }

    /// Inserts many quickly: COPY with PostgreSQL. All or none.
    template <DescribedStruct T>
    Result<std::int64_t> insert_all(std::string_view table, std::span<const T> values) {
        return insert_rows(table, field_names<T>, values.size(), [&values](std::size_t index, Params& row) {
            for_each_field(values[index],
                           [&row](std::string_view, const auto& field) { row.push_back(to_param(field)); });
        });
    }

    /// Any number of statements without parameters: migrations and set-up.
    Result<void> script(const std::string& sql);

    /// Inside a transaction this begins a savepoint, so that a store's function works alone and as part of more.
    Result<Transaction> begin();
    bool in_transaction() const;

    /// For after a change of tables.
    void forget_statements();

  private:
    friend class Database;
    explicit Connection(std::unique_ptr<Driver> driver);

    template <class T, class Take>
    class Sink final : public RowSink {
      public:
        explicit Sink(Take& take) : take_{take} {}
        Result<void> on_row(const Row& row) override {
            YH_TRY(auto value, reader_.read(row));
            take_(std::move(value));
            return {};
        }

      private:
        Take& take_;
        RowReader<T> reader_;
    };

    template <class Use, class... Args>
    static auto with_params(const Use& use, const Args&... args) {
        if constexpr (sizeof...(Args) == 1 && (std::is_same_v<Args, Params> && ...)) {
            return use(std::span<const Param>{args...});
        } else {
            const std::array<Param, sizeof...(Args)> params{to_param(args)...};
            return use(std::span<const Param>{params});
        }
    }

    template <class T>
    static Params params_of(const T& value) {
        Params params;
        params.reserve(field_count<T>);
        for_each_field(value, [&](std::string_view, const auto& field) { params.push_back(to_param(field)); });
        return params;
    }

    Result<std::int64_t> execute(std::string_view sql, std::span<const Param> params, RowSink* sink);
    Result<void> insert_row(std::string_view table, std::span<const std::string_view> columns,
                            std::span<const Param> values, std::span<const std::string_view> keys);
    Result<std::int64_t> insert_rows(std::string_view table, std::span<const std::string_view> columns,
                                     std::size_t count, const std::function<void(std::size_t, Params&)>& fill);

    std::unique_ptr<ConnectionState> state_;
};

}  // namespace yh::db
