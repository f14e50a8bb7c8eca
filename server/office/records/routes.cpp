#include "office/records/routes.h"

#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/people/identity.h"
#include "office/records/record_store.h"

namespace yh::office::records {

namespace {

using people::asker;

template <class E>
Result<std::optional<E>> word_arg(const http::Request& request, std::string_view name) {
    const auto text = request.arg(name);
    if (!text || text->empty()) {
        return std::optional<E>{};
    }
    YH_TRY(const auto value, parse_enum<E>(*text));
    return std::optional{value};
}

Result<std::optional<std::int64_t>> number_arg(const http::Request& request, std::string_view name) {
    const auto text = request.arg(name);
    if (!text || text->empty()) {
        return std::optional<std::int64_t>{};
    }
    YH_TRY(const auto value, parse_id(*text));
    return std::optional{value};
}

std::optional<std::string> text_arg(const http::Request& request, std::string_view name) {
    const auto text = request.arg(name);
    return text && !text->empty() ? std::optional{std::string{*text}} : std::nullopt;
}

Result<RecordFilter> filter_of(const http::Request& request) {
    RecordFilter filter;
    filter.queue = text_arg(request, "queue");
    filter.agent = text_arg(request, "agent");
    filter.number = text_arg(request, "number");
    if (filter.number &&
        (filter.number->size() < 3 || filter.number->find_first_not_of("0123456789+*#") != std::string::npos)) {
        return invalid_input("number.too_short", "at least 3 digits");
    }
    YH_TRY(filter.direction, word_arg<model::Direction>(request, "direction"));
    YH_TRY(filter.result, word_arg<model::CallResult>(request, "result"));
    YH_TRY(filter.from_ms, number_arg(request, "from_ms"));
    YH_TRY(filter.to_ms, number_arg(request, "to_ms"));
    YH_TRY(filter.call, number_arg(request, "call"));
    const auto sort = request.arg("sort").value_or("-created_at_ms");
    if (sort != "created_at_ms" && sort != "-created_at_ms") {
        return invalid_input("sort.unknown", "created_at_ms or -created_at_ms");
    }
    filter.oldest_first = sort == "created_at_ms";
    return filter;
}

/// Runs `find` on a reader and answers what it found.
template <class Find>
void answer_found(Office& office, http::Reply reply, Find find) {
    office.readers.read(office.home, std::move(find),
                        [reply = std::make_shared<http::Reply>(std::move(reply))](auto found) {
                            if (found.ok()) {
                                answer(*reply, *found);
                            } else {
                                reply->fail(std::move(found).error());
                            }
                        });
}

/// A list route: filter and page are read first, so that a wrong argument costs no query.
template <class Find>
http::Handler list_route(Office& office, Find find) {
    return on_home(office, [find](Office& at, const http::Request& request, http::Reply reply) {
        auto filter = filter_of(request);
        auto page = page_args(request);
        if (!filter.ok() || !page.ok()) {
            reply.fail(filter.ok() ? std::move(page).error() : std::move(filter).error());
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

void play(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    if (!id.ok()) {
        reply.fail(not_found("recording.unknown"));
        return;
    }
    office.readers.read(
        office.home,
        [who = asker(request), id = *id](db::Connection& connection) {
            return RecordStore{connection, who}.recording_path(model::RecordingId{id});
        },
        [root = office.recordings_root, id = *id, save = request.arg("download").has_value(),
         reply = std::make_shared<http::Reply>(std::move(reply))](Result<std::string> path) {
            if (!path.ok()) {
                reply->fail(std::move(path).error());
                return;
            }
            http::FileBody file;
            file.path = root + "/" + *path;
            file.content_type = "audio/wav";
            file.download_name = save ? std::to_string(id) + ".wav" : "";
            reply->file(std::move(file), {{"Cache-Control", "private, no-cache"}});
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
            {"number"},
            {"from_ms", "integer"},
            {"to_ms", "integer"},
            {"call"}};
}

}  // namespace

void add_routes(http::Router& router, Office& office) {
    using http::Method;
    using people::rights::see_records;
    router.add({.method = Method::Get,
                .pattern = "/api/v1/call-records",
                .permission = see_records,
                .summary = {"Call records", "通话记录"},
                .query = list_args(),
                .response = http::schema_of<CallRecordPage>(),
                .handler = list_route(office, [](RecordStore store, const RecordFilter& filter, const PageArgs& page) {
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
                .handler = list_route(office, [](RecordStore store, const RecordFilter& filter, const PageArgs& page) {
                    return store.recordings(filter, page);
                })});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/recordings/{id}/audio",
                .permission = see_records,
                .summary = {"The sound: WAV, left customer, right agent; Range", "录音音频：左声道客户，右声道坐席"},
                .query = {{"download"}},
                .response = http::binary_schema("audio/wav"),
                .handler = on_home(office, play)});
}

}  // namespace yh::office::records
