#include "office/records/routes.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <memory>
#include <utility>

#include "office/records/figures.h"
#include "office/records/list_route.h"
#include "office/records/peaks_answer.h"
#include "office/records/record_csv.h"
#include "office/records/record_store.h"
#include "office/records/service_routes.h"

namespace yh::office::records {

namespace {

using people::asker;

enum class ListOf { Calls, Recordings };

Result<RecordFilter> filter_of(const http::Request& request, ListOf what) {
    RecordFilter filter;
    filter.queue = text_arg(request, "queue");
    filter.agent = agent_arg(request);
    YH_TRY(filter.number, number_part_arg(request));
    filter.survey = text_arg(request, "survey");
    filter.search = text_arg(request, "search");
    YH_TRY(filter.direction, word_arg<model::Direction>(request, "direction"));
    YH_TRY(filter.result, word_arg<model::CallResult>(request, "result"));
    YH_TRY(filter.from_ms, number_arg(request, "from_ms"));
    YH_TRY(filter.to_ms, number_arg(request, "to_ms"));
    YH_TRY(filter.call, number_arg(request, "call"));
    auto sort = request.arg("sort").value_or("-created_at_ms");
    filter.ascending = !sort.starts_with('-');
    sort.remove_prefix(filter.ascending ? 0 : 1);
    const bool by_length = what == ListOf::Recordings && sort == "duration_ms";
    const auto column = by_length ? std::optional<std::string_view>{"recordings.duration_ms"}
                        : what == ListOf::Recordings && sort == "started_at_ms" ? find_order("created_at_ms")
                                                                                : find_order(sort);
    if (!column) {
        return invalid_input("sort.unknown", std::string{sort});
    }
    filter.order = *column;
    return filter;
}

/// A list route: filter and page are read first, so that a wrong argument costs no query.
template <class Find>
http::Handler list_route(Office& office, ListOf what, std::string_view name, Find find) {
    return on_home(office, [find, what, name](Office& at, const http::Request& request, http::Reply reply) {
        auto filter = filter_of(request, what);
        auto page = page_args(request);
        if (!filter.ok() || !page.ok()) {
            reply.fail(filter.ok() ? std::move(page).error() : std::move(filter).error());
            return;
        }
        if (request.arg("format") == "csv") {
            export_list(
                at, request, std::move(reply), name,
                [find, who = asker(request), filter = *filter](db::Connection& connection, const PageArgs& all) {
                    return find(RecordStore{connection, who}, filter, all);
                });
            return;
        }
        answer_found(at, std::move(reply),
                     [find, who = asker(request), filter = *filter, page = *page](db::Connection& connection) {
                         return find(RecordStore{connection, who}, filter, page);
                     });
    });
}

void show_record(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    if (!id.ok()) {
        reply.fail(not_found("record.unknown"));
        return;
    }
    answer_found(office, std::move(reply), [who = asker(request), id = *id](db::Connection& connection) {
        return RecordStore{connection, who}.call(model::CallId{id});
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
        [who = asker(request), id = *id](db::Connection& connection) {
            return RecordStore{connection, who}.recording(model::RecordingId{id});
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
    auto look = csv_look(request);
    if (!look.ok()) {
        reply.fail(std::move(look).error());
        return;
    }
    with_recording(office, request, std::move(reply),
                   [root = office.recordings_root, save = request.arg("download").has_value(),
                    offset = look->utc_offset_min](StoredRecording found, const SharedReply& shared) {
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

// Without from_ms the day began at midnight where the server stands.
std::int64_t midnight_before(std::int64_t now_ms) {
    const auto now = static_cast<std::time_t>(now_ms / 1000);
    auto local = fmt::localtime(now);
    local.tm_hour = local.tm_min = local.tm_sec = 0;
    return std::int64_t{std::mktime(&local)} * 1000;
}

void show_my_figures(Office& office, const http::Request& request, http::Reply reply) {
    const auto from = number_arg(request, "from_ms");
    if (!from.ok()) {
        reply.fail(from.error());
        return;
    }
    const auto from_ms = from->value_or(midnight_before(to_ms(office.clock.wall())));
    answer_found(office, std::move(reply), [who = asker(request), from_ms](db::Connection& connection) {
        return my_figures(connection, who, from_ms);
    });
}

std::vector<http::QueryArg> list_args() {
    return {{"page", "integer"},
            {"size", "integer"},
            {"sort"},
            {"queue"},
            {"agent"},
            {"direction"},
            {"result"},
            {"survey"},
            {"number"},
            {"search"},
            {"from_ms", "integer"},
            {"to_ms", "integer"},
            {"call"},
            {"format"},
            {"columns"},
            {"utc_offset_min", "integer"}};
}

}  // namespace

void add_routes(http::Router& router, Office& office, DrawPeaks draw_peaks) {
    using http::Method;
    using people::rights::see_records;
    add_service_routes(router, office, draw_peaks);
    router.add({.method = Method::Get,
                .pattern = "/api/v1/call-records",
                .permission = see_records,
                .summary = {"Call records", "通话记录"},
                .query = list_args(),
                .response = http::schema_of<CallRecordPage>(),
                .handler = list_route(office, ListOf::Calls, "call-records",
                                      [](RecordStore store, const RecordFilter& filter, const PageArgs& page) {
                                          return store.calls(filter, page);
                                      })});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/call-records/{id}",
                .permission = see_records,
                .summary = {"One call with its legs and queue visits", "通话详情"},
                .response = http::schema_of<CallDetail>(),
                .handler = on_home(office, show_record)});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/recordings",
                .permission = see_records,
                .summary = {"Recordings", "录音"},
                .query = list_args(),
                .response = http::schema_of<RecordingPage>(),
                .handler = list_route(office, ListOf::Recordings, "recordings",
                                      [](RecordStore store, const RecordFilter& filter, const PageArgs& page) {
                                          return store.recordings(filter, page);
                                      })});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/recordings/{id}/audio",
                .permission = see_records,
                .summary = {"The sound: WAV, left customer, right agent; Range", "录音音频：左声道客户，右声道坐席"},
                .query = {{"download"}, {"utc_offset_min", "integer"}},
                .response = http::binary_schema("audio/wav"),
                .handler = on_home(office, play)});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/recordings/{id}/peaks",
                .permission = see_records,
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
