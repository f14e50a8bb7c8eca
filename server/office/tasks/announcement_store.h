#pragma once

#include <optional>
#include <vector>

#include "office/tasks/task_store.h"

// Announcements (R207). Thread of all: one that may block.
namespace yh::office::tasks {

/// The right to write announcements; in the catalogue of people/rights.cpp.
inline constexpr std::string_view manage_announcements = "announcements.manage";

/// The newest first: those for everybody and for the asker's department; all, for whoever writes them.
Result<std::vector<AnnouncementView>> list_announcements(db::Connection& connection, const people::SignedIn& who);

struct Announced {
    std::int64_t id = 0;
    std::optional<Error> refusal;
    std::vector<std::int64_t> people;  ///< who has been told
};
/// `id` 0: a new one, of which everybody whom it concerns gets a system message. Refusals: announcement.text,
/// announcement.unknown, department.unknown.
Result<Announced> save_announcement(db::Connection& connection, const people::SignedIn& who, IdMaker& ids,
                                    std::int64_t id, const AnnouncementWish& wish, std::int64_t now_ms);
/// False: there is none.
Result<bool> delete_announcement(db::Connection& connection, const people::SignedIn& who, std::int64_t id);

}  // namespace yh::office::tasks
