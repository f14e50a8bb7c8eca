#include "office/customers/follow_ups/file_store.h"

#include <fmt/format.h>

#include "office/customers/follow_ups/follow_up_store.h"

namespace yh::office::customers {

namespace {

constexpr std::int64_t a_day_ms = 24LL * 60 * 60 * 1000;
constexpr std::int64_t most_waiting = 30;  // three follow-ups begun at once

struct FileRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::optional<std::int64_t> follow_up_id;
    std::int64_t user_id = 0;
    std::string name;
    std::string media_type;
    std::int64_t bytes = 0;
    std::int64_t created_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(FileRow, (), (id, tenant_id, follow_up_id, user_id, name, media_type, bytes, created_at_ms))

/// The row goes at once; the file is remembered until it is gone, so that no crash leaves it behind.
Result<std::vector<std::string>> doom(db::Connection& connection, const std::vector<FileRow>& rows) {
    std::vector<std::string> paths;
    for (const auto& row : rows) {
        auto path = attachment_path(model::TenantId{row.tenant_id}, FollowUpFileId{row.id});
        YH_CHECK(connection.run("DELETE FROM follow_up_files WHERE id = ?", row.id));
        YH_CHECK(
            connection.run("INSERT INTO doomed_files (path) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM doomed_files "
                           "WHERE path = ?)",
                           path, path));
        paths.push_back(std::move(path));
    }
    return paths;
}

}  // namespace

std::string attachment_path(model::TenantId tenant, FollowUpFileId id) {
    return fmt::format("attachments/{}/{}", tenant.value, id.value);
}

Result<KeptFile> keep_file(db::Connection& connection, const people::SignedIn& who, const FollowUpFile& file,
                           std::int64_t now_ms) {
    KeptFile kept;
    YH_TRY(const auto waiting,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM follow_up_files WHERE user_id = ? AND follow_up_id IS "
                                        "NULL AND created_at_ms >= ?",
                                        who.user, now_ms - a_day_ms));
    if (waiting >= most_waiting) {
        kept.refusal = Error{ErrorKind::TooMany, "attachment.too_many", {}};
        return kept;
    }
    YH_TRY(const auto stale, connection.rows<FileRow>("SELECT * FROM follow_up_files WHERE follow_up_id IS NULL AND "
                                                      "created_at_ms < ? ORDER BY created_at_ms LIMIT 20",
                                                      now_ms - a_day_ms));
    YH_TRY(kept.stale, doom(connection, stale));
    YH_CHECK(connection.insert(
        "follow_up_files",
        FileRow{file.id.value, who.tenant.value, {}, who.user.value, file.name, file.media_type, file.bytes, now_ms}));
    return kept;
}

Result<bool> attach_file(db::Connection& connection, const people::SignedIn& who, FollowUpFileId file, FollowUpId id) {
    YH_TRY(const auto changed,
           connection.run("UPDATE follow_up_files SET follow_up_id = ? WHERE id = ? AND tenant_id = ? AND user_id = "
                          "? AND follow_up_id IS NULL",
                          id, file, who.tenant, who.user));
    return changed == 1;
}

Result<std::optional<std::string>> drop_file(db::Connection& connection, const people::SignedIn& who,
                                             FollowUpFileId file) {
    YH_TRY(const auto rows, connection.rows<FileRow>("SELECT * FROM follow_up_files WHERE id = ? AND tenant_id = ? AND "
                                                     "user_id = ? AND follow_up_id IS NULL",
                                                     file, who.tenant, who.user));
    YH_TRY(auto paths, doom(connection, rows));
    return paths.empty() ? std::optional<std::string>{} : std::optional{std::move(paths.front())};
}

Result<std::vector<std::string>> doom_files_of(db::Connection& connection, FollowUpId id) {
    YH_TRY(const auto rows, connection.rows<FileRow>("SELECT * FROM follow_up_files WHERE follow_up_id = ?", id));
    return doom(connection, rows);
}

Result<std::vector<std::string>> erase_follow_ups(db::Connection& connection, std::int64_t customer) {
    YH_TRY(const auto rows,
           connection.rows<FileRow>("SELECT * FROM follow_up_files WHERE follow_up_id IN (SELECT id FROM follow_ups "
                                    "WHERE customer_id = ?)",
                                    customer));
    std::vector<std::string> paths;
    for (const auto& row : rows) {
        paths.push_back(attachment_path(model::TenantId{row.tenant_id}, FollowUpFileId{row.id}));
    }
    YH_CHECK(connection.run(
        "DELETE FROM follow_up_files WHERE follow_up_id IN (SELECT id FROM follow_ups WHERE customer_id = ?)",
        customer));
    YH_CHECK(connection.run("DELETE FROM follow_ups WHERE customer_id = ?", customer));
    return paths;
}

Result<std::vector<FollowUpFile>> files_of(db::Connection& connection, FollowUpId id) {
    return connection.rows<FollowUpFile>(
        "SELECT id, name, media_type, bytes FROM follow_up_files WHERE follow_up_id = ? ORDER BY id", id);
}

Result<std::optional<FollowUpFile>> find_file_of(db::Connection& connection, const Asker& asker, FollowUpFileId id) {
    YH_TRY(const auto row, connection.row<FileRow>("SELECT * FROM follow_up_files WHERE id = ? AND tenant_id = ?", id,
                                                   asker.who.tenant));
    if (!row) {
        return std::optional<FollowUpFile>{};
    }
    bool seen = row->user_id == asker.who.user.value && !row->follow_up_id;
    if (row->follow_up_id) {
        YH_TRY(const auto whole, find_follow_up(connection, asker, FollowUpId{*row->follow_up_id}));
        seen = whole.has_value();
    }
    return seen ? std::optional{FollowUpFile{id, row->name, row->media_type, row->bytes}}
                : std::optional<FollowUpFile>{};
}

}  // namespace yh::office::customers
