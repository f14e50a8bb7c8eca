#include "office/tasks/task_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "office/messages/message_store.h"

namespace yh::office::tasks {

namespace {

using lists::Choice;
using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;
using lists::WordTitle;

constexpr std::string_view my_own =
    "(tasks.user_id = {me} OR tasks.id IN (SELECT task_id FROM task_people WHERE task_people.user_id = {me}))";

constexpr std::array kinds{WordTitle{"plan", "计划"}, WordTitle{"memo", "备忘"}};
constexpr std::array columns{
    Column{"due_at_ms", {"提醒时间", "Due"}, "tasks.due_at_ms", Kind::Time},
    Column{.key = "kind", .title = {"类型", "Kind"}, .sql = "tasks.kind", .kind = Kind::Word, .words = kinds},
    Column{"content", {"内容", "Content"}, "tasks.content"},
    Column{"related", {"关联对象", "About"}, "tasks.related"},
    Column{"author", {"工号", "Author"}, "COALESCE(users.number, '')"},
    Column{"author_name", {"创建人", "Author name"}, "COALESCE(users.name, '')"},
    Column{"created_at_ms", {"创建时间", "Made"}, "tasks.created_at_ms", Kind::Time},
    Column{"completed_at_ms", {"完成时间", "Completed"}, "tasks.completed_at_ms", Kind::Time},
    Column{"id", {"编号", "Id"}, "tasks.id", Kind::Id},
    Column{.key = "reminded_at_ms", .sql = "tasks.reminded_at_ms", .shown = false},
    Column{.key = "mine", .sql = "tasks.user_id = {me}", .kind = Kind::YesNo, .shown = false},
    Column{.key = "customer", .sql = "tasks.customer_id", .kind = Kind::Id, .shown = false},
};
constexpr std::array states{Choice{"open", "tasks.completed_at_ms IS NULL"},
                            Choice{"completed", "tasks.completed_at_ms IS NOT NULL"},
                            Choice{"due", "tasks.completed_at_ms IS NULL AND tasks.reminded_at_ms IS NOT NULL"}};
constexpr std::array filters{
    Filter{.key = "kind", .kind = FilterKind::Word, .clause = "tasks.kind = ?", .check = lists::is_word<TaskKind>},
    Filter{"state", FilterKind::Choice, {}, states}, Filter{"customer", FilterKind::Number, "tasks.customer_id = ?"}};

constinit const lists::List task_list{
    .name = "tasks",
    .title = {"待办与备忘", "Plans and memos"},
    .permission = people::rights::use_phone,
    .from = "tasks LEFT JOIN users ON users.id = tasks.user_id",
    .tenant = "tasks.tenant_id",
    .scope = {.person = "tasks.user_id",
              .queue = {},
              .own = "tasks.id IN (SELECT task_id FROM task_people WHERE task_people.user_id = ?)",
              .own_values = 1},
    .only = my_own,
    .time = "tasks.due_at_ms",
    .id = "tasks.id",
    .columns = columns,
    .filters = filters};

struct TaskRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t user_id = 0;
    TaskKind kind = TaskKind::Memo;
    std::string content;
    std::string related;
    std::int64_t due_at_ms = 0;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> reminded_at_ms;
    std::optional<std::int64_t> completed_at_ms;
    std::optional<std::int64_t> completed_by;
    std::optional<std::int64_t> customer_id;
};
BOOST_DESCRIBE_STRUCT(TaskRow, (),
                      (id, tenant_id, user_id, kind, content, related, due_at_ms, created_at_ms, reminded_at_ms,
                       completed_at_ms, completed_by, customer_id))

struct PersonOfTask {
    std::int64_t task_id = 0;
    std::string number;
};
BOOST_DESCRIBE_STRUCT(PersonOfTask, (), (task_id, number))

TaskView view_of(TaskFields&& fields) {
    TaskView view;
    static_cast<TaskFields&>(view) = std::move(fields);
    return view;
}

// The ids come from rows of ours, so that they may stand in the text of the statement.
Result<void> attach_people(db::Connection& connection, std::vector<TaskView>& tasks) {
    if (tasks.empty()) {
        return {};
    }
    std::string ids;
    for (const auto& task : tasks) {
        ids += (ids.empty() ? "" : ",") + task.id.text();
    }
    return connection.each<PersonOfTask>(
        fmt::format("SELECT task_id, users.number AS number FROM task_people JOIN users ON users.id = "
                    "task_people.user_id WHERE task_id IN ({}) ORDER BY users.number",
                    ids),
        [&](PersonOfTask&& row) {
            const auto task = std::ranges::find(tasks, Id<struct TaskTag>{row.task_id}, &TaskView::id);
            task->people.push_back(std::move(row.number));
        });
}

Kept refused(Error error) {
    return {0, std::move(error)};
}

bool is_text(std::string_view text, std::size_t most_bytes) {
    return text.size() <= most_bytes && is_clean_utf8(text);
}

Result<std::optional<TaskRow>> find_task(db::Connection& connection, const people::SignedIn& who, std::int64_t id) {
    return connection.row<TaskRow>(
        "SELECT * FROM tasks WHERE id = ? AND tenant_id = ? AND (user_id = ? OR id IN (SELECT task_id FROM task_people "
        "WHERE task_people.user_id = ?))",
        id, who.tenant, who.user, who.user);
}

/// Their ids; nothing when somebody is not known.
Result<std::optional<std::vector<std::int64_t>>> people_of(db::Connection& connection, const people::SignedIn& who,
                                                           const std::vector<std::string>& numbers) {
    std::vector<std::int64_t> found;
    for (const auto& number : numbers) {
        YH_TRY(const auto id, connection.row<std::int64_t>(
                                  "SELECT id FROM users WHERE tenant_id = ? AND number = ? AND deleted_at_ms IS NULL",
                                  who.tenant, number));
        if (!id) {
            return std::optional<std::vector<std::int64_t>>{};
        }
        if (*id != who.user.value && std::ranges::find(found, *id) == found.end()) {
            found.push_back(*id);
        }
    }
    return std::optional{std::move(found)};
}

Result<void> set_people(db::Connection& connection, std::int64_t task, const std::vector<std::int64_t>& people) {
    YH_CHECK(connection.run("DELETE FROM task_people WHERE task_id = ?", task));
    for (const auto person : people) {
        YH_CHECK(connection.run("INSERT INTO task_people (task_id, user_id) VALUES (?, ?)", task, person));
    }
    return {};
}

}  // namespace

