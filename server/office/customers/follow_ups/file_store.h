#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/customers/customer_store.h"
#include "office/customers/follow_ups/follow_up.h"

// Photos and files of follow-ups in the database; what they hold lies below the folder of recordings, where it is
// counted and deleted with everything else. Thread: one that may block; what changes them, the writer's.
namespace yh::office::customers {

/// Where a file lies below the folder of recordings: named by us, never by anybody's name for it.
std::string attachment_path(model::TenantId tenant, FollowUpFileId id);

/// Files that were uploaded and never became part of a follow-up go after a day.
struct KeptFile {
    std::optional<Error> refusal;    ///< attachment.too_many
    std::vector<std::string> stale;  ///< paths of what went
};
Result<KeptFile> keep_file(db::Connection& connection, const people::SignedIn& who, const FollowUpFile& file,
                           std::int64_t now_ms);
/// Makes an uploaded file of this person part of a follow-up; false: it is not theirs, or part of one already.
Result<bool> attach_file(db::Connection& connection, const people::SignedIn& who, FollowUpFileId file, FollowUpId id);
/// One's own that is part of nothing yet: its path; none: there is no such.
Result<std::optional<std::string>> drop_file(db::Connection& connection, const people::SignedIn& who,
                                             FollowUpFileId file);
/// Takes the files of a follow-up away: their paths.
Result<std::vector<std::string>> doom_files_of(db::Connection& connection, FollowUpId id);

/// Deletes all follow-ups of a customer for good: the paths of their files, which the caller removes.
Result<std::vector<std::string>> erase_follow_ups(db::Connection& connection, std::int64_t customer);

Result<std::vector<FollowUpFile>> files_of(db::Connection& connection, FollowUpId id);
/// One that the asker sees: with its follow-up, or his own that is part of none yet.
Result<std::optional<FollowUpFile>> find_file_of(db::Connection& connection, const Asker& asker, FollowUpFileId id);

}  // namespace yh::office::customers
