#include "office/lists/list_route.h"

#include <fmt/format.h>

#include "office/lists/csv.h"
#include "office/lists/list_rows.h"

namespace yh::office::lists {

namespace {

Result<std::string> csv_of(db::Connection& connection, const List& list, Asked asked,
                           std::vector<const Column*> columns) {
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
    return csv.take();
}

}  // namespace

std::vector<http::QueryArg> documented_args(const List& list) {
    std::vector<http::QueryArg> args{
        {"page", "integer"},    {"size", "integer"},  {"after"},  {"sort"},    {"search"},
        {"from_ms", "integer"}, {"to_ms", "integer"}, {"format"}, {"columns"}, {"utc_offset_min", "integer"}};
    for (const auto& filter : list.filters) {
        args.push_back({filter.key, filter.kind == FilterKind::Number ? "integer" : "string"});
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
    auto columns = read_columns(list, request.arg("columns").value_or(""));
    if (!columns.ok()) {
        reply.fail(std::move(columns).error());
        return;
    }
    const auto day = local_time(to_ms(office.clock.wall()), asked.reader.utc_offset_min).substr(0, 10);
    office.readers.read(
        office.home,
        [&list, asked = std::move(asked), columns = *std::move(columns)](db::Connection& connection) {
            return csv_of(connection, list, asked, columns);
        },
        [file = fmt::format("{}-{}.csv", list.name, day), reply = share(std::move(reply))](Result<std::string> csv) {
            if (!csv.ok()) {
                reply->fail(std::move(csv).error());
                return;
            }
            reply->send({200,
                         {{"Content-Type", "text/csv; charset=utf-8"},
                          {"Content-Disposition", http::content_disposition(file)}},
                         *std::move(csv)});
        });
}

}  // namespace yh::office::lists
