#include "db/postgres_driver.h"

#include <charconv>
#include <utility>

#include "base/log.h"
#include "db/placeholders.h"
#include "db/postgres_errors.h"
#include "db/postgres_row.h"

namespace yh::db {

namespace {

constexpr std::size_t kept_statements = 256;

// libpq would write notices ("relation exists, skipping") to standard error.
void on_notice(void* /*unused*/, const char* /*text*/) noexcept {}

Oid type_of(ParamType type) {
    switch (type) {
        case ParamType::Int:
            return oid::int8;
        case ParamType::Bool:
            return oid::boolean;
        case ParamType::Double:
            return oid::float8;
        case ParamType::Blob:
            return oid::bytea;
        case ParamType::Text:
        case ParamType::Untyped:
            break;
    }
    return 0;  // the server works it out from where it stands
}

// The same text with values of other types is another statement.
char type_letter(ParamType type) {
    return static_cast<char>('a' + static_cast<int>(type));
}

}  // namespace

Result<std::unique_ptr<Driver>> open_postgres(const std::string& url, Access access, const Options& options) {
    auto driver = std::make_unique<PostgresDriver>(url, access, options);
    YH_CHECK(driver->connect());
    return std::unique_ptr<Driver>{std::move(driver)};
}

PostgresDriver::PostgresDriver(std::string url, Access access, const Options& options)
    : url_{std::move(url)}, access_{access}, options_{options}, statements_{kept_statements} {}

Result<void> PostgresDriver::connect() {
    statements_.clear();
    const auto wait = std::to_string(options_.connect_timeout.count());
    // Later keywords win, so that the address can change all of these. A dead peer is noticed within half a minute.
    const std::array keywords{
        "connect_timeout",  "application_name", "keepalives_idle", "keepalives_interval",
        "keepalives_count", "tcp_user_timeout", "dbname",          static_cast<const char*>(nullptr)};
    const std::array values{wait.c_str(), "yinghe", "10",         "5",
                            "3",          "30000",  url_.c_str(), static_cast<const char*>(nullptr)};
    constexpr int dbname_is_url = 1;
    handle_.reset(::PQconnectdbParams(keywords.data(), values.data(), dbname_is_url));
    if (!handle_ || ::PQstatus(handle_.get()) != CONNECTION_OK) {
        return unavailable("db.gone", handle_ ? ::PQerrorMessage(handle_.get()) : "out of memory");
    }
    // The longer texts quote the row, and with it telephone numbers into the log.
    ::PQsetErrorVerbosity(handle_.get(), PQERRORS_TERSE);
    ::PQsetNoticeProcessor(handle_.get(), &on_notice, nullptr);
    auto settings =
        "SET client_encoding='UTF8'; SET timezone='UTC'; SET bytea_output='hex';"
        // Our statements are short: compiling one takes longer than running it.
        " SET jit=off;"
        "SET statement_timeout=" +
        std::to_string(options_.statement_timeout.count()) +
        ";SET lock_timeout=" + std::to_string(options_.busy_timeout.count());
    if (access_ == Access::ReadOnly) {
        settings += ";SET default_transaction_read_only=on;SET default_transaction_isolation='repeatable read'";
    }
    auto set = simple(settings);
    if (!set) {
        return std::move(set).error();
    }
    return {};
}

Result<void> PostgresDriver::ensure_connected() {
    if (handle_ && ::PQstatus(handle_.get()) == CONNECTION_OK) {
        return {};
    }
    if (in_transaction_) {
        return unavailable("db.gone", "the connection was lost inside a transaction");
    }
    YH_CHECK(connect());
    log().info("db.reconnected");
    return {};
}

Error PostgresDriver::failure(const PGresult* result) const {
    const char* state = result == nullptr ? nullptr : ::PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const bool lost = ::PQstatus(handle_.get()) != CONNECTION_OK;
    const char* what = result == nullptr ? ::PQerrorMessage(handle_.get()) : ::PQresultErrorMessage(result);
    std::string_view detail{what};
    detail = detail.substr(0, detail.find_last_not_of(" \n") + 1);
    return postgres_error(lost || state == nullptr ? "" : state, std::string{detail});
}

Result<PostgresResult> PostgresDriver::simple(const std::string& sql) {
    PostgresResult result{::PQexec(handle_.get(), sql.c_str())};
    const auto status = ::PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN &&
        status != PGRES_EMPTY_QUERY) {
        return failure(result.get());
    }
    return result;
}

void PostgresDriver::Arguments::fill(std::span<const Param> params) {
    types.clear();
    values.clear();
    lengths.clear();
    formats.clear();
    numbers.resize(params.size());
    std::size_t room = 0;
    for (const auto& param : params) {
        room += param.bytes().size() + 1;
    }
    texts.clear();
    texts.reserve(room);  // pointers into it must stay
    for (std::size_t i = 0; i < params.size(); ++i) {
        types.push_back(type_of(params[i].type()));
        values.push_back(params[i].is_null() ? nullptr : put(params[i], i));
        lengths.push_back(static_cast<int>(params[i].bytes().size()));
        formats.push_back(params[i].type() == ParamType::Blob ? 1 : 0);
    }
}

