#include <charconv>

#include "db/postgres_driver.h"

namespace yh::db {

namespace {

constexpr std::size_t chunk_bytes = 64 * 1024;

template <class Number>
void append_number(std::string& line, Number number) {
    std::array<char, 40> text;
    const auto done = std::to_chars(text.data(), text.data() + text.size(), number);
    line.append(text.data(), done.ptr);
}

// PostgreSQL manual, COPY, "Text Format".
void append_text(std::string& line, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '\\':
                line += "\\\\";
                break;
            case '\n':
                line += "\\n";
                break;
            case '\r':
                line += "\\r";
                break;
            case '\t':
                line += "\\t";
                break;
            default:
                line += c;
        }
    }
}

void append_blob(std::string& line, std::string_view bytes) {
    constexpr char hex[] = "0123456789abcdef";
    line += "\\\\x";
    for (const char c : bytes) {
        line += hex[static_cast<unsigned char>(c) >> 4U];
        line += hex[static_cast<unsigned char>(c) & 0x0FU];
    }
}

void append_value(std::string& line, const Param& param) {
    if (param.is_null()) {
        line += "\\N";
        return;
    }
    switch (param.type()) {
        case ParamType::Int:
            append_number(line, param.integer());
            return;
        case ParamType::Double:
            append_number(line, param.real());
            return;
        case ParamType::Bool:
            line += param.integer() != 0 ? 't' : 'f';
            return;
        case ParamType::Text:
        case ParamType::Untyped:
            append_text(line, param.bytes());
            return;
        case ParamType::Blob:
            append_blob(line, param.bytes());
            return;
    }
}

std::string copy_sql(std::string_view table, std::span<const std::string_view> columns) {
    std::string sql{"COPY \""};
    sql.append(table).append("\" (");
    for (const auto& column : columns) {
        sql.append(&column == columns.data() ? "\"" : ",\"").append(column).append("\"");
    }
    return sql + ") FROM STDIN";
}

}  // namespace

Result<void> PostgresDriver::send_copy(const std::string& chunk) {
    if (::PQputCopyData(handle_.get(), chunk.data(), static_cast<int>(chunk.size())) != 1) {
        return failure(nullptr);
    }
    return {};
}

Result<void> PostgresDriver::copy_rows(std::size_t count, const BulkFill& fill) {
    std::string chunk;
    Params row;
    for (std::size_t i = 0; i < count; ++i) {
        row.clear();
        fill(i, row);
        for (const auto& param : row) {
            if (&param != row.data()) {
                chunk += '\t';
            }
            append_value(chunk, param);
        }
        chunk += '\n';
        if (chunk.size() >= chunk_bytes) {
            YH_CHECK(send_copy(chunk));
            chunk.clear();
        }
    }
    YH_CHECK(send_copy(chunk));
    if (::PQputCopyEnd(handle_.get(), nullptr) != 1) {
        return failure(nullptr);
    }
    return {};
}

Result<std::int64_t> PostgresDriver::bulk_insert(std::string_view table, std::span<const std::string_view> columns,
                                                 std::size_t count, const BulkFill& fill) {
    if (count == 0) {
        return std::int64_t{0};
    }
    YH_CHECK(ensure_connected());
    YH_CHECK(simple(copy_sql(table, columns)));
    YH_CHECK(copy_rows(count, fill));
    const PostgresResult done{::PQgetResult(handle_.get())};
    if (::PQresultStatus(done.get()) != PGRES_COMMAND_OK) {
        auto error = failure(done.get());
        while (const PostgresResult rest{::PQgetResult(handle_.get())}) {
        }
        return error;
    }
    while (const PostgresResult rest{::PQgetResult(handle_.get())}) {
    }
    return static_cast<std::int64_t>(count);
}

}  // namespace yh::db
