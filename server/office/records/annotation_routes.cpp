#include "office/records/annotation_routes.h"

#include <cstdio>
#include <memory>
#include <utility>

#include "base/log.h"
#include "office/lists/list_route.h"
#include "office/records/annotation_store.h"

namespace yh::office::records {

namespace {

using lists::share;
using people::asker;

struct AnnotationList {
    std::vector<AnnotationView> items;
};
BOOST_DESCRIBE_STRUCT(AnnotationList, (), (items))

std::int64_t id_in(const http::Request& request, std::string_view name) {
    const auto id = parse_id(request.param(name));
    return id.ok() ? *id : 0;
}

void show(Office& office, const http::Request& request, http::Reply reply) {
    lists::answer_found(
        office, std::move(reply),
        [reader = lists::reader_of(office, request),
         recording = model::RecordingId{id_in(request, "id")}](db::Connection& connection) -> Result<AnnotationList> {
            YH_TRY(auto items, list_annotations(connection, reader, recording));
            return AnnotationList{std::move(items)};
        });
}

/// Runs `change` on the writer; answers the note with `status`, 204 for none, or why not.
template <class Change>
void answer_done(Office& office, http::Reply reply, int status, Change change) {
    office.writer.write(office.home, std::move(change),
                        [status, shared = share(std::move(reply))](Result<AnnotationDone> done) {
                            constexpr int nothing = 204;
                            if (!done.ok()) {
                                shared->fail(std::move(done).error());
                            } else if (done->refusal) {
                                shared->fail(*std::move(done->refusal));
                            } else if (status == nothing) {
                                shared->no_content();
                            } else {
                                answer(*shared, *done->view, status);
                            }
                        });
}

void add(Office& office, IdMaker& ids, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<AnnotationWish>(request, reply);
    if (!wish) {
        return;
    }
    const auto now = to_ms(office.clock.wall());
    constexpr int created = 201;
    answer_done(office, std::move(reply), created,
                [reader = lists::reader_of(office, request), recording = model::RecordingId{id_in(request, "id")},
                 id = ids.make<Id<struct AnnotationTag>>(now).value, wish = *wish, now](db::Connection& connection) {
                    return add_annotation(connection, reader, recording, id, wish, now);
                });
}

void change(Office& office, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<AnnotationWish>(request, reply);
    if (!wish) {
        return;
    }
    constexpr int ok = 200;
    answer_done(
        office, std::move(reply), ok,
        [reader = lists::reader_of(office, request), recording = model::RecordingId{id_in(request, "id")},
         id = id_in(request, "note"), wish = *wish, now = to_ms(office.clock.wall())](db::Connection& connection) {
            return change_annotation(connection, reader, recording, id, wish, now);
        });
}

void remove(Office& office, const http::Request& request, http::Reply reply) {
    constexpr int nothing = 204;
    answer_done(office, std::move(reply), nothing,
                [reader = lists::reader_of(office, request), recording = model::RecordingId{id_in(request, "id")},
                 id = id_in(request, "note")](db::Connection& connection) {
                    return delete_annotation(connection, reader, recording, id);
                });
}

// The file goes when the database has forgotten it, on a thread that may wait for the disk. Should we die in between,
// a file is left that nobody can reach any more.
void remove_recording(Office& office, const http::Request& request, http::Reply reply) {
    const model::RecordingId recording{id_in(request, "id")};
    office.writer.write(
        office.home,
        [reader = lists::reader_of(office, request), recording, now = to_ms(office.clock.wall())](
            db::Connection& connection) { return delete_recording(connection, reader, recording, now); },
        [&office, recording, by = asker(request).number, shared = share(std::move(reply))](Result<RecordingGone> gone) {
            if (!gone.ok()) {
                shared->fail(std::move(gone).error());
                return;
            }
            if (!gone->path) {
                shared->fail(gone->on_hold ? conflict("recording.on_hold") : not_found("recording.unknown"));
                return;
            }
            log().info("recording.deleted", {{"recording", recording.value}, {"by", by}});
            office.readers.read(
                office.home,
                [file = office.recordings_root + "/" + *gone->path](db::Connection&) -> Result<int> {
                    return std::remove(file.c_str());
                },
                [shared](const Result<int>&) { shared->no_content(); });
        });
}

}  // namespace

void add_annotation_routes(http::Router& router, Office& office) {
    using http::Method;
    using people::rights::annotate_recordings;
    router.add({.pattern = "/api/v1/recordings/{id}/annotations",
                .permission = people::rights::see_records,
                .summary = {"The notes on a recording", "录音批注"},
                .response = http::schema_of<AnnotationList>(),
                .handler = on_home(office, show)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/recordings/{id}/annotations",
                .permission = annotate_recordings,
                .summary = {"Note something, at a moment of it or about the whole", "新增批注"},
                .request = http::schema_of<AnnotationWish>(),
                .response = http::schema_of<AnnotationView>(),
                .status = 201,
                .handler = on_home(office, [ids = std::make_shared<IdMaker>()](Office& at, const http::Request& request,
                                                                               http::Reply reply) {
                    add(at, *ids, request, std::move(reply));
                })});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/recordings/{id}/annotations/{note}",
                .permission = annotate_recordings,
                .summary = {"Change one's own note", "修改自己的批注"},
                .request = http::schema_of<AnnotationWish>(),
                .response = http::schema_of<AnnotationView>(),
                .handler = on_home(office, change)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/recordings/{id}/annotations/{note}",
                .permission = annotate_recordings,
                .summary = {"Delete one's own note", "删除自己的批注"},
                .status = 204,
                .handler = on_home(office, remove)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/recordings/{id}",
                .permission = people::rights::delete_recordings,
                .summary = {"Delete a recording and its sound; the record says who did", "删除录音"},
                .status = 204,
                .handler = on_home(office, remove_recording)});
}

}  // namespace yh::office::records