const char* PostgresDriver::Arguments::put(const Param& param, std::size_t index) {
    switch (param.type()) {
        case ParamType::Int:
        case ParamType::Double:
            return put_number(param, index);
        case ParamType::Bool:
            return param.integer() != 0 ? "t" : "f";
        case ParamType::Blob:
            return param.bytes().empty() ? "" : param.bytes().data();
        case ParamType::Text:
        case ParamType::Untyped:
            break;
    }
    const auto* start = texts.data() + texts.size();
    texts += param.bytes();
    texts += '\0';
    return start;
}

const char* PostgresDriver::Arguments::put_number(const Param& param, std::size_t index) {
    auto& room = numbers[index];
    auto* end = room.data() + room.size() - 1;
    const auto done = param.type() == ParamType::Int ? std::to_chars(room.data(), end, param.integer())
                                                     : std::to_chars(room.data(), end, param.real());
    *done.ptr = '\0';
    return room.data();
}

Result<std::string> PostgresDriver::prepared_name(std::string_view sql, std::span<const Param> params) {
    key_.assign(sql);
    key_ += '\0';
    for (const auto& param : params) {
        key_ += type_letter(param.type());
    }
    if (const auto* kept = statements_.find(key_)) {
        return *kept;
    }
    const auto numbered = number_placeholders(sql);
    if (numbered.placeholders != params.size()) {
        return Error{ErrorKind::Internal, "db.syntax",
                     "wrong number of values for: " + std::string{sql.substr(0, 200)}};
    }
    auto name = "yh" + std::to_string(++made_statements_);
    const PostgresResult made{::PQprepare(handle_.get(), name.c_str(), numbered.text.c_str(),
                                          static_cast<int>(params.size()), arguments_.types.data())};
    if (::PQresultStatus(made.get()) != PGRES_COMMAND_OK) {
        auto error = failure(made.get());
        error.detail.append(" in: ").append(sql.substr(0, 200));
        return error;
    }
    if (const auto left = statements_.put(key_, name); !left.empty()) {
        const PostgresResult dropped{::PQexec(handle_.get(), ("DEALLOCATE " + left).c_str())};
    }
    return name;
}

Result<PostgresResult> PostgresDriver::execute(std::string_view sql, std::span<const Param> params) {
    YH_CHECK(ensure_connected());
    arguments_.fill(params);
    YH_TRY(const auto name, prepared_name(sql, params));
    constexpr int text_results = 0;
    PostgresResult result{::PQexecPrepared(handle_.get(), name.c_str(), static_cast<int>(params.size()),
                                           arguments_.values.data(), arguments_.lengths.data(),
                                           arguments_.formats.data(), text_results)};
    const auto status = ::PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        return failure(result.get());
    }
    return result;
}

Result<std::int64_t> PostgresDriver::run(std::string_view sql, std::span<const Param> params, RowSink* sink) {
    auto result = execute(sql, params);
    if (!result && result.error().code == "db.gone" && access_ == Access::ReadOnly && !in_transaction_) {
        result = execute(sql, params);
    }
    if (!result) {
        return std::move(result).error();
    }
    if (sink != nullptr) {
        PostgresRow row{result->get()};
        const auto rows = ::PQntuples(result->get());
        for (int i = 0; i < rows; ++i) {
            row.move_to(i);
            YH_CHECK(sink->on_row(row));
        }
    }
    std::int64_t changed = 0;
    const std::string_view count{::PQcmdTuples(result->get())};
    if (!std::string_view{::PQcmdStatus(result->get())}.starts_with("SELECT")) {
        std::from_chars(count.data(), count.data() + count.size(), changed);
    }
    return changed;
}

Result<void> PostgresDriver::script(const std::string& sql) {
    YH_CHECK(ensure_connected());
    auto done = simple(sql);
    if (!done) {
        return std::move(done).error();
    }
    return {};
}

Result<void> PostgresDriver::begin() {
    auto begun = script("BEGIN");
    if (!begun && begun.error().code == "db.gone") {
        begun = script("BEGIN");  // nothing has happened yet: once more, on a new connection
    }
    in_transaction_ = begun.ok();
    return begun;
}

Result<void> PostgresDriver::commit() {
    YH_CHECK(ensure_connected());
    YH_TRY(const auto done, simple("COMMIT"));
    in_transaction_ = false;
    // In a transaction that has failed, COMMIT rolls back and calls that a success.
    if (std::string_view{::PQcmdStatus(done.get())} != "COMMIT") {
        return conflict("db.rolled_back", "the server rolled this transaction back");
    }
    return {};
}

void PostgresDriver::rollback() {
    in_transaction_ = false;
    if (::PQstatus(handle_.get()) == CONNECTION_OK && ::PQtransactionStatus(handle_.get()) != PQTRANS_IDLE) {
        const PostgresResult undone{::PQexec(handle_.get(), "ROLLBACK")};
    }
}

void PostgresDriver::forget_statements() {
    statements_.clear();
    if (::PQstatus(handle_.get()) == CONNECTION_OK) {
        const PostgresResult dropped{::PQexec(handle_.get(), "DEALLOCATE ALL")};
    }
}

}  // namespace yh::db
