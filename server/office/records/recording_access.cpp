#include "office/records/recording_access.h"

#include <utility>

#include "base/id.h"
#include "base/log.h"
#include "office/lists/list_route.h"
#include "office/records/record_store.h"

namespace yh::office::records {

namespace {

struct AccessRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t recording_id = 0;
    std::int64_t user_id = 0;
    std::int64_t at_ms = 0;
    Access how = Access::Played;
    std::string address;
};
BOOST_DESCRIBE_STRUCT(AccessRow, (), (id, tenant_id, recording_id, user_id, at_ms, how, address))

Result<void> write_access(db::Connection& connection, const AccessRow& row) {
    constexpr std::int64_t same_hearing_ms = 60'000;
    YH_TRY(const auto again,
           connection.row<std::int64_t>("SELECT id FROM recording_accesses WHERE recording_id = ? AND user_id = ? AND "
                                        "how = ? AND at_ms > ?",
                                        row.recording_id, row.user_id, row.how, row.at_ms - same_hearing_ms));
    return again ? Result<void>{} : connection.insert("recording_accesses", row);
}

Result<RecordingCustody> custody_of(db::Connection& connection, const lists::Reader& reader,
                                    model::RecordingId recording) {
    YH_TRY(const auto found, (RecordStore{connection, reader}.recording(recording)));
    RecordingCustody custody;
    YH_TRY(custody.checksum,
           connection.one<std::string>("SELECT checksum FROM recordings WHERE id = ?", found.item.id));
    YH_TRY(custody.items,
           connection.rows<AccessView>("SELECT at_ms, how, users.number AS number, users.name AS name, address FROM "
                                       "recording_accesses JOIN users ON users.id = recording_accesses.user_id WHERE "
                                       "recording_id = ? ORDER BY at_ms DESC, recording_accesses.id DESC LIMIT 200",
                                       found.item.id));
    return custody;
}

}  // namespace

void note_access(Office& office, const people::SignedIn& who, std::string address,
                 std::vector<model::RecordingId> recordings, Access how) {
    static IdMaker ids;  // home is one thread
    const auto now = to_ms(office.clock.wall());
    std::vector<AccessRow> rows;
    for (const auto recording : recordings) {
        rows.push_back({ids.make<Id<struct AccessTag>>(now).value, who.tenant.value, recording.value, who.user.value,
                        now, how, address});
    }
    office.writer.write(
        office.home,
        [rows = std::move(rows)](db::Connection& connection) -> Result<void> {
            for (const auto& row : rows) {
                YH_CHECK(write_access(connection, row));
            }
            return {};
        },
        [](const Result<void>& written) {
            if (!written.ok()) {
                log().error("recording.access_not_noted", {{"detail", written.error().detail}});
            }
        });
}

void add_access_routes(http::Router& router, Office& office) {
    router.add({.pattern = "/api/v1/recordings/{id}/accesses",
                .permission = people::rights::annotate_recordings,
                .summary = {"Who heard or took away this recording, and its checksum", "录音访问记录"},
                .response = http::schema_of<RecordingCustody>(),
                .handler = on_home(office, [](Office& at, const http::Request& request, http::Reply reply) {
                    const auto id = parse_id(request.param("id"));
                    if (!id.ok()) {
                        reply.fail(not_found("recording.unknown"));
                        return;
                    }
                    lists::answer_found(
                        at, std::move(reply),
                        [reader = lists::reader_of(at, request), recording = model::RecordingId{*id}](
                            db::Connection& connection) { return custody_of(connection, reader, recording); });
                })});
}

}  // namespace yh::office::records
