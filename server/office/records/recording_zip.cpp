#include "office/records/recording_zip.h"

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
};
BOOST_DESCRIBE_STRUCT(ZipWish, (), (ids, utc_offset_min))

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
    reader.utc_offset_min = wish->utc_offset_min.value_or(reader.utc_offset_min);
    const auto title =
        request.language() == http::Language::Chinese ? recording_list.title.chinese : recording_list.title.english;
    auto name = jobs::job_file_name(title, to_ms(office.clock.wall()), reader.utc_offset_min, jobs::Format::Zip);
    office.readers.read(
        office.home,
        [reader, ids = wish->ids, root = office.recordings_root](db::Connection& connection) {
            return entries_of(connection, reader, ids, root);
        },
        [&office, who = reader.who, ids = wish->ids, address = request.peer.address, name = std::move(name),
         reply = lists::share(std::move(reply))](Result<std::vector<jobs::ZipEntry>> entries) {
            if (!entries.ok()) {
                reply->fail(std::move(entries).error());
                return;
            }
            note_access(office, who, address, ids, Access::Downloaded);
            jobs::answer_job(office, who, std::string{recording_list.name}, jobs::Format::Zip, name,
                             std::make_shared<jobs::ZipWork>(*std::move(entries)), std::move(*reply));
        });
}

}  // namespace

void add_zip_route(http::Router& router, Office& office) {
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