lists::Listing<TaskView, TaskFields> task_listing() {
    return {task_list, view_of, attach_people};
}

Result<Kept> save_task(db::Connection& connection, const people::SignedIn& who, std::int64_t id, std::int64_t new_id,
                       const TaskWish& wish, std::int64_t now_ms) {
    constexpr std::size_t longest_content = 3000;
    constexpr std::size_t longest_related = 300;
    std::optional<TaskRow> old;
    if (id != 0) {
        YH_TRY(old, find_task(connection, who, id));
        if (!old) {
            return refused(not_found("task.unknown"));
        }
        if (old->user_id != who.user.value) {
            return refused({ErrorKind::Forbidden, "task.not_yours", {}});
        }
    }
    if (wish.content.find_first_not_of(" \t\r\n") == std::string::npos || !is_text(wish.content, longest_content) ||
        !is_text(wish.related, longest_related)) {
        return refused(invalid_input("task.content"));
    }
    // R208: nobody is reminded of the past. What was due already may still be reworded.
    if (wish.due_at_ms < now_ms && !(old && old->due_at_ms == wish.due_at_ms)) {
        return refused(invalid_input("task.too_early"));
    }
    YH_TRY(const auto people, people_of(connection, who, wish.people));
    if (!people) {
        return refused(not_found("user.unknown"));
    }
    TaskRow row = old.value_or(TaskRow{});
    if (wish.customer) {
        YH_TRY(row.customer_id, connection.row<std::int64_t>(
                                    "SELECT id FROM customers WHERE id = ? AND tenant_id = ? AND deleted_at_ms IS NULL",
                                    *wish.customer, who.tenant));
        if (!row.customer_id) {
            return refused(not_found("customer.unknown"));
        }
    }
    row.id = old ? old->id : new_id;
    row.tenant_id = who.tenant.value;
    row.user_id = who.user.value;
    row.kind = wish.kind;
    row.content = wish.content;
    row.related = wish.related;
    row.created_at_ms = old ? old->created_at_ms : now_ms;
    if (row.due_at_ms != wish.due_at_ms) {
        row.due_at_ms = wish.due_at_ms;
        row.reminded_at_ms.reset();
    }
    YH_CHECK(connection.upsert("tasks", row, {"id"}));
    YH_CHECK(set_people(connection, row.id, wish.kind == TaskKind::Plan ? *people : std::vector<std::int64_t>{}));
    return Kept{row.id, {}};
}

