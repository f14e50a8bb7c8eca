#include "office/lists/list_route.h"

#include <fmt/format.h>

#include "office/lists/csv.h"
#include "office/lists/export_log_store.h"
#include "office/lists/list_rows.h"
#include "office/lists/said_query.h"

namespace yh::office::lists {

namespace {

struct CsvText {
    std::string text;
    std::int64_t rows = 0;
};

Result<CsvText> csv_of(db::Connection& connection, const List& list, Asked asked, std::vector<const Column*> columns) {
    // Beyond this a person wants a job; here the text is built in memory.
    constexpr std::int64_t most_rows = 50'000;
    YH_TRY(auto rows, ListRows::open(connection, list, std::move(asked), std::move(columns), most_rows));
    Csv csv;
    for (const auto& title : rows.titles()) {
        csv.cell(title);
    }
    csv.end_row();
    while (!rows.at_end()) {
        YH_TRY(const auto portion, rows.next(connection));
        for (const auto& row : portion) {
            for (const auto& cell : row) {
                csv.cell(cell.text);
            }
            csv.end_row();
        }
    }
    return CsvText{csv.take(), rows.done()};
}

ExportLine line_of(const Office& office, const List& list, const http::Request& request, const Asked& asked,
                   std::string file_name) {
    const auto& who = asked.reader.who;
    const auto mask = people::company_mask(who.tenant, *office.directory);
    ExportLine line;
    line.tenant_id = who.tenant.value;
    line.user_id = who.user.value;
    line.at_ms = to_ms(office.clock.wall());
    line.list = list.name;
    line.file_name = std::move(file_name);
    line.said_zh = said_query(list, asked, http::Language::Chinese, mask);
    line.said_en = said_query(list, asked, http::Language::English, mask);
    line.address = request.peer.address;
    return line;
}

// It leaves when it is written down.
void send_csv(Office& office, ExportLine line, std::string text, const SharedReply& reply) {
    auto file = line.file_name;
    office.writer.write(
        office.home,
        [line = std::move(line), &ids = *office.writers_ids](db::Connection& connection) {
            return log_export(connection, ids, line);
        },
        [file = std::move(file), text = std::move(text), reply](const Result<void>& logged) mutable {
            if (!logged.ok()) {
                reply->fail(logged.error());
                return;
            }
            reply->send({200,
                         {{"Content-Type", "text/csv; charset=utf-8"},
                          {"Content-Disposition", http::content_disposition(file)}},
                         std::move(text)});
        });
}

}  // namespace

std::vector<http::QueryArg> documented_args(const List& list) {
    std::vector<http::QueryArg> args{
        {"page", "integer"},    {"size", "integer"},  {"after"},  {"sort"},    {"search"},
        {"from_ms", "integer"}, {"to_ms", "integer"}, {"format"}, {"columns"}, {"utc_offset_min", "integer"}};
    for (const auto& filter : list.filters) {
        args.push_back({filter.key, filter.kind == FilterKind::Number ? "integer" : "string"});
    }
    if (list.narrowed != nullptr) {
        args.insert(args.end(), list.narrowed->args.begin(), list.narrowed->args.end());
    }
    return args;
}

bool may_export(const List& list, const http::Request& request, http::Reply& reply) {
    if (people::may(people::asker(request), list.exported_by)) {
        return true;
    }
    reply.fail({ErrorKind::Forbidden, "http.forbidden", std::string{list.exported_by}});
    return false;
}

void answer_csv(Office& office, const List& list, const http::Request& request, Asked asked, http::Reply reply) {
    if (!may_export(list, request, reply)) {
        return;
    }
    if (needs_approval(office, asked.reader.who)) {
        reply.fail({ErrorKind::Forbidden, "export.needs_approval", std::string{list.name}});
        return;
    }
    auto columns = read_columns(list, request.arg("columns").value_or(""), asked.reader.extra.get());
    if (!columns.ok()) {
        reply.fail(std::move(columns).error());
        return;
    }
    const auto day = local_time(to_ms(office.clock.wall()), asked.reader.utc_offset_min).substr(0, 10);
    auto line = line_of(office, list, request, asked, fmt::format("{}-{}.csv", list.name, day));
    office.readers.read(
        office.home,
        [&list, asked = std::move(asked), columns = *std::move(columns)](db::Connection& connection) {
            return csv_of(connection, list, asked, columns);
        },
        [&office, line = std::move(line), reply = share(std::move(reply))](Result<CsvText> csv) mutable {
            if (!csv.ok()) {
                reply->fail(std::move(csv).error());
                return;
            }
            line.row_count = csv->rows;
            send_csv(office, std::move(line), std::move(csv->text), reply);
        });
}

}  // namespace yh::office::lists
