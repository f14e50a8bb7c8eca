#include "office/records/annotation_store.h"

#include <utility>

#include "base/utf8.h"
#include "office/records/record_eraser.h"
#include "office/records/record_store.h"

namespace yh::office::records {

namespace {

struct AnnotationRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t recording_id = 0;
    std::int64_t user_id = 0;
    std::string text;
    std::optional<std::int64_t> position_ms;
    std::int64_t created_at_ms = 0;
    std::int64_t changed_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(AnnotationRow, (),
                      (id, tenant_id, recording_id, user_id, text, position_ms, created_at_ms, changed_at_ms))

AnnotationDone refused(Error error) {
    return {{}, std::move(error)};
}

/// The recording, if it is in the reader's scope.
Result<std::optional<StoredRecording>> find_recording(db::Connection& connection, const lists::Reader& reader,
                                                      model::RecordingId id) {
    auto found = RecordStore{connection, reader}.recording(id);
    if (found.ok()) {
        return std::optional{*std::move(found)};
    }
    return found.error().kind == ErrorKind::NotFound ? Result<std::optional<StoredRecording>>{std::nullopt}
                                                     : Result<std::optional<StoredRecording>>{found.error()};
}

std::size_t characters(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) {
        count += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U ? 1 : 0;
    }
    return count;
}

std::optional<Error> problem_of(const AnnotationWish& wish, const StoredRecording& recording) {
    constexpr std::size_t longest = 1000;
    if (wish.text.find_first_not_of(" \t\r\n") == std::string::npos || characters(wish.text) > longest ||
        !is_clean_utf8(wish.text)) {
        return invalid_input("annotation.text");
    }
    if (wish.position_ms && (*wish.position_ms < 0 || *wish.position_ms > recording.item.duration_ms)) {
        return invalid_input("annotation.position");
    }
    return std::nullopt;
}

AnnotationView view_of(const AnnotationRow& row, const people::SignedIn& who) {
    return {{row.id}, row.text, row.position_ms, who.number, who.name, true, row.created_at_ms, row.changed_at_ms};
}

struct Own {
    std::optional<AnnotationRow> row;
    std::optional<Error> refusal;
};

/// The note, if the reader wrote it.
Result<Own> find_own(db::Connection& connection, const lists::Reader& reader, model::RecordingId recording,
                     std::int64_t id) {
    YH_TRY(auto row, connection.row<AnnotationRow>(
                         "SELECT * FROM recording_annotations WHERE id = ? AND recording_id = ? AND tenant_id = ?", id,
                         recording, reader.who.tenant));
    if (!row) {
        return Own{{}, not_found("annotation.unknown")};
    }
    if (row->user_id != reader.who.user.value) {
        return Own{{}, Error{ErrorKind::Forbidden, "annotation.not_yours", {}}};
    }
    return Own{std::move(row), {}};
}

}  // namespace

Result<std::vector<AnnotationView>> list_annotations(db::Connection& connection, const lists::Reader& reader,
                                                     model::RecordingId recording) {
    YH_TRY(const auto found, find_recording(connection, reader, recording));
    if (!found) {
        return not_found("recording.unknown");
    }
    return connection.rows<AnnotationView>(
        "SELECT recording_annotations.id AS id, text, position_ms, COALESCE(users.number, '') AS author, "
        "COALESCE(users.name, '') AS author_name, user_id = ? AS mine, created_at_ms, changed_at_ms FROM "
        "recording_annotations LEFT JOIN users ON users.id = user_id WHERE recording_id = ? ORDER BY "
        "COALESCE(position_ms, -1), created_at_ms, recording_annotations.id",
        reader.who.user, recording);
}

Result<AnnotationDone> add_annotation(db::Connection& connection, const lists::Reader& reader,
                                      model::RecordingId recording, std::int64_t id, const AnnotationWish& wish,
                                      std::int64_t now_ms) {
    YH_TRY(const auto found, find_recording(connection, reader, recording));
    if (!found) {
        return refused(not_found("recording.unknown"));
    }
    if (auto problem = problem_of(wish, *found)) {
        return refused(*std::move(problem));
    }
    const AnnotationRow row{id,        reader.who.tenant.value, recording.value, reader.who.user.value,
                            wish.text, wish.position_ms,        now_ms,          now_ms};
    YH_CHECK(connection.insert("recording_annotations", row));
    return AnnotationDone{view_of(row, reader.who), {}};
}

Result<AnnotationDone> change_annotation(db::Connection& connection, const lists::Reader& reader,
                                         model::RecordingId recording, std::int64_t id, const AnnotationWish& wish,
                                         std::int64_t now_ms) {
    YH_TRY(const auto found, find_recording(connection, reader, recording));
    if (!found) {
        return refused(not_found("recording.unknown"));
    }
    YH_TRY(auto own, find_own(connection, reader, recording, id));
    if (own.refusal) {
        return refused(*std::move(own.refusal));
    }
    if (auto problem = problem_of(wish, *found)) {
        return refused(*std::move(problem));
    }
    auto row = *std::move(own.row);
    row.text = wish.text;
    row.position_ms = wish.position_ms;
    row.changed_at_ms = now_ms;
    YH_CHECK(connection.upsert("recording_annotations", row, {"id"}));
    return AnnotationDone{view_of(row, reader.who), {}};
}

Result<AnnotationDone> delete_annotation(db::Connection& connection, const lists::Reader& reader,
                                         model::RecordingId recording, std::int64_t id) {
    YH_TRY(const auto found, find_recording(connection, reader, recording));
    if (!found) {
        return refused(not_found("recording.unknown"));
    }
    YH_TRY(auto own, find_own(connection, reader, recording, id));
    if (own.refusal) {
        return refused(*std::move(own.refusal));
    }
    YH_TRY([[maybe_unused]] const auto gone, connection.run("DELETE FROM recording_annotations WHERE id = ?", id));
    return AnnotationDone{view_of(*own.row, reader.who), {}};
}

Result<void> forget_recording(db::Connection& connection, const DeletedRow& gone) {
    YH_CHECK(connection.insert("deleted_recordings", gone));
    for (const std::string_view sql :
         {"DELETE FROM recording_annotations WHERE recording_id = ?", "DELETE FROM recordings WHERE id = ?"}) {
        if (auto ran = connection.run(sql, gone.id); !ran.ok()) {
            return std::move(ran).error();
        }
    }
    return {};
}

Result<RecordingGone> delete_recording(db::Connection& connection, const lists::Reader& reader,
                                       model::RecordingId recording, std::int64_t now_ms) {
    YH_TRY(auto found, find_recording(connection, reader, recording));
    if (!found) {
        return RecordingGone{};
    }
    const auto& item = found->item;
    YH_TRY(const bool held, is_on_hold(connection, reader.who.tenant.value, item.started_at_ms, now_ms));
    if (held) {
        return RecordingGone{{}, true};
    }
    YH_CHECK(forget_recording(connection, {item.id.value, reader.who.tenant.value, item.call.value, item.started_at_ms,
                                           item.duration_ms, now_ms, reader.who.user.value}));
    return RecordingGone{std::move(found->path), false};
}

}  // namespace yh::office::records