Result<Kept> delete_task(db::Connection& connection, const people::SignedIn& who, std::int64_t id) {
    YH_TRY(const auto old, find_task(connection, who, id));
    if (!old) {
        return refused(not_found("task.unknown"));
    }
    if (old->user_id != who.user.value) {
        return refused({ErrorKind::Forbidden, "task.not_yours", {}});
    }
    YH_CHECK(set_people(connection, id, {}));
    YH_CHECK(connection.run("DELETE FROM tasks WHERE id = ?", id));
    return Kept{id, {}};
}

Result<Kept> complete_task(db::Connection& connection, const people::SignedIn& who, std::int64_t id, bool done,
                           std::int64_t now_ms) {
    YH_TRY(const auto old, find_task(connection, who, id));
    if (!old) {
        return refused(not_found("task.unknown"));
    }
    YH_CHECK(done ? connection.run("UPDATE tasks SET completed_at_ms = ?, completed_by = ? WHERE id = ? AND "
                                   "completed_at_ms IS NULL",
                                   now_ms, who.user, id)
                  : connection.run("UPDATE tasks SET completed_at_ms = NULL, completed_by = NULL WHERE id = ?", id));
    return Kept{id, {}};
}

Result<Reminded> remind(db::Connection& connection, IdMaker& ids, std::int64_t now_ms) {
    Reminded reminded;
    YH_TRY(const auto due, connection.rows<TaskRow>("SELECT * FROM tasks WHERE reminded_at_ms IS NULL AND "
                                                    "completed_at_ms IS NULL AND due_at_ms <= ? ORDER BY due_at_ms "
                                                    "LIMIT 200",
                                                    now_ms));
    for (const auto& task : due) {
        YH_TRY(auto people,
               connection.rows<std::int64_t>("SELECT user_id FROM task_people WHERE task_id = ?", task.id));
        people.push_back(task.user_id);
        for (const auto person : people) {
            YH_CHECK(messages::save_message(connection, ids,
                                            {model::TenantId{task.tenant_id}, model::UserId{person},
                                             messages::MessageKind::Reminder, task.content, task.id},
                                            now_ms));
            reminded.people.emplace_back(person, task.id);
        }
        YH_CHECK(connection.run("UPDATE tasks SET reminded_at_ms = ? WHERE id = ?", now_ms, task.id));
    }
    YH_TRY(reminded.next_at_ms, connection.row<std::int64_t>(
                                    "SELECT due_at_ms FROM tasks WHERE reminded_at_ms IS NULL AND completed_at_ms IS "
                                    "NULL ORDER BY due_at_ms LIMIT 1"));
    return reminded;
}

}  // namespace yh::office::tasks
