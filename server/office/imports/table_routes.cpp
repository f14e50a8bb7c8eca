#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "http/text.h"
#include "office/answer.h"
#include "office/imports/route_parts.h"
#include "office/jobs/table_file.h"
#include "office/lists/list_route.h"

// Tables that are fetched: templates, and the rows that failed.
namespace yh::office::imports {

namespace {

using jobs::Format;
using lists::share;

struct Failures {
    ImportView import;
    std::vector<std::string> columns;
    std::vector<FailureRow> rows;
};

Result<std::optional<Failures>> find_failures(db::Connection& connection, const lists::Reader& reader, ImportId id,
                                              std::int64_t after, std::int64_t most) {
    YH_TRY(auto import, find_own(connection, reader, id));
    if (!import) {
        return std::optional<Failures>{};
    }
    Failures found{*std::move(import), {}, {}};
    YH_TRY(found.columns, columns_of(connection, id));
    YH_TRY(found.rows, failures_of(connection, id, after, most));
    return std::optional{std::move(found)};
}

ErrorKind kind_of(const std::string& word) {
    return word == "not_found"   ? ErrorKind::NotFound
           : word == "conflict"  ? ErrorKind::Conflict
           : word == "forbidden" ? ErrorKind::Forbidden
                                 : ErrorKind::InvalidInput;
}

/// What people read for an error; where its sentence has {}, the detail stands there.
std::string reason_of(const Office& office, const FailureRow& row, http::Language language) {
    auto sentence = office.sentence_of ? office.sentence_of({kind_of(row.kind), row.code, {}}, language) : row.code;
    if (!row.detail.empty() && row.code == std::string_view{"customer.duplicate"}) {
        sentence = row.detail;
    }
    return sentence;
}

FailedRows readable(const Office& office, const Columns& columns, http::Language language, const Failures& failures) {
    FailedRows readable;
    readable.total = failures.import.rows_failed;
    const auto title_of = [&](const std::string& key) {
        const auto column = std::ranges::find(columns.all, key, &Column::key);
        return column == columns.all.end() ? key : std::string{text_of(column->title, language)};
    };
    for (const auto& key : failures.columns) {
        readable.columns.push_back(title_of(key));
    }
    for (const auto& row : failures.rows) {
        FailedRow shown;
        shown.line = row.line;
        shown.field = row.field.empty() ? std::string{} : title_of(row.field);
        shown.reason = reason_of(office, row, language);
        shown.cells = row.cells;
        shown.cells.resize(readable.columns.size());
        readable.items.push_back(std::move(shown));
    }
    return readable;
}

/// A small table, as the bytes of a file. Thread: one that may block.
Result<std::string> table_bytes(const std::string& path, Format format, const std::vector<lists::FileRow>& rows) {
    std::error_code ignored;
    std::filesystem::create_directories(std::filesystem::path{path}.parent_path(), ignored);
    const auto written = [&]() -> Result<std::string> {
        YH_TRY(auto file, jobs::TableFile::create(format, path));
        for (const auto& row : rows) {
            YH_CHECK(file->write(row));
        }
        YH_CHECK(file->close());
        std::ifstream back{path, std::ios::binary};
        return std::string{std::istreambuf_iterator<char>{back}, {}};
    }();
    std::filesystem::remove(path, ignored);
    return written;
}

void send_table(http::Reply& reply, Result<std::string> bytes, Format format, const std::string& name) {
    if (!bytes.ok()) {
        reply.fail(std::move(bytes).error());
        return;
    }
    const auto file_name = fmt::format("{}.{}", name, enum_text(format));
    reply.send({.status = 200,
                .headers = {{"Content-Type", std::string{http::content_type_of(file_name)}},
                            {"Content-Disposition", http::content_disposition(file_name)},
                            {"Cache-Control", "private, no-store"}},
                .body = *std::move(bytes)});
}

/// None: something else than a table was wished for, and that has been answered.
std::optional<Format> format_of(const http::Request& request, http::Reply& reply) {
    const auto format = parse_enum<Format>(request.arg("format").value_or("xlsx"));
    if (!format.ok() || *format == Format::Zip) {
        reply.fail(invalid_input("choice.unknown", "format"));
        return std::nullopt;
    }
    return *format;
}

std::vector<lists::FileRow> file_of(const FailedRows& failures, http::Language language) {
    const bool chinese = language == http::Language::Chinese;
    std::vector<lists::FileRow> rows(1);
    rows[0].push_back({chinese ? "行号" : "Line", {}});
    for (const auto& column : failures.columns) {
        rows[0].push_back({column, {}});
    }
    rows[0].push_back({chinese ? "失败原因" : "Reason", {}});
    for (const auto& failure : failures.items) {
        auto& row = rows.emplace_back();
        row.push_back({std::to_string(failure.line), static_cast<double>(failure.line)});
        for (const auto& cell : failure.cells) {
            row.push_back({cell, {}});
        }
        row.push_back({failure.field.empty() ? failure.reason : failure.field + ": " + failure.reason, {}});
    }
    return rows;
}

}  // namespace

void show_failures(Office& office, const http::Request& request, http::Reply reply) {
    constexpr std::int64_t most = 200;
    const auto after = parse_id(request.arg("after").value_or(""));
    office.readers.read(
        office.home,
        [reader = lists::reader_of(office, request), id = id_of(request), after = after.ok() ? *after : 0](
            db::Connection& connection) { return find_failures(connection, reader, id, after, most); },
        [&office, who = people::asker(request), language = request.language(),
         reply = share(std::move(reply))](Result<std::optional<Failures>> found) {
            const auto* kind = found.ok() && *found ? office.imports->find_kind((*found)->import.kind) : nullptr;
            if (kind == nullptr) {
                reply->fail(found.ok() ? not_found("import.unknown") : std::move(found).error());
            } else {
                answer(*reply, readable(office, *columns_of(*kind, office, who), language, **found));
            }
        });
}

void download_failures(Office& office, const http::Request& request, http::Reply reply) {
    const auto format = format_of(request, reply);
    if (!format) {
        return;
    }
    const auto language = request.language();
    auto columns_by_kind = office.imports->columns_for(people::asker(request));
    office.readers.read(
        office.home,
        [&office, reader = lists::reader_of(office, request), id = id_of(request), language, format = *format,
         columns_by_kind = std::move(columns_by_kind),
         path = office.imports->fresh_path("failed")](db::Connection& connection) -> Result<std::string> {
            constexpr std::int64_t all = 100'000;
            YH_TRY(const auto found, find_failures(connection, reader, id, 0, all));
            const auto columns = found ? columns_by_kind.find(found->import.kind) : columns_by_kind.end();
            if (columns == columns_by_kind.end()) {
                return not_found("import.unknown");
            }
            return table_bytes(path, format, file_of(readable(office, *columns->second, language, *found), language));
        },
        [format = *format, language, reply = share(std::move(reply))](Result<std::string> bytes) {
            const auto* name = language == http::Language::Chinese ? "导入失败的行" : "Failed rows";
            send_table(*reply, std::move(bytes), format, name);
        });
}

void send_template(Office& office, const Kind& kind, const http::Request& request, http::Reply reply) {
    const auto format = format_of(request, reply);
    if (!format) {
        return;
    }
    const auto language = request.language();
    lists::FileRow head;
    const auto columns = columns_of(kind, office, people::asker(request));
    for (const auto& column : columns->all) {
        head.push_back({std::string{text_of(column.title, language)} + (column.required ? "*" : ""), {}});
    }
    const auto name = fmt::format(fmt::runtime(language == http::Language::Chinese ? "{}导入模板" : "{} template"),
                                  text_of(kind.title, language));
    office.readers.read(
        office.home,
        [head, format = *format, path = office.imports->fresh_path("template")](db::Connection&) {
            return table_bytes(path, format, {head});
        },
        [format = *format, name, reply = share(std::move(reply))](Result<std::string> bytes) {
            send_table(*reply, std::move(bytes), format, name);
        });
}

}  // namespace yh::office::imports
