#include "office/tasks/task_eraser.h"

namespace yh::office::tasks {

namespace {

Result<std::vector<ErasedCount>> count_tasks(db::Connection& connection, const EraseSpan& span) {
    return count_each(connection, span,
                      {{"tasks", "SELECT COUNT(*) FROM tasks WHERE tenant_id = ? AND completed_at_ms < ?"}});
}

Result<Erased> erase_tasks(db::Connection& connection, const EraseSpan& span, std::int64_t most) {
    return erase_each(
        connection, span, most,
        "SELECT id FROM tasks WHERE tenant_id = ? AND completed_at_ms < ? ORDER BY completed_at_ms, id LIMIT ?",
        {"DELETE FROM task_people WHERE task_id = ?", "DELETE FROM tasks WHERE id = ?"});
}

}  // namespace

constinit const Eraser task_eraser{DataKind::Tasks, false, &count_tasks, &erase_tasks};

}  // namespace yh::office::tasks
