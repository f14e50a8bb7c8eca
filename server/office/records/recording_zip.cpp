#include "office/records/recording_zip.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/describe/class.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "office/jobs/routes.h"
#include "office/jobs/zip_work.h"
#include "office/lists/list_route.h"
#include "office/records/record_store.h"
#include "office/records/recording_access.h"
#include "office/records/recording_name.h"

namespace yh::office::records {

namespace {

constexpr std::size_t most_at_once = 20;  // R099

struct ZipWish {
    std::vector<model::RecordingId> ids;
    std::optional<std::int64_t> utc_offset_min;
    std::optional<std::string> reason;  ///< what they are needed for, where exports need an approval
};
BOOST_DESCRIBE_STRUCT(ZipWish, (), (ids, utc_offset_min, reason))

/// Where the files are, under names that say no more than their reader may know. Error: recording.unknown.
Result<std::vector<jobs::ZipEntry>> entries_of(db::Connection& connection, const lists::Reader& reader,
                                               const std::vector<model::RecordingId>& ids, const std::string& root) {
    std::vector<jobs::ZipEntry> entries;
    RecordStore store{connection, reader};
    for (const auto id : ids) {
        YH_TRY(const auto found, store.recording(id));
        entries.push_back({root + "/" + found.path, recording_file_name(found.item.started_at_ms, reader.utc_offset_min,
                                                                        found.item.customer_number, found.item.agent)});
    }
    return entries;
}

/// `ids=1,2&utc_offset_min=480`, so that it can be kept with its job. Errors: recordings.too_many, http.forbidden.
Result<jobs::Made> make_zip(Office& office, const lists::Reader& reader, const jobs::FileWish& wish) {
    using people::rights::download_recordings;
    if (!people::may(reader.who, download_recordings)) {
        return Error{ErrorKind::Forbidden, "http.forbidden", std::string{download_recordings}};
    }
    const auto query = http::parse_query(wish.query).value_or(std::vector<http::NamedValue>{});
    const auto chosen = lists::text_arg(query, "ids").value_or("");
    std::vector<model::RecordingId> ids;
    for (const auto text : http::split(chosen, ',')) {
        YH_TRY(const auto id, parse_id(text));
        ids.emplace_back(id);
    }
    auto there = reader;
    YH_TRY(there.utc_offset_min, lists::offset_arg(query));
    const bool chinese = reader.language == http::Language::Chinese;
    jobs::Made made;
    made.file_name = jobs::job_file_name(chinese ? recording_list.title.chinese : recording_list.title.english,
                                         to_ms(office.clock.wall()), there.utc_offset_min, jobs::Format::Zip);
    made.said_zh = fmt::format("选中的 {} 条录音", ids.size());
    made.said_en = fmt::format("{} chosen recordings", ids.size());
    made.work =
        std::make_shared<jobs::ZipWork>([there, ids, root = office.recordings_root](db::Connection& connection) {
            return entries_of(connection, there, ids, root);
        });
    made.on_start = [&office, who = reader.who, address = wish.address, ids] {
        note_access(office, who, address, ids, Access::Downloaded);
    };
    return made;
}

void zip(Office& office, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<ZipWish>(request, reply);
    if (!wish) {
        return;
    }
    if (wish->ids.empty() || wish->ids.size() > most_at_once) {
        reply.fail(invalid_input("recordings.too_many", std::to_string(wish->ids.size())));
        return;
    }
    auto reader = lists::reader_of(office, request);
    std::vector<std::string> ids;
    for (const auto id : wish->ids) {
        ids.push_back(id.text());
    }
    const jobs::FileWish file{std::string{recording_list.name}, jobs::Format::Zip,
                              fmt::format("ids={}&utc_offset_min={}", fmt::join(ids, ","),
                                          wish->utc_offset_min.value_or(reader.utc_offset_min)),
                              request.peer.address};
    // Whether they are there is answered at once, and not by a job that fails.
    office.readers.read(
        office.home,
        [reader, ids = wish->ids, root = office.recordings_root](db::Connection& connection) {
            return entries_of(connection, reader, ids, root);
        },
        [&office, reader, file, why = wish->reason.value_or(""),
         reply = lists::share(std::move(reply))](const Result<std::vector<jobs::ZipEntry>>& entries) {
            if (entries.ok()) {
                jobs::answer_job(office, reader, file, why, std::move(*reply));
            } else {
                reply->fail(entries.error());
            }
        });
}

}  // namespace

void add_zip_route(http::Router& router, Office& office) {
    office.jobs->set_maker(jobs::Format::Zip, make_zip);
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/recordings/zip",
                .permission = people::rights::download_recordings,
                .summary = {"At most 20 recordings in one zip: 200 when it is done at once, 202 while it goes on",
                            "批量下载录音（最多 20 条，zip）"},
                .request = http::schema_of<ZipWish>(),
                .response = http::schema_of<jobs::JobView>(),
                .handler = on_home(office, zip)});
}

}  // namespace yh::office::records
