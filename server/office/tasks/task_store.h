#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "db/connection.h"
#include "office/lists/list_store.h"
#include "office/people/identity.h"
#include "office/tasks/task_views.h"

// Plans and memos in the database. Thread of all: one that may block.
namespace yh::office::tasks {

/// Those that somebody made or takes part in.
lists::Listing<TaskView, TaskFields> task_listing();

/// A refusal is a value: a person's mistake is no trouble of the database.
struct Kept {
    std::int64_t id = 0;
    std::optional<Error> refusal;
};

/// `id` 0: a new one, made with `new_id`. Refusals: task.content, task.too_early, task.unknown, task.not_yours,
/// user.unknown.
Result<Kept> save_task(db::Connection& connection, const people::SignedIn& who, std::int64_t id, std::int64_t new_id,
                       const TaskWish& wish, std::int64_t now_ms);
Result<Kept> delete_task(db::Connection& connection, const people::SignedIn& who, std::int64_t id);
/// Whoever takes part may say that it is done, and that it is not.
Result<Kept> complete_task(db::Connection& connection, const people::SignedIn& who, std::int64_t id, bool done,
                           std::int64_t now_ms);

/// Who is to be reminded now, and of what.
struct Reminded {
    std::vector<std::pair<std::int64_t, std::int64_t>> people;  ///< user, task
    std::optional<std::int64_t> next_at_ms;                     ///< of the next one
};
/// Writes down that they have been reminded, and a system message for each.
Result<Reminded> remind(db::Connection& connection, IdMaker& ids, std::int64_t now_ms);

}  // namespace yh::office::tasks
