#include "office/imports/import_views.h"

#include <array>

#include "http/router.h"

namespace yh::office::imports {

namespace {

using lists::Column;
using lists::Filter;
using lists::FilterKind;

constexpr lists::WordTitle states[] = {{"checking", "检查中"}, {"checked", "待导入"},   {"waiting", "等待"},
                                       {"running", "导入中"},  {"stopped", "已中断"},   {"done", "已完成"},
                                       {"failed", "失败"},     {"cancelled", "已取消"}, {"expired", "已过期"}};
constexpr lists::WordTitle kinds[] = {
    {"customers", "客户"}, {"leads", "线索"}, {"contacts", "联系人"}, {"users", "员工"}, {"blocked-numbers", "黑名单"}};

using Kinds = lists::Kind;
constexpr std::array columns{Column{"created_at_ms", {"创建时间", "Created"}, "item.created_at_ms", Kinds::Time},
                             Column{"kind", {"模块", "Module"}, "item.kind", Kinds::Word, {}, kinds},
                             Column{"file_name", {"文件", "File"}, "item.file_name"},
                             Column{"agent", {"工号", "Agent"}, "COALESCE(users.number, '')"},
                             Column{"agent_name", {"操作人", "Operator"}, "COALESCE(users.name, '')"},
                             Column{"state", {"状态", "State"}, "item.state", Kinds::Word, {}, states},
                             Column{"rows_total", {"总行数", "Rows"}, "item.rows_total", Kinds::Number},
                             Column{"rows_done", {"已处理", "Rows done"}, "item.rows_done", Kinds::Number},
                             Column{"rows_added", {"新增", "Added"}, "item.rows_added", Kinds::Number},
                             Column{"rows_changed", {"修改", "Changed"}, "item.rows_changed", Kinds::Number},
                             Column{"rows_same", {"无变化", "Unchanged"}, "item.rows_same", Kinds::Number},
                             Column{"rows_failed", {"失败", "Failed"}, "item.rows_failed", Kinds::Number},
                             Column{"ended_at_ms", {"完成时间", "Ended"}, "item.ended_at_ms", Kinds::Time},
                             Column{"expires_at_ms", {"有效期至", "Kept until"}, "item.expires_at_ms", Kinds::Time},
                             Column{"id", {"编号", "Id"}, "item.id", Kinds::Id},
                             Column{.key = "existing", .sql = "item.existing", .shown = false},
                             Column{.key = "problem", .sql = "item.problem", .shown = false},
                             Column{.key = "ignored", .sql = "item.ignored", .shown = false},
                             Column{.key = "mine", .sql = "(item.user_id = {me})", .shown = false}};
constexpr std::array filters{
    Filter{"kind", FilterKind::Text, "item.kind = ?"}, Filter{"agent", FilterKind::Person, "users.number = ?"},
    Filter{.key = "state", .kind = FilterKind::Word, .clause = "item.state = ?", .check = lists::is_word<ImportState>}};

}  // namespace

constinit const lists::List import_list{.name = "imports",
                                        .title = {"导入任务", "Imports"},
                                        .permission = http::signed_in,
                                        .from = "imports AS item LEFT JOIN users ON users.id = item.user_id",
                                        .tenant = "item.tenant_id",
                                        .scope = {.person = "item.user_id", .queue = {}},
                                        .time = "item.created_at_ms",
                                        .id = "item.id",
                                        .columns = columns,
                                        .filters = filters};

lists::Listing<ImportView> imports() {
    return {import_list};
}

}  // namespace yh::office::imports
