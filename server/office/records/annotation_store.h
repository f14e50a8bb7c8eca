#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"
#include "office/lists/asked.h"
#include "office/records/record_views.h"

// Notes on recordings (批注, R099), and recordings that are deleted. Who may see the recording sees its notes.
// Thread of all: one that may block.
namespace yh::office::records {

struct AnnotationView {
    Id<struct AnnotationTag> id;
    std::string text;
    std::optional<std::int64_t> position_ms;  ///< of the recording; none: about the whole
    std::string author;                       ///< 工号
    std::string author_name;
    bool mine = false;
    std::int64_t created_at_ms = 0;
    std::int64_t changed_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(AnnotationView, (),
                      (id, text, position_ms, author, author_name, mine, created_at_ms, changed_at_ms))

struct AnnotationWish {
    std::string text;
    std::optional<std::int64_t> position_ms;
};
BOOST_DESCRIBE_STRUCT(AnnotationWish, (), (text, position_ms))

/// What became of a wish: a refusal is a value, because a person's mistake is no trouble of the database.
struct AnnotationDone {
    std::optional<AnnotationView> view;
    std::optional<Error> refusal;
};

/// In the order of the recording; what is about the whole comes first. Error: recording.unknown.
Result<std::vector<AnnotationView>> list_annotations(db::Connection& connection, const lists::Reader& reader,
                                                     model::RecordingId recording);
/// Refusals: recording.unknown, annotation.text, annotation.position.
Result<AnnotationDone> add_annotation(db::Connection& connection, const lists::Reader& reader,
                                      model::RecordingId recording, std::int64_t id, const AnnotationWish& wish,
                                      std::int64_t now_ms);
/// Also annotation.unknown, and annotation.not_yours.
Result<AnnotationDone> change_annotation(db::Connection& connection, const lists::Reader& reader,
                                         model::RecordingId recording, std::int64_t id, const AnnotationWish& wish,
                                         std::int64_t now_ms);
Result<AnnotationDone> delete_annotation(db::Connection& connection, const lists::Reader& reader,
                                         model::RecordingId recording, std::int64_t id);

/// What is remembered of a recording that is gone: a row of the table.
struct DeletedRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t call_id = 0;
    std::int64_t started_at_ms = 0;
    std::int64_t duration_ms = 0;
    std::int64_t deleted_at_ms = 0;
    std::int64_t deleted_by = 0;  ///< 0: nobody, its days were over
};
BOOST_DESCRIBE_STRUCT(DeletedRow, (), (id, tenant_id, call_id, started_at_ms, duration_ms, deleted_at_ms, deleted_by))

/// Forgets a recording and its notes, and remembers that there was one. The file is the caller's to remove.
Result<void> forget_recording(db::Connection& connection, const DeletedRow& gone);

/// What became of a recording that shall go.
struct RecordingGone {
    std::optional<std::string> path;  ///< of its file, which the caller removes; nothing: there is none in scope
    bool on_hold = false;             ///< the law's days are not over: nothing was changed
};
/// Forgets the recording and its notes, and remembers who took it away.
Result<RecordingGone> delete_recording(db::Connection& connection, const lists::Reader& reader,
                                       model::RecordingId recording, std::int64_t now_ms);

}  // namespace yh::office::records
