#include "office/jobs/routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "http/text.h"
#include "office/jobs/export_work.h"
#include "office/lists/list_route.h"

namespace yh::office::jobs {

namespace {

using lists::share;
using people::asker;

/// What shall be written into a file: the list's own query, with `columns` and `utc_offset_min` in it.
struct ExportWish {
    std::string list;
    Format format = Format::Xlsx;
    std::string query;
};
BOOST_DESCRIBE_STRUCT(ExportWish, (), (list, format, query))

void export_list(Office& office, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<ExportWish>(request, reply);
    if (!wish) {
        return;
    }
    const auto list = std::ranges::find(office.lists, std::string_view{wish->list}, &lists::List::name);
    const auto query = http::parse_query(wish->query);
    if (list == office.lists.end() || !query || wish->format == Format::Zip) {
        reply.fail(not_found("list.unknown", wish->list));
        return;
    }
    if (!people::may(asker(request), (*list)->permission) || !lists::may_export(**list, request, reply)) {
        if (!reply.answered()) {
            reply.fail({ErrorKind::Forbidden, "http.forbidden", wish->list});
        }
        return;
    }
    auto asked = lists::read_query(**list, *query, lists::reader_of(office, request));
    auto columns = lists::read_columns(**list, lists::text_arg(*query, "columns").value_or(""));
    if (!asked.ok() || !columns.ok()) {
        reply.fail(asked.ok() ? std::move(columns).error() : std::move(asked).error());
        return;
    }
    const auto title = request.language() == http::Language::Chinese ? (*list)->title.chinese : (*list)->title.english;
    auto name = job_file_name(title, to_ms(office.clock.wall()), asked->reader.utc_offset_min, wish->format);
    answer_job(office, asker(request), wish->list, wish->format, std::move(name),
               std::make_shared<ExportWork>(**list, *std::move(asked), *std::move(columns), wish->format),
               std::move(reply));
}

void download(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    office.readers.read(
        office.home,
        [reader = lists::reader_of(office, request), id = id.ok() ? *id : 0](db::Connection& connection) {
            return lists::find_row(connection, data_jobs(), reader, id);
        },
        [&office, reply = share(std::move(reply))](Result<std::optional<JobView>> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
            } else if (!*found || !(*found)->mine || (*found)->state != JobState::Done) {
                reply->fail(not_found("job.no_file"));
            } else {
                http::FileBody file;
                file.path = office.jobs->path_of((*found)->id, (*found)->format);
                file.download_name = (*found)->file_name;
                reply->file(std::move(file), {{"Cache-Control", "private, no-store"}});
            }
        });
}

void cancel(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    if (office.jobs->cancel(asker(request).user, JobId{id.ok() ? *id : 0})) {
        reply.no_content();
    } else {
        reply.fail(not_found("job.ended"));
    }
}

}  // namespace

std::string job_file_name(std::string_view title, std::int64_t at_ms, std::int64_t utc_offset_min, Format format) {
    std::string time;
    for (const char c : lists::local_time(at_ms, utc_offset_min)) {
        time += c == ' ' ? "-" : c == '-' || c == ':' ? "" : std::string(1, c);
    }
    return fmt::format("{}-{}.{}", title, time, enum_text(format));
}

void answer_job(Office& office, const people::SignedIn& who, std::string list, Format format, std::string file_name,
                WorkPtr work, http::Reply reply) {
    constexpr int accepted = 202;
    office.jobs->add(who, std::move(list), format, std::move(file_name), std::move(work),
                     [reply = share(std::move(reply))](Result<JobView> job) {
                         if (job.ok()) {
                             answer(*reply, *job, job->state == JobState::Done ? 200 : accepted);
                         } else {
                             reply->fail(std::move(job).error());
                         }
                     });
}

void add_routes(http::Router& router, Office& office) {
    using http::Method;
    office.jobs = std::make_shared<JobRunner>(office);
    office.jobs->start();
    lists::add_list(router, office, data_jobs());
    router.add({.method = Method::Post,
                .pattern = "/api/v1/exports",
                .permission = http::signed_in,
                .summary = {"Write a list into a file: 200 when it is done at once, 202 while it goes on",
                            "导出列表为文件（数据任务）"},
                .request = http::schema_of<ExportWish>(),
                .response = http::schema_of<JobView>(),
                .handler = on_home(office, export_list)});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/data-jobs/{id}/file",
                .permission = http::signed_in,
                .summary = {"The result of one's own job, while it is kept", "下载数据任务的文件"},
                .response = http::binary_schema("application/octet-stream"),
                .handler = on_home(office, download)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/data-jobs/{id}",
                .permission = http::signed_in,
                .summary = {"Give up a job that waits or runs", "取消数据任务"},
                .status = 204,
                .handler = on_home(office, cancel)});
}

}  // namespace yh::office::jobs
