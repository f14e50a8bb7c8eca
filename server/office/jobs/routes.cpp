#include "office/jobs/routes.h"

#include <utility>

#include "office/jobs/approval_store.h"
#include "office/jobs/approvals.h"
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
    std::optional<std::string> reason;  ///< what it is needed for, where exports need an approval
};
BOOST_DESCRIBE_STRUCT(ExportWish, (), (list, format, query, reason))

void export_list(Office& office, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<ExportWish>(request, reply);
    if (!wish) {
        return;
    }
    if (wish->format == Format::Zip) {
        reply.fail(not_found("list.unknown", wish->list));
        return;
    }
    answer_job(office, lists::reader_of(office, request), {wish->list, wish->format, wish->query, request.peer.address},
               wish->reason.value_or(""), std::move(reply));
}

// It leaves when it is written down.
void send_file(Office& office, const JobView& job, model::UserId by, const std::string& address,
               const lists::SharedReply& reply) {
    http::FileBody file;
    file.path = office.jobs->path_of(job.id, job.format);
    file.download_name = job.file_name;
    office.writer.write(
        office.home,
        [id = job.id, by, address, now = to_ms(office.clock.wall()), &ids = *office.writers_ids](
            db::Connection& connection) { return log_download(connection, ids, id, by, address, now); },
        [file = std::move(file), reply](const Result<void>& logged) mutable {
            if (logged.ok()) {
                reply->file(std::move(file), {{"Cache-Control", "private, no-store"}});
            } else {
                reply->fail(logged.error());
            }
        });
}

void download(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    office.readers.read(
        office.home,
        [reader = lists::reader_of(office, request), id = id.ok() ? *id : 0](db::Connection& connection) {
            return lists::find_row(connection, data_jobs(), reader, id);
        },
        [&office, by = asker(request).user, address = request.peer.address,
         reply = share(std::move(reply))](Result<std::optional<JobView>> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
            } else if (!*found || !(*found)->mine || (*found)->state != JobState::Done) {
                reply->fail(not_found("job.no_file"));
            } else {
                send_file(office, **found, by, address, reply);
            }
        });
}

void cancel(Office& office, const http::Request& request, http::Reply reply) {
    const auto parsed = parse_id(request.param("id"));
    const JobId id{parsed.ok() ? *parsed : 0};
    const auto who = asker(request).user;
    if (office.jobs->cancel(who, id)) {
        reply.no_content();
        return;
    }
    office.writer.write(
        office.home,
        [id, who, now = to_ms(office.clock.wall()), &ids = *office.writers_ids](db::Connection& connection) {
            return withdraw(connection, ids, id, who, now);
        },
        [&office, id, who, reply = share(std::move(reply))](const Result<bool>& withdrawn) {
            if (!withdrawn.ok() || !*withdrawn) {
                reply->fail(withdrawn.ok() ? not_found("job.ended") : withdrawn.error());
                return;
            }
            if (office.tell_person) {
                office.tell_person(who, "job", id.value);
            }
            reply->no_content();
        });
}

}  // namespace

void answer_job(Office& office, const lists::Reader& reader, const FileWish& wish, std::string why, http::Reply reply) {
    constexpr int accepted = 202;
    auto made = office.jobs->make(reader, wish);
    if (!made.ok()) {
        reply.fail(std::move(made).error());
        return;
    }
    NewJob job;
    job.id = office.jobs->new_id();
    job.tenant = reader.who.tenant;
    job.user = reader.who.user;
    job.list = wish.list;
    job.format = wish.format;
    job.file_name = made->file_name;
    job.created_at_ms = to_ms(office.clock.wall());
    job.query = wish.query;
    job.language = reader.language == http::Language::English ? Language::English : Language::Chinese;
    job.address = wish.address;
    job.said_zh = made->said_zh;
    job.said_en = made->said_en;
    if (lists::needs_approval(office, reader.who)) {
        job.why = std::move(why);
        ask_for(office, reader, std::move(job), *made, std::move(reply));
        return;
    }
    office.jobs->add(std::move(job), *std::move(made), [reply = share(std::move(reply))](Result<JobView> done) {
        if (done.ok()) {
            answer(*reply, *done, done->state == JobState::Done ? 200 : accepted);
        } else {
            reply->fail(std::move(done).error());
        }
    });
}

void add_routes(http::Router& router, Office& office) {
    using http::Method;
    office.jobs = std::make_shared<JobRunner>(office);
    office.jobs->start();
    lists::add_list(router, office, data_jobs());
    add_approval_routes(router, office);
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
