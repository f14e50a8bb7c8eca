#include <fmt/format.h>

#include <cstdio>
#include <utility>

#include "office/lists/list_route.h"
#include "office/lists/pool_hiding.h"
#include "office/records/lost_cases.h"
#include "office/records/peaks_answer.h"
#include "office/records/recording_name.h"
#include "office/records/service_routes.h"
#include "office/records/service_store.h"

// What people do with the rows of the service lists.
namespace yh::office::records {

namespace {

using lists::share;
using people::asker;

/// Runs `change` on the writer and answers 204 when it is committed.
template <class Change>
void answer_changed(Office& office, http::Reply reply, Change change) {
    office.writer.write(office.home, std::move(change), [reply = share(std::move(reply))](auto changed) {
        if (changed.ok()) {
            reply->no_content();
        } else {
            reply->fail(std::move(changed).error());
        }
    });
}

struct ListenedWish {
    bool listened = false;
};
BOOST_DESCRIBE_STRUCT(ListenedWish, (), (listened))

struct HandledWish {
    bool handled = false;
};
BOOST_DESCRIBE_STRUCT(HandledWish, (), (handled))

void change_voicemail(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    const auto wish = body_of<ListenedWish>(request, reply);
    if (!wish) {
        return;
    }
    answer_changed(office, std::move(reply),
                   [who = asker(request), id = model::RecordingId{id.ok() ? *id : 0}, listened = wish->listened,
                    now = to_ms(office.clock.wall())](db::Connection& connection) {
                       return mark_listened(connection, who, id, listened, now);
                   });
}

// The file goes when the database has forgotten it, on a thread that may wait for the disk. Should we die in between,
// a file is left that nobody can reach any more.
void remove_voicemail(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    office.writer.write(
        office.home,
        [who = asker(request), id = model::RecordingId{id.ok() ? *id : 0}, now = to_ms(office.clock.wall())](
            db::Connection& connection) { return delete_voicemail(connection, who, id, now); },
        [&office, reply = share(std::move(reply))](Result<std::optional<std::string>> path) {
            if (!path.ok()) {
                reply->fail(std::move(path).error());
                return;
            }
            if (!*path) {
                reply->fail(conflict("recording.on_hold"));
                return;
            }
            office.readers.read(
                office.home,
                [file = office.recordings_root + "/" + **path](db::Connection&) -> Result<int> {
                    return std::remove(file.c_str());
                },
                [reply](const Result<int>&) { reply->no_content(); });
        });
}

void play_voicemail(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    auto offset_min = lists::offset_arg(request.query);
    if (!offset_min.ok()) {
        reply.fail(std::move(offset_min).error());
        return;
    }
    office.readers.read(
        office.home,
        [reader = lists::reader_of(office, request),
         id = id.ok() ? *id : 0](db::Connection& connection) -> Result<StoredVoicemail> {
            YH_TRY(auto found, ServiceStore{connection, reader.who}.voicemail(model::RecordingId{id}));
            YH_TRY(const auto mask, lists::mask_of_number(connection, reader, found.item.number));
            found.item.number = mask.shown(found.item.number);
            return found;
        },
        [root = office.recordings_root, save = request.arg("download").has_value(), offset = *offset_min,
         reply = share(std::move(reply))](Result<StoredVoicemail> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
                return;
            }
            http::FileBody file;
            file.path = root + "/" + found->path;
            file.content_type = "audio/wav";
            if (save) {
                file.download_name =
                    recording_file_name(found->item.left_at_ms, offset, found->item.number, "voicemail");
            }
            reply->file(std::move(file), {{"Cache-Control", "private, no-cache"}});
        });
}

void show_voicemail_peaks(Office& office, const DrawPeaks& draw, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    const auto points = wanted_points(request);
    if (!points.ok()) {
        reply.fail(points.error());
        return;
    }
    office.readers.read(
        office.home,
        [who = asker(request), id = id.ok() ? *id : 0](db::Connection& connection) {
            return ServiceStore{connection, who}.voicemail(model::RecordingId{id});
        },
        [&office, draw, points = *points, reply = share(std::move(reply))](Result<StoredVoicemail> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
                return;
            }
            answer_peaks(office, draw, std::move(found->path), points, reply);
        });
}

