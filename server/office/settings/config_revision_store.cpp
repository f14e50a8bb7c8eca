#include <charconv>
#include <memory>
#include <utility>
#include <vector>

#include "http/reply.h"
#include "office/answer.h"
#include "office/settings/config_revision.h"

namespace yh::office::settings {

namespace {

struct ConfigRevision {
    std::string revision;  ///< of the newest change of all
};
BOOST_DESCRIBE_STRUCT(ConfigRevision, (), (revision))

void show_revision(Office& office, const http::Request& /*request*/, http::Reply reply) {
    office.readers.read(
        office.home,
        [](db::Connection& connection) {
            return connection.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) FROM config_changes");
        },
        [reply = std::make_shared<http::Reply>(std::move(reply))](Result<std::int64_t> newest) {
            if (newest.ok()) {
                answer(*reply, ConfigRevision{std::to_string(*newest)});
            } else {
                reply->fail(std::move(newest).error());
            }
        });
}

}  // namespace

std::optional<std::int64_t> seen_change(const http::Request& request) {
    auto tag = request.header("If-Match");
    if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') {
        return std::nullopt;
    }
    tag = tag.substr(1, tag.size() - 2);
    std::int64_t seen = 0;
    const auto read = std::from_chars(tag.data(), tag.data() + tag.size(), seen);
    return read.ec == std::errc{} && read.ptr == tag.data() + tag.size() ? std::optional{seen} : std::nullopt;
}

Result<std::optional<LaterChange>> find_later_change(db::Connection& connection, std::int64_t tenant,
                                                     std::int64_t author, std::string_view list, std::string_view name,
                                                     std::int64_t seen) {
    // What there is but once has no name in the log, and is called by its word where it is changed.
    return connection.row<LaterChange>(
        "SELECT c.id AS id, c.at_ms AS at_ms, u.name AS name, u.number AS number FROM config_changes c "
        "LEFT JOIN users u ON u.id = c.user_id WHERE c.tenant_id = ? AND c.id > ? AND c.place = ? "
        "AND (c.user_id IS NULL OR c.user_id <> ?) AND (CAST(? AS TEXT) = '' OR c.name = '' OR c.name = ?) "
        "ORDER BY c.id DESC LIMIT 1",
        tenant, seen, list, author, name, name);
}

void answer_later_change(http::Reply& reply, const LaterChange& change) {
    constexpr int precondition_failed = 412;
    constexpr std::string_view code = "config.changed";
    const auto by = change.name.value_or("") + (change.number ? " " + *change.number : "");
    std::vector<http::FieldProblem> fields{
        {"by", code, by}, {"at_ms", code, std::to_string(change.at_ms)}, {"revision", code, std::to_string(change.id)}};
    reply.send({.status = precondition_failed,
                .headers = {},
                .body = http::Failure{{ErrorKind::Conflict, code, {}}, std::move(fields), precondition_failed}});
}

void add_revision_route(http::Router& router, Office& office) {
    router.add({.pattern = "/api/v1/config-revision",
                .permission = http::signed_in,
                .summary = {"The newest change of the configuration; sent back as If-Match when something is saved, it "
                            "keeps what others changed meanwhile from being overwritten",
                            "配置的最新版本"},
                .response = http::schema_of<ConfigRevision>(),
                .handler = on_home(office, show_revision)});
}

}  // namespace yh::office::settings
