#include "db/connection.h"

#include <algorithm>
#include <string>

#include "base/assert.h"
#include "base/utf8.h"
#include "db/driver.h"

namespace yh::db {

/// What a connection and its open transactions share.
struct ConnectionState {
    std::unique_ptr<Driver> driver;
    int depth = 0;        // 0 outside, 1 in a transaction, 2… in savepoints
    bool failed = false;  // an error happened at the present depth

    /// PostgreSQL refuses everything after an error, SQLite goes on. Both refuse here, so that code that was only
    /// tried on one works on the other.
    Result<void> usable() const {
        if (failed) {
            return conflict("db.rolled_back", "an earlier error ended this transaction");
        }
        return {};
    }

    template <class R>
    R noted(R result) {
        failed = failed || (depth > 0 && !result.ok());
        return result;
    }
};

namespace {

std::string savepoint(std::string_view verb, int depth) {
    return std::string{verb} + " yh_" + std::to_string(depth);
}

bool is_dirty(const Param& param) {
    return param.type() == ParamType::Text && !param.is_null() && !is_clean_utf8(param.bytes());
}

// Phones, browsers and files bring texts that are no UTF-8. PostgreSQL would refuse the whole row; losing a call record
// over a display name is worse than a replacement character.
void clean(Param& param) {
    if (is_dirty(param)) {
        param = Param::own_text(clean_utf8(param.bytes()));
    }
}

void append_quoted(std::string& sql, std::string_view name) {
    sql += '"';
    sql += name;
    sql += '"';
}

void append_names(std::string& sql, std::span<const std::string_view> names) {
    for (const auto& name : names) {
        if (&name != names.data()) {
            sql += ',';
        }
        append_quoted(sql, name);
    }
}

void append_upsert(std::string& sql, std::span<const std::string_view> columns,
                   std::span<const std::string_view> keys) {
    sql += " ON CONFLICT (";
    append_names(sql, keys);
    sql += ") DO ";
    const char* before = "UPDATE SET ";
    for (const auto column : columns) {
        if (std::ranges::find(keys, column) == keys.end()) {
            sql += std::exchange(before, ",");
            append_quoted(sql, column);
            sql += "=excluded.";
            append_quoted(sql, column);
        }
    }
    if (keys.size() == columns.size()) {
        sql += "NOTHING";
    }
}

}  // namespace

std::string insert_sql(std::string_view table, std::span<const std::string_view> columns) {
    std::string sql{"INSERT INTO "};
    append_quoted(sql, table);
    sql += " (";
    append_names(sql, columns);
    sql += ") VALUES (";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        sql += i == 0 ? "?" : ",?";
    }
    sql += ')';
    return sql;
}

Connection::Connection(std::unique_ptr<Driver> driver) : state_{std::make_unique<ConnectionState>()} {
    state_->driver = std::move(driver);
}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Engine Connection::engine() const {
    return state_->driver->engine();
}
bool Connection::in_transaction() const {
    return state_->depth > 0;
}
void Connection::forget_statements() {
    state_->driver->forget_statements();
}

Result<std::int64_t> Connection::execute(std::string_view sql, std::span<const Param> params, RowSink* sink) {
    YH_CHECK(state_->usable());
    if (std::ranges::any_of(params, is_dirty)) {
        Params cleaned{params.begin(), params.end()};
        std::ranges::for_each(cleaned, clean);
        return state_->noted(state_->driver->run(sql, cleaned, sink));
    }
    return state_->noted(state_->driver->run(sql, params, sink));
}

Result<void> Connection::insert_row(std::string_view table, std::span<const std::string_view> columns,
                                    std::span<const Param> values, std::span<const std::string_view> keys) {
    auto sql = insert_sql(table, columns);
    if (!keys.empty()) {
        append_upsert(sql, columns, keys);
    }
    auto ran = execute(sql, values, nullptr);
    if (!ran) {
        return std::move(ran).error();
    }
    return {};
}

Result<std::int64_t> Connection::insert_rows(std::string_view table, std::span<const std::string_view> columns,
                                             std::size_t count, const BulkFill& fill) {
    YH_CHECK(state_->usable());
    const auto fill_clean = [&fill](std::size_t index, Params& row) {
        fill(index, row);
        std::ranges::for_each(row, clean);
    };
    return state_->noted(state_->driver->bulk_insert(table, columns, count, fill_clean));
}

Result<void> Connection::script(const std::string& sql) {
    YH_CHECK(state_->usable());
    return state_->noted(state_->driver->script(sql));
}

Result<Transaction> Connection::begin() {
    YH_CHECK(state_->usable());
    if (state_->depth == 0) {
        YH_CHECK(state_->driver->begin());
    } else {
        YH_CHECK(state_->noted(state_->driver->script(savepoint("SAVEPOINT", state_->depth))));
    }
    return Transaction{state_.get(), ++state_->depth};
}

Transaction::~Transaction() {
    rollback();
}

Result<void> Transaction::commit() {
    YH_ASSERT(state_ != nullptr && state_->depth == depth_);
    if (auto usable = state_->usable(); !usable) {
        rollback();
        return usable;
    }
    auto done = depth_ == 1 ? state_->driver->commit() : state_->driver->script(savepoint("RELEASE", depth_ - 1));
    if (!done) {
        rollback();
        return done;
    }
    --state_->depth;
    state_ = nullptr;
    return done;
}

void Transaction::rollback() {
    if (state_ == nullptr) {
        return;
    }
    YH_ASSERT(state_->depth == depth_);
    auto& state = *std::exchange(state_, nullptr);
    --state.depth;
    if (depth_ == 1) {
        state.driver->rollback();
        state.failed = false;
        return;
    }
    const auto undo = savepoint("ROLLBACK TO", depth_ - 1) + ";" + savepoint("RELEASE", depth_ - 1);
    // When even this fails the connection is lost, and the transaction around us with it.
    state.failed = !state.driver->script(undo).ok();
}

}  // namespace yh::db