void change_missed(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    const auto wish = body_of<HandledWish>(request, reply);
    if (!wish) {
        return;
    }
    answer_changed(office, std::move(reply),
                   [who = asker(request), id = model::LegId{id.ok() ? *id : 0}, handled = wish->handled,
                    now = to_ms(office.clock.wall())](db::Connection& connection) {
                       return mark_handled(connection, who, id, handled, now);
                   });
}

http::Handler lost_action(Office& office, CaseAction action) {
    return on_home(office, [action](Office& at, const http::Request& request, http::Reply reply) {
        const auto id = parse_id(request.param("id"));
        answer_changed(at, std::move(reply),
                       [who = asker(request), id = id.ok() ? *id : 0, action, now = to_ms(at.clock.wall())](
                           db::Connection& connection) { return act_on_lost_call(connection, who, id, action, now); });
    });
}

void cancel_callback(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    const model::CallId call{id.ok() ? *id : 0};
    office.readers.read(
        office.home,
        [who = asker(request), call](db::Connection& connection) {
            return ServiceStore{connection, who}.check_open_callback(call);
        },
        [&office, call, by = asker(request).user, reply = share(std::move(reply))](const Result<void>& seen) {
            if (!seen.ok()) {
                reply->fail(seen.error());
                return;
            }
            office.desk.apply(model::CancelCallback{call, by}, office.home,
                              [&office, reply](Result<model::CallId> done) {
                                  if (!done.ok()) {
                                      reply->fail(std::move(done).error());
                                      return;
                                  }
                                  // Whoever looks at the list now must find the place given up.
                                  office.when_recorded([reply] { reply->no_content(); });
                              });
        });
}

void add_lost_actions(http::Router& router, Office& office) {
    const auto action = [&](std::string_view verb, http::Summary summary, CaseAction what) {
        router.add({.method = http::Method::Post,
                    .pattern = fmt::format("/api/v1/lost-calls/{{id}}/{}", verb),
                    .permission = people::rights::handle_lost,
                    .summary = summary,
                    .status = 204,
                    .handler = lost_action(office, what)});
    };
    action("occupy", {"Occupy: hidden from others", "占有"}, CaseAction::Occupy);
    action("release", {"Give back to all", "解除占有"}, CaseAction::Release);
    action("complete", {"Handled", "处理完成"}, CaseAction::Complete);
}

}  // namespace

void add_service_actions(http::Router& router, Office& office, DrawPeaks draw_peaks) {
    using http::Method;
    using people::rights::see_records;
    add_lost_actions(router, office);
    router.add({.method = Method::Get,
                .pattern = "/api/v1/voicemails/{id}/audio",
                .permission = people::rights::play_recordings,
                .summary = {"The message: WAV; Range", "留言音频"},
                .query = {{"download"}, {"utc_offset_min", "integer"}},
                .response = http::binary_schema("audio/wav"),
                .handler = on_home(office, play_voicemail)});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/voicemails/{id}/peaks",
                .permission = people::rights::play_recordings,
                .summary = {"The message's waveform, without the sound", "留言波形"},
                .query = {{"points", "integer"}},
                .response = http::schema_of<RecordingPeaks>(),
                .handler = on_home(office, [draw = std::move(draw_peaks)](Office& at, const http::Request& request,
                                                                          http::Reply reply) {
                    show_voicemail_peaks(at, draw, request, std::move(reply));
                })});
    router.add({.method = Method::Patch,
                .pattern = "/api/v1/voicemails/{id}",
                .permission = see_records,
                .summary = {"Listened to, or not", "标记已听"},
                .request = http::schema_of<ListenedWish>(),
                .status = 204,
                .handler = on_home(office, change_voicemail)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/voicemails/{id}",
                .permission = people::rights::delete_voicemail,
                .summary = {"Delete the message and its sound", "删除留言"},
                .status = 204,
                .handler = on_home(office, remove_voicemail)});
    router.add({.method = Method::Patch,
                .pattern = "/api/v1/missed-calls/{id}",
                .permission = people::rights::handle_lost,
                .summary = {"Handled, or not", "标记已处理"},
                .request = http::schema_of<HandledWish>(),
                .status = 204,
                .handler = on_home(office, change_missed)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/callbacks/{id}",
                .permission = people::rights::cancel_callbacks,
                .summary = {"Give up a call-back", "取消回拨"},
                .status = 204,
                .handler = on_home(office, cancel_callback)});
}

}  // namespace yh::office::records
