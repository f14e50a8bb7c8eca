#include "office/records/routes.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "office/lists/list_route.h"
#include "office/records/annotation_routes.h"
#include "office/records/figures.h"
#include "office/records/peaks_answer.h"
#include "office/records/record_lists.h"
#include "office/records/record_store.h"
#include "office/records/recording_access.h"
#include "office/records/recording_name.h"
#include "office/records/recording_zip.h"
#include "office/records/service_routes.h"
#include "office/rollups/local_time.h"

namespace yh::office::records {

namespace {

using people::asker;

using lists::answer_found;
using lists::SharedReply;

void show_record(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    if (!id.ok()) {
        reply.fail(not_found("record.unknown"));
        return;
    }
    answer_found(office, std::move(reply),
                 [reader = lists::reader_of(office, request), id = *id](db::Connection& connection) {
                     return RecordStore{connection, reader}.call(model::CallId{id});
                 });
}

/// Finds the recording `{id}` for the asker, or answers that there is none.
template <class Then>
void with_recording(Office& office, const http::Request& request, http::Reply reply, Then then) {
    const auto id = parse_id(request.param("id"));
    if (!id.ok()) {
        reply.fail(not_found("recording.unknown"));
        return;
    }
    office.readers.read(
        office.home,
        [reader = lists::reader_of(office, request), id = *id](db::Connection& connection) {
            return RecordStore{connection, reader}.recording(model::RecordingId{id});
        },
        [then, reply = std::make_shared<http::Reply>(std::move(reply))](Result<StoredRecording> found) {
            if (found.ok()) {
                then(*std::move(found), reply);
            } else {
                reply->fail(std::move(found).error());
            }
        });
}

void play(Office& office, const http::Request& request, http::Reply reply) {
    auto offset_min = lists::offset_arg(request.query);
    if (!offset_min.ok()) {
        reply.fail(std::move(offset_min).error());
        return;
    }
    if (request.arg("download") && !people::may(asker(request), people::rights::download_recordings)) {
        reply.fail({ErrorKind::Forbidden, "http.forbidden", "download"});
        return;
    }
    // A player asks for the rest of a file piece by piece: the first piece is the hearing.
    const auto range = request.header("Range");
    const bool begins = range.empty() || range.starts_with("bytes=0-");
    with_recording(office, request, std::move(reply),
                   [&office, who = asker(request), address = request.peer.address, begins,
                    root = office.recordings_root, save = request.arg("download").has_value(),
                    offset = *offset_min](StoredRecording found, const SharedReply& shared) {
                       if (begins) {
                           note_access(office, who, address, {found.item.id},
                                       save ? Access::Downloaded : Access::Played);
                       }
                       http::FileBody file;
                       file.path = root + "/" + found.path;
                       file.content_type = "audio/wav";
                       file.download_name = save ? recording_file_name(found.item.started_at_ms, offset,
                                                                       found.item.customer_number, found.item.agent)
                                                 : "";
                       shared->file(std::move(file), {{"Cache-Control", "private, no-cache"}});
                   });
}

void show_peaks(Office& office, const DrawPeaks& draw, const http::Request& request, http::Reply reply) {
    const auto points = wanted_points(request);
    if (!points.ok()) {
        reply.fail(points.error());
        return;
    }
    with_recording(office, request, std::move(reply),
                   [&office, draw, points = *points](StoredRecording found, const SharedReply& shared) {
                       answer_peaks(office, draw, std::move(found.path), points, shared);
                   });
}

// Without from_ms the day began when the company's did.
void show_my_figures(Office& office, const http::Request& request, http::Reply reply) {
    const auto from = lists::number_arg(request.query, "from_ms");
    if (!from.ok()) {
        reply.fail(from.error());
        return;
    }
    const auto who = asker(request);
    const auto zone = office.directory->zone_of(who.tenant);
    const auto today = rollups::local_hour(to_ms(office.clock.wall()), *zone).day;
    const auto from_ms = from->value_or(rollups::day_begins_ms(today, *zone));
    answer_found(office, std::move(reply),
                 [who, from_ms](db::Connection& connection) { return my_figures(connection, who, from_ms); });
}

}  // namespace

void add_routes(http::Router& router, Office& office, DrawPeaks draw_peaks) {
    using http::Method;
    using people::rights::see_records;
    add_service_routes(router, office, draw_peaks);
    lists::add_list(router, office, call_records());
    router.add({.method = Method::Get,
                .pattern = "/api/v1/call-records/{id}",
                .permission = see_records,
                .summary = {"One call with its legs and queue visits", "通话详情"},
                .response = http::schema_of<CallDetail>(),
                .handler = on_home(office, show_record)});
    lists::add_list(router, office, recordings());
    add_zip_route(router, office);
    add_annotation_routes(router, office);
    add_access_routes(router, office);
    router.add({.method = Method::Get,
                .pattern = "/api/v1/recordings/{id}/audio",
                .permission = people::rights::play_recordings,
                .summary = {"The sound: WAV, left customer, right agent; Range", "录音音频：左声道客户，右声道坐席"},
                .query = {{"download"}, {"utc_offset_min", "integer"}},
                .response = http::binary_schema("audio/wav"),
                .handler = on_home(office, play)});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/recordings/{id}/peaks",
                .permission = people::rights::play_recordings,
                .summary = {"The waveform, without the sound", "录音波形"},
                .query = {{"points", "integer"}},
                .response = http::schema_of<RecordingPeaks>(),
                .handler = on_home(office, [draw = std::move(draw_peaks)](Office& at, const http::Request& request,
                                                                          http::Reply reply) {
                    show_peaks(at, draw, request, std::move(reply));
                })});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/me/figures",
                .permission = people::rights::use_phone,
                .summary = {"My day so far", "我的今日数据"},
                .query = {{"from_ms", "integer"}},
                .response = http::schema_of<MyFigures>(),
                .handler = on_home(office, show_my_figures)});
}

}  // namespace yh::office::records
